"""Which actions have earned the next mode, on what evidence, and what the others lack."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from agent_scorecard.boards.oversight import json_shape
from agent_scorecard.boards.oversight.next_mode import NextModes, NextRow, next_modes
from agent_scorecard.rules.facts import Action, Approval
from agent_scorecard.vocabulary import ApprovalVerdict, Level, Mode
from tests.boards.build import reading
from tests.boards.oversight.build import agent, shown
from tests.build import AS_OF, action, approval, evidence
from tests.rules.assessed import POLICY

LOWERED = reading(*(Level.BOUNDED,) * 3, Level.RECOMMENDED)
AT_LEVEL_3 = replace(evidence().agent, autonomy_level=Level.BOUNDED)


def decided(count: int, *, edited: int = 0) -> tuple[Approval, ...]:
    """So many decisions of the last weeks, the first ones edited."""
    rows = [approval(number, AS_OF - timedelta(days=60 - number % 60)) for number in range(count)]
    return (*(row._replace(verdict=ApprovalVerdict.EDITED) for row in rows[:edited]), *rows[edited:])


def board(*actions: Action, rows: tuple[Approval, ...] = ()) -> NextModes:
    return next_modes(shown(agent("Triage", *actions, agent=AT_LEVEL_3, approvals=rows, decisions=())), POLICY)


def test_an_earned_mode_carries_its_evidence_and_keeps_the_formula_for_below():
    (row,) = board(action(), rows=decided(156, edited=4)).earned
    assert row == NextRow(
        agent="support-triage",
        name="Support triage",
        action="helpdesk.tag",
        about="helpdesk · write",
        mode=Mode.IN,
        to=Mode.ON,
        n="156",
        share="146 of 150, 97.3\u202f%",
        how="Judged at 100 decisions since the mode began and every 50 after; last at 150. "
        "Wilson 95 % lower bound 93.3\u202f%, over 90\u202f% is asked.",
        signs="Medium tier above level 2: a second person signs.",
        gaps=(),
    )


def test_an_agent_that_may_not_do_what_it_was_granted_earns_nothing_today():
    facts = {"agent": AT_LEVEL_3, "approvals": decided(100), "decisions": ()}
    one = agent("Triage", action(), answers={"reading": LOWERED}, **facts)
    seen = next_modes(shown(one), POLICY)
    assert [row.gaps for row in seen.waiting] == [("Level 2 is allowed today, below the level granted.",)]
    (told,) = json_shape.oversight([one], AS_OF, POLICY)["agents"][0]["actions"]
    assert (told["next_mode"]["earned"], told["next_mode"]["missing"]) == (False, list(seen.waiting[0].gaps))


def test_what_is_missing_is_said_and_those_nearest_to_it_come_first():
    near, far = action(), action("desk.close", compensation_tested_on=None, risk_owner="zoe")
    rows = board(far, near, rows=decided(60)).waiting
    assert [(row.action, len(row.gaps)) for row in rows] == [("helpdesk.tag", 1), ("desk.close", 4)]
    assert rows[0].gaps == ("60 decisions since the mode began; it is judged at 100.",)


def test_every_decision_of_a_rare_action_read_is_evidence_too():
    rows = tuple(approval(number, AS_OF - timedelta(days=28 - number)) for number in range(20))
    (row,) = board(action(), rows=rows).earned
    assert (row.n, row.share, row.how) == ("20", "every one was read", "")


@pytest.mark.parametrize(
    ("actions", "rows", "said", "always"),
    [
        ((), (), "No action has a freer mode ahead of it.", 0),
        ((action(mode=Mode.OUT),), (), "No action has a freer mode ahead of it.", 0),
        ((action(always_approve=True),), decided(150), "No action has a freer mode ahead of it.", 1),
        ((action(),), (), "None of 1 action has earned the next mode; a person decides.", 0),
        ((action(), action("b")), decided(100), "One of 2 actions has earned the next mode; a person decides.", 0),
    ],
    ids=["no action", "nothing above", "always approved", "not yet", "one of two"],
)
def test_the_view_counts_what_was_earned(actions, rows, said, always):
    seen = board(*actions, rows=rows)
    assert (seen.said, seen.always) == (said, always)
