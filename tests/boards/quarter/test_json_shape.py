"""The documented JSON of a review is the printed JSON, key for key."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from agent_scorecard.boards.quarter.json_shape import review
from agent_scorecard.vocabulary import Severity, Status
from tests.boards.build import finding, reading
from tests.boards.quarter.build import agent, board, outcome
from tests.boards.test_json_shapes import documented, paths
from tests.build import AS_OF, proposed
from tests.rules.test_exceptions import gap

LOUD = replace(agent("Loud", budgets=()), reading=reading(), findings=(finding("budget", Severity.BLOCK),))
GONE = agent("Gone", status=Status.RETIRED, status_since=date(2026, 8, 1))
CALM = agent("Calm", drills=(), exceptions=(gap("evidence:9"),), proposals=(proposed(agent="calm"),))
FULL = review(board(LOUD, CALM, GONE, recorded=[outcome("calm")]))
CONTAINERS = {"control[].missing", "ladder.moves", "overlaps", "spend.freed"}


def test_a_review_has_the_keys_the_documentation_names():
    assert set(paths(FULL)) - CONTAINERS == documented("review")


def test_a_review_is_json_without_nan_and_says_for_when_it_holds():
    again = json.loads(json.dumps(FULL, allow_nan=False))
    assert again == FULL
    assert list(again)[:3] == ["as_of", "period", "policy_version"]
    assert (again["as_of"], again["period"], again["before"]["period"]) == (AS_OF.isoformat(), "2026-Q3", "2026-Q2")


def test_an_empty_company_has_every_step_and_nothing_in_it():
    empty = review(board())
    assert list(empty) == list(FULL)
    assert [row["of"] for row in empty["control"]] == [0, 0, 0, 0]
    assert (empty["values"], empty["spend"]["totals"], empty["outcomes"]) == ([], [], [])


def test_money_is_in_currency_units_and_what_is_not_known_is_null():
    bare = review(board(agent("Bare", days=(), costs=())))
    assert (FULL["spend"]["agents"][0]["total"], bare["spend"]["agents"][0]["total"]) == (362, None)
