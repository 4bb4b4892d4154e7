"""Control as n of m with whoever is missing, and what stands out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent_scorecard.boards.quarter.control import Gap, control, exceptions
from agent_scorecard.rules.facts import UnregisteredRuns
from agent_scorecard.vocabulary import Severity, Status
from tests.boards.build import COMPANY, due_in, finding
from tests.boards.quarter.build import agent, review
from tests.build import AS_OF

BARE = {"assignments": (), "budgets": (), "decisions": (), "follow_ups": ()}


def figure(key, *now, before=()):
    return next(row for row in control(review(*now, before=before)) if row.key == key)


@pytest.mark.parametrize(
    ("key", "gap"),
    [
        ("visibility", "No active owner."),
        ("spending_limits", "No budget is set."),
        ("accountability", "No card was published yet."),
    ],
)
def test_a_figure_counts_who_is_under_control_and_names_who_is_not(key, gap):
    shown = figure(key, agent("Billing"), agent("Bare", **BARE))
    assert (shown.there, shown.of, shown.gaps) == (1, 2, (Gap("bare", "Bare", gap),))


@pytest.mark.parametrize(
    ("now", "before", "thinner"),
    [
        ([{}, BARE], [{}], True),
        ([{}, {}], [{}], False),
        ([{}, BARE], [{}, BARE], False),
        ([BARE], [], False),
        ([], [{}], False),
    ],
    ids=["1 of 2 after 1 of 1", "2 of 2 after 1 of 1", "1 of 2 twice", "nobody before", "nobody now"],
)
def test_control_is_thinner_where_a_smaller_share_has_it(now, before, thinner):
    rows = [agent(f"Agent {place}", **facts) for place, facts in enumerate(now)]
    earlier = [agent(f"Agent {place}", **facts) for place, facts in enumerate(before)]
    assert figure("spending_limits", *rows, before=earlier).is_thinner is thinner


def test_a_company_without_live_agents_has_nothing_to_control():
    shown = control(review(agent("Idea", status=Status.IDEA)))
    assert {(row.there, row.of, row.holds) for row in shown} == {(0, 0, "No agent was live in the quarter.")}


def test_exceptions_are_blocks_and_listed_findings_with_late_cards_in_one_line():
    found = (
        finding("budget", Severity.BLOCK),
        finding("silent_incident"),
        finding("drill_overdue"),
        finding("review_overdue"),
    )
    one = replace(agent("Billing"), findings=found, due=due_in(-3, AS_OF))
    other = replace(agent("Leads"), findings=(), due=due_in(-9, AS_OF))
    shown = exceptions(review(one, other, before=[replace(one, due=due_in(9, AS_OF))]))
    assert [(row.code, row.name, row.severity) for row in shown.rows] == [
        ("budget", "Billing", Severity.BLOCK),
        ("review_overdue", "Two cards", Severity.WARN),
        ("silent_incident", "Billing", Severity.WARN),
    ]
    assert shown.rows[1].text == "are overdue: Leads, Billing."
    assert (shown.blocking, shown.before) == (1, 2)


def test_runs_of_nobody_stand_out_and_history_does_not():
    company = replace(COMPANY, unregistered=(UnregisteredRuns("old-bot", 12, AS_OF, AS_OF),))
    gone = replace(agent("Gone", status=Status.RETIRED), findings=(finding("no_owner", Severity.BLOCK),))
    assert [row.code for row in exceptions(review(gone, company=company)).rows] == ["unregistered_agent"]
