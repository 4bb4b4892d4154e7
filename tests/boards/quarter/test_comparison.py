"""The inventory, and value, risk, adoption and cost on one axis."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent_scorecard.boards.quarter.comparison import inventory, values
from agent_scorecard.rules.answers import Proposal
from agent_scorecard.vocabulary import Choice, Level, Severity, Status, Tier, Verdict
from tests.boards.build import finding, owned_by_nobody
from tests.boards.quarter.build import agent, review
from tests.build import months, observed

APART = {"actions": (), "workflow": "another"}
"""Another line of work, so that nobody is proposed to be merged."""


def headline(value: float):
    """The first response time, 42 minutes before and 25 aimed at."""
    return {"observations": observed(months("first_response_time", *(value,) * 6, n=400))}


def test_the_inventory_answers_who_what_for_how_much_and_in_which_systems():
    row, _ = inventory(
        review(agent("Triage"), agent("Alone", **owned_by_nobody()), agent("Gone", status=Status.MERGED))
    )
    assert (row.name, row.owner, row.owner_active) == ("Alone", "no owner named", False)
    assert (row.changes, row.status, row.tier, row.level) == (("helpdesk",), Status.LIVE, Tier.MEDIUM, Level.ASSISTED)


@pytest.mark.parametrize(
    ("value", "way"),
    [(42.0, 0.0), (25.0, 1.0), (33.5, 0.5), (50.5, -0.5)],
    ids=["stood still", "there", "half", "worse"],
)
def test_value_is_the_way_from_baseline_to_target_over_the_quarter(value, way):
    (row,) = values(review(agent("Triage", **headline(value))))
    assert (row.value, row.value_of) == (way, "First response time")
    assert row.bullet is not None
    assert (
        row.bullet.label
        == f"First response time: {int(way * 100)}\u202f% of the way from baseline to target".replace("-", "\u2212")
    )


def test_all_agents_share_one_axis_with_baseline_and_target_on_it():
    rows = values(review(agent("Worse", **headline(59.0)), agent("Better", **headline(8.0))))
    assert {(row.bullet.baseline, row.bullet.targets) for row in rows if row.bullet} == {
        (rows[0].bullet.baseline, rows[0].bullet.targets)
    }
    places = {row.name: row.bullet.value for row in rows if row.bullet}
    assert 0 < places["Worse"] < rows[0].bullet.baseline < rows[0].bullet.targets[0] < places["Better"] < 1


def test_without_a_figure_there_is_no_value_and_no_picture():
    (row,) = values(review(agent("Triage", observations={}, days=())))
    assert (row.value, row.bullet, row.quality) == (None, None, Verdict.NO_DATA)


def test_what_needs_deciding_comes_first_and_findings_are_counted_without_notes():
    loud = replace(
        agent("Zebra", **APART),
        proposal=Proposal(Choice.PAUSE, ()),
        findings=(finding("budget", Severity.BLOCK), finding("drill_overdue"), finding("gate_age", Severity.NOTE)),
    )
    quiet = replace(agent("Ant"), proposal=Proposal(Choice.MAINTAIN, ()))
    rows = values(review(quiet, loud))
    assert [(row.name, row.findings, row.blocks) for row in rows] == [("Zebra", 2, 1), ("Ant", 0, 0)]
