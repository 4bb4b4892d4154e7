"""How long runs are kept: whole months by the agent's own period, important ones by that of the policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from agent_scorecard.rules.facts import Action
from agent_scorecard.rules.retention import free_on, retention, since
from agent_scorecard.vocabulary import Access, Tier
from tests.build import evidence
from tests.rules.assessed import POLICY

WRITES = Action("stripe.refund", access=Access.WRITE)
READS = Action("crm.read", access=Access.READ)


def kept(days=90, tier=Tier.HIGH, actions=(WRITES, READS)):
    agent = replace(evidence().agent, retention_days=days, risk_tier=tier, risk_tier_reason="agreed")
    return retention(evidence(agent=agent, actions=actions), POLICY)


@pytest.mark.parametrize(
    ("days", "first"),
    [(1, date(2026, 10, 1)), (30, date(2026, 10, 1)), (31, date(2026, 9, 1)), (90, date(2026, 8, 1))],
)
def test_a_period_begins_with_its_month(days, first):
    assert since(date(2026, 10, 31), days) == first


@pytest.mark.parametrize(
    ("tier", "days", "tools"),
    [(Tier.LOW, 183, ()), (Tier.MEDIUM, 365, ("stripe.refund",)), (Tier.HIGH, 730, ("stripe.refund",))],
)
def test_the_tier_says_how_long_important_runs_stay_and_whether_a_write_is_one(tier, days, tools):
    found = kept(tier=tier)
    assert (found.important_days, found.tools) == (days, tools)


def test_important_runs_never_go_before_the_others():
    found = kept(days=3650, tier=Tier.LOW)
    assert (found.important_days, found.important_from) == (3650, found.kept_from)


def test_nothing_goes_where_no_period_is_stated():
    found = kept(days=None)
    assert (found.days, found.kept_from, found.important_from) == (None, None, None)


def test_a_run_may_go_once_its_whole_month_is_old_enough():
    day = free_on(date(2026, 1, 12), 30)
    assert day == date(2026, 3, 3)
    assert (since(day, 30), since(date(2026, 3, 2), 30)) == (date(2026, 2, 1), date(2026, 1, 1))
