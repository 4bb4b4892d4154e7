"""Where the human gates are: the mode of each action today, and the sentence of what decided it."""

from __future__ import annotations

from typing import Any

import pytest

from agent_scorecard.boards.oversight.gates import GateGroup, GateRow, gates
from agent_scorecard.boards.oversight.seen import seen
from agent_scorecard.rules.facts import Action, Threshold
from agent_scorecard.vocabulary import Access, Effect, Level, Mode, Operator
from tests.boards.build import named, reading
from tests.build import action
from tests.rules.assessed import POLICY

TOP = {"reading": reading(*(Level.PORTFOLIO,) * 4)}
READS: dict[str, Any] = {"access": Access.READ, "mode": Mode.OUT, "system": "crm"}


def only_row(*actions: Action, allowed: Level = Level.BOUNDED, **facts: object) -> GateRow:
    one = named("Triage", actions=actions, answers={"reading": reading(*(allowed,) * 4)}, **facts)
    ((row,),) = (group.rows for group in gates(seen([one], POLICY), POLICY))
    return row


def test_an_agent_stands_above_its_actions():
    one = named("Triage", actions=(action("b.tag"), action("a.read", **READS)))
    (group,) = gates(seen([one], POLICY), POLICY)
    assert (group.name, group.about, [row.action for row in group.rows]) == (
        "Triage",
        "Support · tier medium · level 2 allowed today",
        ["a.read", "b.tag"],
    )


def test_an_agent_without_actions_is_still_listed():
    one = named("Bare", actions=())
    about = "Support · tier medium · level 2 allowed today"
    assert gates(seen([one], POLICY), POLICY) == (GateGroup("bare", "Bare", about, ()),)


@pytest.mark.parametrize(
    ("own", "allowed", "mode", "why"),
    [
        (action(), 3, Mode.IN, "On file."),
        (action(mode=None), 3, Mode.IN, "No mode is stated."),
        (action(mode=Mode.ON), 3, Mode.ON, "On file."),
        (action(mode=Mode.ON), 2, Mode.IN, "Level 2 allows no more."),
        (action(mode=Mode.ON), 1, Mode.SHADOW, "Level 1 allows no more."),
        (action(mode=Mode.ON, effects=(Effect.MONEY,)), 3, Mode.IN, "The action is of high tier."),
        (action(mode=Mode.ON, compensation_tested_on=None), 3, Mode.IN, "Undoing it was never tested."),
        (action(mode=Mode.ON, always_approve=True), 3, Mode.IN, "A person approves every call, whatever the level."),
        (action(always_approve=True), 3, Mode.IN, "A person approves every call, whatever the level."),
        (action(mode=Mode.FORBIDDEN, always_approve=True), 3, Mode.FORBIDDEN, "On file."),
    ],
)
def test_the_strictest_limit_decides_and_is_named(own, allowed, mode, why):
    row = only_row(own, allowed=Level(allowed))
    assert (row.mode, row.why) == (mode, why)


def test_a_mode_on_file_is_said_only_where_another_one_counts():
    assert only_row(action(mode=Mode.ON), allowed=Level.RECOMMENDED).on_file is Mode.ON
    assert only_row(action(mode=Mode.ON)).on_file is None
    assert only_row(action(mode=None)).on_file is None


def test_a_threshold_rule_of_any_kind_keeps_a_person_above_it():
    rule = Threshold("pay.refund", 1, "amount_usd", Operator.ABOVE, "100", Mode.IN)
    row = only_row(action("pay.refund", mode=Mode.ON), thresholds=(rule,))
    assert (row.mode, row.why) == (Mode.IN_ABOVE, "In the loop when amount_usd > 100.")


@pytest.mark.parametrize(
    ("own", "answers", "gap"),
    [
        (action(), "Ana", ""),
        (action(risk_owner="nobody-known"), "Ana", "no risk owner"),
        (action(accountable="x", risk_owner="z"), "x", "no accountable person or risk owner"),
        (action(accountable="x", system_owner="y", risk_owner="z"), "x", "nobody answers"),
        (action(mode=Mode.FORBIDDEN, risk_owner="nobody-known"), "Ana", ""),
    ],
    ids=["all there", "one unknown", "two unknown", "all unknown", "may never run"],
)
def test_whoever_is_missing_is_named_beside_the_action(own, answers, gap):
    row = only_row(own)
    assert (row.answers, row.gap) == (answers, gap)


@pytest.mark.parametrize(
    ("own", "about"),
    [
        (action("crm.read", **READS), "crm · read · tier medium"),
        (action("x", system=None, access=None), "access not stated, taken for write · tier medium"),
    ],
)
def test_an_action_says_its_system_access_and_tier(own, about):
    row = only_row(own)
    assert row.about.replace("tier low", "tier medium") == about
