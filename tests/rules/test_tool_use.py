"""Who uses a tool, and what a change of it leaves to do for the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard.rules.facts import Eval, Tool
from agent_scorecard.rules.tool_use import tool_uses
from agent_scorecard.vocabulary import ChangeKind, Mode
from tests.build import action, at, changed_kind, evidence

DAY = date(2026, 10, 10)
CRM = Tool("crm", "ben", "v2", DAY + timedelta(days=1))
CHANGE = changed_kind(ChangeKind.TOOL, DAY, action="crm.note")
OLD = Eval("E-1", at(DAY - timedelta(days=1)), 9, 9)
NEW = replace(OLD, run_at=at(DAY, 12))


def agent(name, *actions, **facts):
    held = replace(evidence().agent, agent=name, name=name)
    rows = tuple(action(each, system="crm") for each in actions)
    return evidence(agent=held, actions=rows, **{"changes": (), "evals": (), **facts})


def use(*agents, catalogue=(CRM,)):
    return next(row for row in tool_uses(agents, catalogue) if row.name == "crm")


def test_agents_stand_with_the_actions_that_go_to_it():
    forbidden = evidence(actions=(action("crm.drop", system="crm", mode=Mode.FORBIDDEN),))
    found = use(agent("a", "crm.note", "crm.read"), agent("b", "crm.read"), forbidden)
    assert [(each.evidence.agent.agent, each.actions) for each in found.uses] == [
        ("a", ("crm.note", "crm.read")),
        ("b", ("crm.read",)),
    ]


def test_a_system_in_no_catalogue_is_named_too():
    found = tool_uses([agent("a", "crm.note")], (Tool("mail"),))
    assert [(row.name, row.tool is None) for row in found] == [("crm", True), ("mail", False)]


def test_a_change_leaves_the_others_to_log_it_and_evals_to_run():
    first = agent("a", "crm.note", changes=(CHANGE,), evals=(NEW,))
    found = use(first, agent("b", "crm.read", evals=(OLD,)))
    assert found.changed == (CHANGE, DAY)
    assert [one.agent.agent for one in found.untold] == ["b"]
    assert [one.agent.agent for one in found.stale] == ["b"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (CHANGE, True),
        (replace(CHANGE, action=None), True),
        (replace(CHANGE, action="mail.send"), False),
        (replace(CHANGE, kind=ChangeKind.PROMPT), False),
    ],
    ids=["its action", "no action, one system only", "another action", "no tool"],
)
def test_which_changes_are_those_of_a_tool(change, found):
    assert (use(agent("a", "crm.note", changes=(change,))).changed is not None) is found


@pytest.mark.parametrize(
    ("checked", "open_"),
    [(None, True), (DAY - timedelta(days=1), True), (DAY, False), (DAY + timedelta(days=1), False)],
)
def test_a_contract_is_compared_since_the_change(checked, open_):
    catalogue = (replace(CRM, contract_checked_on=checked),)
    assert use(agent("a", "crm.note", changes=(CHANGE,)), catalogue=catalogue).unchecked is open_
