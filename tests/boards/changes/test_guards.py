"""Guardrails, credentials and tools in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard.boards.changes.credentials import Expiry, credentials
from agent_scorecard.boards.changes.guardrails import matrix
from agent_scorecard.boards.changes.tools import tools
from agent_scorecard.rules.facts import Eval, Tool
from agent_scorecard.vocabulary import ChangeKind, Mode
from tests.boards.build import COMPANY, named
from tests.build import AS_OF, action, at, changed_kind
from tests.rules.assessed import POLICY

DAY = date(2026, 10, 10)


def test_the_matrix_counts_each_guardrail_and_puts_the_open_ones_first():
    board = matrix([named("Whole", workflow_budgets=()), named("Bare", actions=(), budgets=(), days=())], POLICY)
    assert [row.name for row in board.rows] == ["Bare", "Whole"]
    assert [column.held for column in board.columns][1:4] == ["1 of 2", "1 of 2", "1 of 2"]
    assert board.said == "All five hold for 1 of 2 agents; of the other answers 2 are missing and 3 are not known."


@pytest.mark.parametrize(
    ("days", "expiry", "left"),
    [
        (-2, Expiry.EXPIRED, "2 days ago"),
        (0, Expiry.SOON, "today"),
        (30, Expiry.SOON, "in 30 days"),
        (31, Expiry.LATER, "in 31 days"),
    ],
)
def test_a_credential_says_how_long_it_lasts(days, expiry, left):
    ends = AS_OF + timedelta(days=days)
    (row,) = credentials([named("Triage", actions=(action(credential_expires_on=ends),))], POLICY).dated
    assert (row.expiry, row.left) == (expiry, left)


def test_credentials_come_by_their_last_day_and_those_without_one_apart():
    rows = (
        action("late", credential_expires_on=AS_OF + timedelta(days=90)),
        action("early", credential_expires_on=AS_OF - timedelta(days=1)),
        action("open", credential_expires_on=None),
        action("never", credential_expires_on=None, mode=Mode.FORBIDDEN),
    )
    board = credentials([named("Triage", actions=rows)], POLICY)
    assert [row.action for row in board.dated] == ["early", "late"]
    assert [row.action for row in board.unknown] == ["open"]
    assert board.said == "One credential has expired, none ends within 30 days; for 1 action nobody said when."


def test_without_an_action_there_is_no_credential():
    assert credentials([named("Triage", actions=())], POLICY).said == "No action that may run is on file."


CHANGE = changed_kind(ChangeKind.TOOL, DAY, action="crm.note", from_value="v1", to_value="v2")


def test_a_changed_tool_says_what_is_left_to_do():
    crm = action("crm.note", system="crm")
    old = Eval("E-1", at(DAY - timedelta(days=9)), 9, 9)
    agents = [named("A", actions=(crm,), changes=(CHANGE,)), named("B", actions=(crm,), changes=(), evals=(old,))]
    company = replace(COMPANY, tools=(Tool("crm", "ben", "v2", DAY - timedelta(days=3)),))
    row = tools(agents, company).rows[0]
    assert (row.tool, row.owner, row.schema, row.changed) == ("crm", "Ben", "v2", "10 Oct: v1 → v2")
    assert [name for _, name, _ in row.users] == ["A", "B"]
    assert row.after[-2:] == ("B uses it too: log the change or say why not.", row.after[-1])
    assert row.after[-1] == "Compare its contract with what the agents expect."
    assert any("B" in said and "older" in said for said in row.after)


def test_of_one_agent_only_its_tools_are_listed():
    company = replace(COMPANY, tools=(Tool("mail"), Tool("crm")))
    one = [named("A", actions=(action("crm.note", system="crm"),))]
    assert [row.tool for row in tools(one, company, only_used=True).rows] == ["crm"]
    assert {row.tool for row in tools(one, company).rows} == {"crm", "mail"}


def test_without_agents_nothing_is_said_of_tools():
    assert tools([], COMPANY).rows == ()
