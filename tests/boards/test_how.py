"""From any number of a card to the rule behind it: measure, window, n, bounds and test."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agent_scorecard.boards.scorecard import scorecard
from agent_scorecard.policy import default_policy
from agent_scorecard.rules.assess import assess
from agent_scorecard.vocabulary import ChangeKind, IncidentSeverity
from tests.build import AS_OF, changed_kind, days, evidence, incident

POLICY = default_policy()
CHANGED = date(2026, 10, 1)
CLIMBING = {
    "days": days(date(2026, 5, 4), CHANGED - timedelta(days=1)) + days(CHANGED, AS_OF, interventions=9),
    "changes": (changed_kind(ChangeKind.MODEL, CHANGED),),
}


def card(**facts):
    return scorecard(assess(evidence(**facts), POLICY), POLICY, ())


HEALTHY = card()
TROUBLED = card(**CLIMBING, assignments=(), incidents=(incident(AS_OF, severity=IncidentSeverity.HIGH),))


@pytest.mark.parametrize("board", [HEALTHY, TROUBLED], ids=["healthy", "troubled"])
def test_every_line_of_a_card_says_how_it_was_computed(board):
    lines = (*board.groups, *board.risk, *board.cost, *board.evidence, *board.attention, *board.notes)
    assert [line for line in lines if not line.how] == []
    assert board.intervention_how


def test_a_group_names_the_figure_that_decided_it_with_window_n_and_bounds():
    (quality,) = [line for line in HEALTHY.groups if line.name == "Quality"]
    why, how = quality.how
    assert why == quality.why
    assert all(part in how for part in ("2026-10", "n = ", "pass ", "in force since"))
    assert HEALTHY.groups_how.startswith("A group takes the worst verdict")


def test_a_cost_nobody_measured_says_so():
    (effort,) = [line for line in HEALTHY.cost if line.label == "Effort avoided"]
    assert effort.value == "not measured"
    assert effort.how[0].startswith("Neither loaded nor found")


def test_the_alert_names_the_days_it_compared():
    alert = dict(TROUBLED.intervention_how)["More often than before"]
    (found,) = [row for row in TROUBLED.attention if row.code == "intervention_climbing"]
    assert found.how == alert
    assert alert.endswith("Compared here: 9 Jul 2026 to 30 Sep 2026 with 1 Oct 2026 to 31 Oct 2026.")
    assert "a rise of 30\u202f% or more" in alert or "a rise of 30 % or more" in alert


def test_the_chart_names_its_band_and_where_it_breaks():
    chart = dict(HEALTHY.intervention_how)["The chart"]
    assert "of each week" in chart
    assert "touches 20\u202f% of runs or more" in chart
