"""What came of a decision is told by the measure it cites, by the next period, and never guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agent_scorecard.rules.answers import Due, say
from agent_scorecard.rules.decision_yield import Yield, cited, effect, yield_of
from agent_scorecard.rules.decisions_due import done_of_due
from agent_scorecard.rules.facts import Band
from agent_scorecard.rules.periods import parse
from agent_scorecard.vocabulary import Choice, Status
from tests.build import bounds, decision, evidence, months, observed, rebound
from tests.rules.assessed import POLICY, assessed

DECIDED = date(2026, 10, 8)
SEPTEMBER = {"period": "2026-09", "measure": "policy_accuracy"}


def told(september: Any, october: Any, choice: Choice = Choice.REVISE, **changes: Any) -> Any:
    """The effect of a decision on September, the accuracy of which was so and is so in October."""
    figures = observed(months("policy_accuracy", september, october))
    one = evidence(observations=figures, bounds=rebound(bounds("policy_accuracy", passes=0.95)))
    return effect(one, POLICY, decision(9, DECIDED, choice, **{**SEPTEMBER, **changes}))


@pytest.mark.parametrize(
    ("choice", "september", "october", "moved"),
    [
        (Choice.REVISE, (360, 400), (388, 400), True),
        (Choice.REVISE, (388, 400), (360, 400), False),
        (Choice.REVISE, (388, 400), (388, 400), False),
        (Choice.MAINTAIN, (396, 400), (388, 400), True),
        (Choice.MAINTAIN, (396, 400), (360, 400), False),
        (Choice.EXPAND, (388, 400), (392, 400), True),
        (Choice.MAINTAIN, (320, 400), (360, 400), True),
    ],
    ids=[
        "revised, better",
        "revised, worse",
        "revised, the same",
        "maintained, still passing",
        "maintained, fell",
        "expanded, still passing",
        "maintained below its bound, better",
    ],
)
def test_a_revision_is_to_better_it_and_anything_else_to_hold_it(choice, september, october, moved) -> None:
    assert told(september, october, choice).moved is moved


def test_the_sentence_has_both_figures() -> None:
    assert told((360, 400), (388, 400)).sentence.text == (
        "Policy accuracy: 97\u202f% in October 2026 after 90\u202f%, better."
    )


def test_a_band_is_approached_from_either_side() -> None:
    band = (bounds("policy_accuracy"), bounds("escalation_rate", passes=Band(0.05, 0.10)))
    figures = observed(months("escalation_rate", (80, 400), (60, 400)))
    one = evidence(observations=figures, bounds=rebound(*band))
    row = decision(9, DECIDED, Choice.REVISE, period="2026-09", measure="escalation_rate")
    assert effect(one, POLICY, row).moved is True


@pytest.mark.parametrize(
    ("changes", "waits", "sentence"),
    [
        ({"period": "2026-10"}, True, "Policy accuracy of November 2026 is told on 30 Nov 2026."),
        ({"period": "2026-Q3"}, True, "Policy accuracy of the fourth quarter of 2026 is told on 31 Dec 2026."),
        ({"measure": None}, False, "It cites no measure, so nothing can be told."),
        ({"measure": "unheard_of"}, False, "It cites no measure, so nothing can be told."),
        ({"choice": Choice.PAUSE}, False, "After a stop no measure tells what came of it."),
        ({"choice": Choice.RETIRE}, False, "After a stop no measure tells what came of it."),
        ({"period": "2026-08"}, False, "Policy accuracy was not measured in August 2026."),
    ],
)
def test_what_cannot_be_told_says_why(changes: dict[str, Any], waits: bool, sentence: str) -> None:
    found = told((388, 400), (388, 400), **changes)
    assert (found.moved, found.waits, found.sentence.text) == (None, waits, sentence)


def test_the_yield_counts_only_what_can_be_told() -> None:
    rows = (
        told((360, 400), (388, 400)),
        told((388, 400), (360, 400)),
        told(1, 1, period="2026-08"),
        told(1, 1, period="2026-10"),
    )
    assert yield_of(rows) == Yield(moved=1, told=2, waiting=1)


def test_a_decision_cites_what_its_proposal_rests_on_else_the_headline() -> None:
    missed = assessed(
        observations=observed(months("policy_accuracy", (300, 400))),
        bounds=rebound(bounds("policy_accuracy", passes=0.95, fails=0.9)),
    )
    assert missed.proposal.choice is Choice.REVISE
    assert cited(missed, Choice.REVISE) == "policy_accuracy"
    (headline,) = {row.measure for row in missed.evidence.bounds if row.headline}
    assert cited(missed, Choice.MAINTAIN) == headline
    assert cited(assessed(bounds=()), Choice.MAINTAIN) is None


@pytest.mark.parametrize(
    ("due_on", "decided_on", "status", "counted"),
    [
        (date(2026, 10, 10), (), Status.LIVE, (0, 1)),
        (date(2027, 1, 15), (date(2026, 10, 8),), Status.LIVE, (1, 1)),
        (date(2026, 10, 30), (date(2026, 10, 8),), Status.LIVE, (1, 2)),
        (date(2027, 1, 15), (date(2026, 9, 30),), Status.LIVE, (0, 0)),
        (date(2026, 10, 10), (), Status.RETIRED, (0, 0)),
        (None, (), Status.LIVE, (0, 0)),
    ],
    ids=["waiting", "decided", "decided and due again", "decided before", "retired", "no date"],
)
def test_cards_decided_are_counted_with_those_still_due(due_on, decided_on, status, counted) -> None:
    rows = tuple(decision(n, day) for n, day in enumerate(decided_on, 2))
    one = replace(assessed(status=status, decisions=rows), due=Due(due_on, 0, "card", say("due", "Due.")))
    assert tuple(done_of_due((one,), parse("2026-10"))) == counted
