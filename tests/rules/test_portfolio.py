"""What the agents of a company are together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.overlap import Overlap, jaccard
from agent_scorecard.rules.portfolio import attainment, is_counted, portfolio
from agent_scorecard.vocabulary import Choice, EvidenceSource, Group, Level, Mode, Role, Status, Verdict
from tests.build import AS_OF, action, bounds, evidence, months, observed, rebound
from tests.rules.assessed import POLICY, assessed


def agent(name: str, **changes: Any) -> Assessment:
    return assess(evidence(**{"agent": replace(evidence().agent, agent=name), **changes}), POLICY)


def gaps(key: str, **changes: Any) -> list[str]:
    shown = portfolio((assessed(**changes),), POLICY)
    figure = next(row for row in shown.control if row.key == key)
    assert figure.there + len(figure.missing) == figure.of == 1
    return [sentence.text for sentence in figure.missing.values()]


def test_a_healthy_agent_is_under_control_in_all_four_respects() -> None:
    shown = portfolio((assessed(),), POLICY)
    assert [(row.name, row.there, row.of) for row in shown.control] == [
        ("Visibility", 1, 1),
        ("Approval rules", 1, 1),
        ("Spending limits", 1, 1),
        ("Accountability", 1, 1),
    ]


@pytest.mark.parametrize(
    ("key", "changes", "expected"),
    [
        ("visibility", {"assignments": ()}, ["No active owner."]),
        ("visibility", {"days": ()}, ["No run is loaded."]),
        ("visibility", {"days": (), "evidence_source": EvidenceSource.FILE}, []),
        (
            "visibility",
            {"days": (), "evidence_source": EvidenceSource.FILE, "observations": {}},
            ["No figure."],
        ),
        ("approval_rules", {"actions": ()}, ["No action is on file."]),
        ("approval_rules", {"actions": (action(mode=None),)}, ["No mode is stated for helpdesk.tag."]),
        ("approval_rules", {"actions": (action(mode=None, always_approve=True),)}, []),
        ("approval_rules", {"actions": (action(accountable="gone"),)}, ["People are missing for helpdesk.tag."]),
        ("spending_limits", {"budgets": ()}, ["No budget is set."]),
        (
            "spending_limits",
            {"budgets": (replace(evidence().budgets[0], effective_from=AS_OF + timedelta(days=1)),)},
            ["No budget is set."],
        ),
        (
            "spending_limits",
            {"budgets": (), "workflow_budgets": (replace(evidence().budgets[0], workflow="TICKET_TRIAGE"),)},
            [],
        ),
        ("accountability", {"decisions": ()}, ["No card was published yet."]),
        (
            "accountability",
            {"decisions": evidence().decisions[:3]},
            ["Its card is 16 days late."],
        ),
        (
            "accountability",
            {"follow_ups": (replace(evidence().follow_ups[-1], due=AS_OF - timedelta(days=1)),)},
            ["A promised step is 1 day late."],
        ),
        ("accountability", {"follow_ups": (replace(evidence().follow_ups[-1], due=AS_OF),)}, []),
    ],
)
def test_what_is_not_under_control_is_named(key: str, changes: dict[str, Any], expected: list[str]) -> None:
    assert gaps(key, **changes) == expected


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, True),
        ({"status": Status.PILOT}, True),
        ({"status": Status.PILOT, "days": (), "observations": {}}, False),
        ({"status": Status.PAUSED}, False),
        ({"status": Status.RETIRED}, False),
        ({"status": Status.IDEA}, False),
    ],
    ids=["live", "pilot at work", "pilot asleep", "paused", "retired", "idea"],
)
def test_live_agents_and_pilots_at_work_are_counted(changes: dict[str, Any], counts: bool) -> None:
    assert is_counted(assessed(**changes)) is counts


@pytest.mark.parametrize(
    ("minutes", "changes", "expected"),
    [
        (42.0, {}, 0.0),
        (25.0, {}, 1.0),
        (33.5, {}, 0.5),
        (59.0, {}, -1.0),
        (25.0, {"baseline_value": None}, None),
        (25.0, {"target": None}, None),
        (25.0, {"headline": False}, None),
    ],
    ids=["as before", "at target", "half way", "worse", "no baseline", "no target", "no headline"],
)
def test_value_is_the_way_come_from_baseline_to_target(
    minutes: float, changes: dict[str, Any], expected: float | None
) -> None:
    row = next(row for row in evidence().bounds if row.headline)
    figures = observed(months("first_response_time", *(minutes,) * 12, n=400))
    shown = attainment(assessed(observations=figures, bounds=rebound(replace(row, **changes))))
    assert shown == (None if expected is None else pytest.approx(expected))


def test_agents_are_counted_by_verdict_level_proposal_and_person() -> None:
    quiet = agent("b", wanted_level=Level.RECOMMENDED)
    shown = portfolio((agent("a"), quiet, agent("c", status=Status.RETIRED, status_since=date(2026, 10, 5))), POLICY)
    assert shown.counted == ("a", "b")
    assert shown.groups[Group.OUTCOME] == {Verdict.MET: 2}
    assert shown.ladder == {Level.ASSISTED: 0, Level.RECOMMENDED: 2, Level.BOUNDED: 0, Level.PORTFOLIO: 0}
    assert {choice: len(names) for choice, names in shown.proposed.items()} == {
        Choice.EXPAND: 1,
        Choice.MAINTAIN: 1,
    }
    assert shown.span == {Role.ACCOUNTABLE_OWNER: {"ana": 2}, Role.ON_CALL: {"dan": 2}}
    assert shown.retired == ("c",)
    assert shown.ready == ("Support",)


def test_twins_overlap_and_the_one_with_more_evidence_would_stay() -> None:
    weak = agent("b", drills=())
    assert portfolio((weak, agent("a")), POLICY).overlaps == (Overlap("a", "b", 1.0),)


@pytest.mark.parametrize(
    ("tools", "overlap"), [(("helpdesk.tag", "x"), True), (("helpdesk.tag", "x", "y"), False)], ids=["3 of 5", "3 of 6"]
)
def test_agents_overlap_from_three_fifths_of_workflow_systems_and_tools(tools: tuple[str, ...], overlap: bool) -> None:
    one = agent("a", actions=(action(), action("helpdesk.read", mode=Mode.IN)))
    two = agent("b", actions=tuple(action(name) for name in tools))
    assert bool(portfolio((one, two), POLICY).overlaps) is overlap


def test_a_retired_agent_overlaps_with_nobody() -> None:
    assert portfolio((agent("a"), agent("b", status=Status.RETIRED)), POLICY).overlaps == ()


def test_a_portfolio_is_seen_on_one_day() -> None:
    with pytest.raises(ValueError, match="one day"):
        portfolio((assessed(), assessed(as_of=AS_OF - timedelta(days=1))), POLICY)


def test_a_company_without_agents_has_nothing_to_count() -> None:
    shown = portfolio((), POLICY)
    assert (shown.counted, [row.of for row in shown.control], shown.overlaps) == ((), [0, 0, 0, 0], ())


TRAITS = st.frozensets(st.tuples(st.sampled_from(["tool", "system"]), st.sampled_from("abcdef")))


@given(TRAITS, TRAITS)
def test_overlap_is_the_same_from_both_sides(one: Any, other: Any) -> None:
    assert jaccard(one, other) == jaccard(other, one)
    assert 0 <= jaccard(one, other) <= 1


@given(st.permutations(["a", "b", "c"]))
def test_the_order_of_agents_never_matters(names: list[str]) -> None:
    rows = {name: HELD[name] for name in names}
    assert portfolio(tuple(rows.values()), POLICY) == portfolio(tuple(HELD.values()), POLICY)


HELD = {"a": agent("a"), "b": agent("b", drills=()), "c": agent("c", bounds=rebound(bounds("incidents", passes=0.0)))}
