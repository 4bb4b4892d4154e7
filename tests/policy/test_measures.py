"""The catalogue says of every measure what it means and how it may be judged."""

from __future__ import annotations

from collections import Counter

import pytest

from agent_scorecard.policy import read_measures
from agent_scorecard.vocabulary import Aggregation, CardLine, Direction, Group, Layer

MEASURES = read_measures()


def keys(**wanted: object) -> set[str]:
    return {key for key, m in MEASURES.items() if all(getattr(m, name) == value for name, value in wanted.items())}


def test_four_groups_are_judged_and_the_rest_is_context():
    groups = Counter(measure.group for measure in MEASURES.values())
    assert (sum(groups.values()), groups[Group.OTHER]) == (125, 16)
    assert keys(group=Group.OTHER) <= keys(direction=Direction.CONTEXT)


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES.keys())
def test_a_measure_is_explained_in_one_plain_sentence(measure):
    assert measure.definition.endswith(".")
    assert measure.definition.count(".") == 1
    assert len(measure.definition) <= 110
    assert measure.formula
    assert measure.source_ids


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES.keys())
def test_only_shares_and_ratios_are_divided(measure):
    divided = measure.aggregation in (Aggregation.RATE, Aggregation.RATIO)
    assert bool(measure.numerator) == bool(measure.denominator) == divided
    assert (measure.quantile is not None) == (measure.aggregation is Aggregation.QUANTILE)
    assert measure.unit == "%" or measure.aggregation is not Aggregation.RATE


def test_every_agent_carries_the_universal_measures():
    assert keys(universal=True) == {
        "intervention_rate",
        "accuracy",
        "human_correction_rate",
        "policy_compliance",
        "active_users",
        "volume",
        "escalation_rate",
        "incidents",
        "cost_per_completed_task",
    }


def test_cost_has_its_own_line_and_is_not_a_rate_of_work():
    assert keys(card_line=CardLine.COST) == {
        "avoided_manual_effort",
        "cost_per_task",
        "cost_per_completed_task",
        "cost_per_outcome",
        "spend_per_classified_ticket",
        "p99_cost_per_task",
        "total_monthly_cost",
        "budget_burn",
    }
    assert not keys(card_line=CardLine.COST) & keys(work_rate=True)


def test_work_rates_are_throughput_and_never_context_beside_the_agent():
    assert keys(work_rate=True) < keys(layer=Layer.THROUGHPUT)
    assert not keys(work_rate=True) & keys(group=Group.OTHER)
    assert {"time_saved", "cycle_time", "volume", "p95_task_latency"} < keys(work_rate=True)


def test_what_an_agent_can_drive_up_by_itself_is_marked_gameable():
    assert {"time_saved", "tickets_closed", "outbound_volume", "story_points"} < keys(gameable=True)


def test_incidents_per_thousand_runs_are_scaled_to_their_unit():
    assert [MEASURES[key].scale for key in ("incident_rate", "qa_defect_density", "accuracy")] == [1000, 100, 1]
