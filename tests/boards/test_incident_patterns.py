"""What incidents have in common: times, causes, harms, risks and guardrails that come back."""

from __future__ import annotations

from datetime import date

import pytest

from agent_scorecard.boards.incident_patterns import GapLine, Kind, Patterns, TimeLine, patterns
from agent_scorecard.vocabulary import AgenticRisk, Cause, Harm, RiskClass
from tests.boards.build import named
from tests.build import at, incident

FOUND = date(2026, 10, 12)
DATA, PROMPT, STALE = Cause.DATA, Cause.PROMPT, Cause.STALE_DATA


def board(*changes) -> Patterns:
    rows = tuple(incident(FOUND, incident=f"I{n}", **each) for n, each in enumerate(changes))
    return patterns([named("Triage", incidents=rows)])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ([], ""),
        ([{"cause": DATA}, {"cause": PROMPT}, {}], ""),
        ([{"cause": STALE}, {"cause": STALE}, {"cause": PROMPT}, {}], "Stale data caused 2 of 3."),
        ([{"cause": DATA}] * 2 + [{"cause": PROMPT}] * 2, "Data and prompt caused 2 of 4 each."),
        (
            [{"rca_guardrail_gaps": "No limit"}, {"rca_guardrail_gaps": "no limit."}, {"rca_guardrail_gaps": "No key"}],
            "The same guardrail was missing in 2 of 3: No limit.",
        ),
    ],
    ids=["no incident", "nothing comes back", "one cause", "two causes", "a guardrail"],
)
def test_what_comes_back_is_said_in_one_sentence(changes, sentence):
    assert board(*changes).sentence == sentence


def test_the_times_say_over_how_many():
    shown = board({"paused_at": at(FOUND, 12, 20)}, {"paused_at": at(FOUND, 12, 40)}, {})
    assert shown.times[:2] == (
        TimeLine("To notice", "not known", "", "", "0 of 3"),
        TimeLine("To pause", "30\u202fmin", "40\u202fmin", "I1", "2 of 3"),
    )


def test_each_kind_is_counted_and_can_be_picked():
    one = {"cause": DATA, "harm": Harm.NONE, "risk_class": RiskClass.DRIFT, "tags": (AgenticRisk.ASI08,)}
    shown = board(one, {"harm": Harm.DATA_EXPOSURE}, {"cause": DATA})
    assert shown.kinds == (
        Kind("Cause: data", "Cause", "data", 2),
        Kind("Harm: data exposure", "Harm", "data exposure", 1),
        Kind("Risk: drift", "Risk", "drift", 1),
        Kind("ASI08 cascading failures", "OWASP agentic", "ASI08 cascading failures", 1),
    )


def test_guardrails_are_listed_with_the_incidents_they_were_missing_in():
    shown = board({"rca_guardrail_gaps": "No limit; No key"}, {"rca_guardrail_gaps": "no key"}, {})
    assert shown.gaps == (
        GapLine("No key", "in 2 of 2", ("I1", "I0"), again=True),
        GapLine("No limit", "in 1 of 2", ("I0",), again=False),
    )
