"""When a kill switch was practised, and when it is to be practised next."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.facts import Drill
from agent_scorecard.rules.kill_switches import KillSwitch, kill_switch
from agent_scorecard.vocabulary import Preset, Status, Tier
from tests.build import AS_OF, evidence
from tests.rules.assessed import POLICY


def held(ago: int, *, passed: bool = True) -> Drill:
    """A drill so many days ago."""
    return Drill(f"DR-{ago}", AS_OF - timedelta(days=ago), passed, 48, True, "ben")


def seen(*drills: Drill, **changes: Any) -> KillSwitch:
    return kill_switch(evidence(drills=drills, **changes), POLICY)


@pytest.mark.parametrize(
    ("ago", "soon", "overdue"),
    [(0, False, False), (75, False, False), (76, True, False), (90, True, False), (91, False, True)],
)
def test_a_drill_holds_for_its_days_and_warns_before(ago, soon, overdue):
    answer = seen(held(ago))
    assert (answer.soon, answer.overdue) == (soon, overdue)
    assert answer.due == AS_OF + timedelta(days=90 - ago)


def test_a_failed_drill_renews_nothing():
    answer = seen(held(100), held(3, passed=False))
    assert (answer.last, answer.passed, answer.overdue) == (held(3, passed=False), held(100), True)


def test_without_a_drill_the_days_count_since_the_agent_was_known_here():
    answer = seen(live_on=AS_OF - timedelta(days=100), first_loaded=date(2026, 10, 1))
    assert (answer.last, answer.due) == (None, date(2026, 12, 30))


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({}, True),
        ({"risk_tier": Tier.HIGH}, True),
        ({"risk_tier": Tier.LOW, "actions": ()}, False),
        ({"status": Status.PILOT}, False),
        ({"status": Status.PAUSED}, False),
    ],
    ids=["live, medium", "live, high", "live, low", "pilot", "paused"],
)
def test_drills_are_asked_of_live_agents_of_medium_and_high_tier(changes, asked):
    answer = seen(held(200), **changes)
    assert (answer.asked, answer.due is not None, answer.overdue) == (asked, asked, asked)


def test_a_small_company_practises_once_a_year():
    small = default_policy().with_preset(Preset.SMALL)
    assert not kill_switch(evidence(drills=(held(200),)), small).overdue
