"""Clauses of the rules that are easily read wrongly: cuts, proposals that are closed, words on cards."""

from __future__ import annotations

from datetime import date

import pytest

from agent_scorecard.policy import read_measures
from agent_scorecard.rules.cuts import is_cut
from agent_scorecard.vocabulary import ChangeKind, Choice, IncidentSeverity, Status
from tests.build import AS_OF, changed_kind, evidence, incident, months, observed
from tests.rules.assessed import POLICY, assessed

JARGON = ("Wilson", "φ", "z =", "P99", "P95", "Newcombe")


@pytest.mark.parametrize(("action", "cut"), [(None, True), ("helpdesk.delete", False)], ids=["every action", "unused"])
def test_a_mode_change_that_names_no_action_is_one_of_them_all(action, cut):
    assert is_cut(evidence(), POLICY, changed_kind(ChangeKind.MODE, date(2026, 9, 1), action=action)) is cut


def test_a_supported_level_that_is_closed_says_what_closes_it_and_not_that_it_is_unwanted():
    proposed = assessed(status=Status.IDEA).proposal
    assert (proposed.choice, proposed.reasons[0].text) == (
        Choice.MAINTAIN,
        "It is on file as an idea: say first whether it is in pilot or live.",
    )


def test_speed_that_costs_quality_is_said_with_both_numbers():
    rows = observed(months("policy_accuracy", *((395, 400),) * 11, (340, 400)))
    found = next(row for row in assessed(observations=rows).findings if row.code == "faster_but_worse")
    quick, slow = found.sentence.text.replace("\u202f", " ").split(", but ")
    assert quick == "First response time is better than the baseline (24 min after 42 min)"
    assert slow == "“Policy accuracy” is missed: 85 %."


def test_an_incident_found_today_is_not_open_for_no_days():
    found = assessed(incidents=(incident(AS_OF, severity=IncidentSeverity.HIGH),)).blocks[0]
    assert found.sentence.text == "Serious incident INC-2026-10-31 has been open since today, not contained."


def test_no_name_of_a_measure_needs_statistics():
    assert [measure.name for measure in read_measures().values() if any(word in measure.name for word in JARGON)] == []
