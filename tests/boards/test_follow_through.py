"""Cards decided of those due, and what came of decisions: n of m, and what cannot be told yet says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from agent_scorecard.boards.follow_through import decided_of_due, follow_through
from agent_scorecard.boards.this_month import this_month
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.vocabulary import Choice
from tests.boards.build import COMPANY
from tests.boards.quarter.build import agent, board
from tests.build import AS_OF, bounds, decision, months, observed, rebound

POLICY = default_policy()
YEAR = (date(2026, 1, 1), AS_OF)


def decided(*rows: Any) -> Assessment:
    figures = observed(months("policy_accuracy", (380, 400), (380, 400), (360, 400), (388, 400)))
    bound = rebound(bounds("policy_accuracy", passes=0.95))
    return agent("Triage", decisions=rows, observations=figures, bounds=bound)


def revised(seq: int, period: str, **changes: Any) -> Any:
    day = date(2026, 10, 8)
    return decision(seq, day, Choice.REVISE, **{"period": period, "measure": "policy_accuracy", **changes})


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((), ""),
        ((revised(4, "2026-10"),), "1 cannot be told yet: the period after theirs is not over."),
        ((revised(4, "2026-09"),), "In 1 of 1 the measure they cite held or moved the intended way."),
        (
            (revised(4, "2026-08"), revised(5, "2026-09"), revised(6, "2026-10")),
            "In 1 of 2 the measure they cite held or moved the intended way; 1 cannot be told yet.",
        ),
        ((revised(4, "2026-09", measure=None),), ""),
    ],
    ids=["nothing decided", "too early", "told", "some of each", "no measure cited"],
)
def test_the_sum_says_what_can_be_told(rows: Any, sentence: str) -> None:
    assert follow_through((decided(*rows),), POLICY, *YEAR).sentence == sentence


def test_what_did_not_work_comes_first() -> None:
    found = follow_through((decided(revised(4, "2026-08"), revised(5, "2026-09")),), POLICY, *YEAR)
    assert [(line.seq, line.moved) for line in found.told] == [(4, False), (5, True)]


def test_only_decisions_of_the_time_asked_for_are_followed() -> None:
    one = decided(revised(4, "2026-09"))
    assert follow_through((one,), POLICY, date(2026, 7, 1), date(2026, 9, 30)).lines == ()
    assert board(one).follow_through.lines == ()


def test_the_month_says_how_many_due_cards_were_decided() -> None:
    one = agent("Triage", decisions=(decision(4, date(2026, 10, 8)),))
    waits = replace(one, due=replace(one.due, on=date(2026, 10, 20)))
    later = replace(one, due=replace(one.due, on=date(2027, 1, 15)))
    assert decided_of_due((later,), AS_OF) == "Decided: 1 of 1 card this month, 1 of 1 this quarter"
    assert decided_of_due((waits, later), AS_OF) == "Decided: 2 of 3 cards this month, 2 of 3 this quarter"
    assert decided_of_due((), AS_OF) == ""
    assert this_month(COMPANY, AS_OF, (later,), None).decided.startswith("Decided: 1 of 1")
