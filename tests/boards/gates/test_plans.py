"""The rollout on the board: the loop as six steps, plans while their days last, and what comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from agent_scorecard.boards.gates.passing import passing
from agent_scorecard.boards.gates.plans import agent_plans, plan_names, rollouts
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.assess import assess
from agent_scorecard.vocabulary import Status
from tests.build import evidence

POLICY = default_policy()
BEGAN = date(2026, 10, 1)


def pilot(name: str = "Young one", **changes: object) -> Assessment:
    """The healthy agent as a pilot that began on 1 October, seen on the last of the month."""
    agent = replace(evidence().agent, agent=name.casefold(), name=name, status=Status.PILOT, pilot_started=BEGAN)
    return assess(evidence(agent=agent, **{"status_since": BEGAN, "live_on": None, "decisions": (), **changes}), POLICY)


def old() -> Assessment:
    return assess(evidence(), POLICY)


def test_young_agents_come_first_and_of_them_what_is_late() -> None:
    late = pilot("Z late", evals=())
    rows = rollouts(passing([old(), pilot("A calm", status_since=BEGAN), late], POLICY), POLICY)
    assert [(row.name, row.is_young) for row in rows][-1] == ("Support triage", False)
    assert rows[0].late


def test_a_row_counts_each_plan_and_names_the_step_that_is_late() -> None:
    (row,) = rollouts(passing([pilot(evals=())], POLICY), POLICY)
    assert (row.day, row.counts[0], row.next) == ("Day 30", "4 of 7", "A short eval set comes from real work")
    assert row.next_said.startswith("By 11 Oct, 20 days late. No eval on real cases")


def test_after_ninety_days_only_the_loop_goes_on() -> None:
    (row,) = rollouts(passing([old()], POLICY), POLICY)
    assert (row.counts, row.next, row.next_said) == (("–", "–"), "Nothing is open", "")


def test_one_agent_shows_the_loop_and_folds_plans_that_are_over() -> None:
    young, aged = agent_plans(pilot().evidence, POLICY), agent_plans(old().evidence, POLICY)
    assert [step.text for step in young.loop] == ["Baseline", "Pilot", "Approve", "Log", "Measure", "Improve"]
    assert ([part.folded for part in young.plans], [part.folded for part in aged.plans]) == ([False] * 2, [True] * 2)


@pytest.mark.parametrize(
    ("changes", "day"),
    [({}, "Day 30"), ({"as_of": BEGAN}, "Day 0"), ({"as_of": date(2026, 9, 29)}, "Begins 1 Oct")],
)
def test_the_day_is_counted_from_the_pilot(changes: dict, day: str) -> None:
    assert agent_plans(pilot(**changes).evidence, POLICY).day == day


def test_the_plans_are_called_by_name() -> None:
    assert plan_names(evidence(), POLICY) == ("First 30 days", "First 90 days")
