"""A risk owner accepts one named gap for a time: it no longer closes options, stays in sight, and then blocks again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from agent_scorecard.rules.exceptions import accepted, accepters, ends_soon, holds, may_renew, never, ran_out
from agent_scorecard.rules.facts import AcceptedGap
from agent_scorecard.rules.gaps import open_gaps, rests_on
from agent_scorecard.rules.gates import gate, item
from agent_scorecard.vocabulary import (
    Choice,
    EvidenceState,
    ExceptionReason,
    Gate,
    IncidentSeverity,
    Level,
    Preset,
    Role,
    Severity,
    Tier,
)
from tests.build import AGENT, AS_OF, action, evidence, incident
from tests.rules.assessed import POLICY, assessed

SMALL = POLICY.with_preset(Preset.SMALL)
DAY = timedelta(days=1)


def gap(name: str, **changes: Any) -> AcceptedGap:
    """An exception of the risk owner for a gap, accepted a month ago and good for another."""
    row = AcceptedGap(
        exception="EX-5",
        agent=AGENT,
        gap=name,
        reason=ExceptionReason.TEMPORARY_GAP,
        note="The vendor ships the suite in November",
        accepted_by="cora",
        accepted_on=AS_OF - 30 * DAY,
        expires_on=AS_OF + 30 * DAY,
        seq=5,
    )
    return replace(row, **changes)


def state(one: Any, number: int) -> EvidenceState:
    return next(row.state for row in one.reading.items if row.item == number)


@pytest.mark.parametrize(
    ("changes", "day", "covers"),
    [
        ({}, AS_OF, True),
        ({}, AS_OF - 30 * DAY, True),
        ({}, AS_OF - 31 * DAY, False),
        ({}, AS_OF + 30 * DAY, True),
        ({}, AS_OF + 31 * DAY, False),
        ({"ended_on": AS_OF}, AS_OF, False),
        ({"ended_on": AS_OF}, AS_OF - DAY, True),
    ],
    ids=["within", "first day", "before", "last day", "after", "ended that day", "the day before it was ended"],
)
def test_an_exception_holds_up_to_and_with_its_last_day(changes: dict[str, Any], day: date, covers: bool) -> None:
    assert holds(gap("evidence:7", **changes), day) is covers


def test_a_missing_item_that_is_accepted_counts_for_the_step_and_says_so() -> None:
    without = assessed(drills=())
    with_one = assessed(drills=(), exceptions=(gap("evidence:9"),))
    assert (state(without, 9), without.reading.supported) == (EvidenceState.MISSING, Level.RECOMMENDED)
    assert (state(with_one, 9), with_one.reading.supported) == (EvidenceState.ACCEPTED, Level.BOUNDED)
    assert with_one.open[Choice.EXPAND] is None
    assert with_one.proposal.reasons[0].text == (
        "Everything asked for level 3 is there: 15 of 15, 1 of them accepted for now."
    )
    said = next(row.sentence.text for row in with_one.reading.items if row.item == 9)
    assert said == "Accepted until 30 Nov 2026 by Cora: temporary gap. No drill of the kill switch has been passed."


def test_after_its_last_day_the_gap_blocks_again_and_a_finding_says_so() -> None:
    old = gap("evidence:9", accepted_on=AS_OF - 60 * DAY, expires_on=AS_OF - DAY)
    one = assessed(drills=(), exceptions=(old,))
    assert (state(one, 9), one.reading.supported) == (EvidenceState.MISSING, Level.RECOMMENDED)
    found = next(row for row in one.findings if row.code == "exception_expired")
    assert (found.severity, found.sentence.text) == (
        Severity.WARN,
        "The exception for kill switch, way back and drill ran out on 30 Oct 2026.",
    )


@pytest.mark.parametrize(
    "exceptions",
    [
        (gap("evidence:9", expires_on=AS_OF - DAY), gap("evidence:9", renews="EX-5", seq=9)),
        (gap("evidence:9", expires_on=AS_OF - DAY, ended_on=AS_OF - 9 * DAY),),
        (gap("evidence:14", expires_on=AS_OF - DAY),),
    ],
    ids=["renewed", "ended by hand", "closed since"],
)
def test_nothing_is_said_of_an_exception_that_is(exceptions: tuple[AcceptedGap, ...]) -> None:
    assert "exception_expired" not in {row.code for row in assessed(drills=(), exceptions=exceptions).findings}


def test_an_accepted_block_closes_nothing_caps_nothing_and_stays_in_sight() -> None:
    undone = (action(compensation="none"),)
    blocked = assessed(actions=undone)
    names = ("finding:no_compensation", "finding:contract_incomplete", "evidence:9", "evidence:14")
    free = assessed(actions=undone, exceptions=tuple(gap(name, seq=5 + n) for n, name in enumerate(names)))
    assert [row.code for row in blocked.blocks] == ["contract_incomplete", "no_compensation"]
    assert blocked.open[Choice.EXPAND] is not None
    assert (free.blocks, free.open[Choice.EXPAND], state(free, 15)) == ((), None, EvidenceState.THERE)
    found = next(row for row in free.findings if row.code == "no_compensation")
    assert (found.severity, found.cap, found.accepted and found.accepted.severity) == (
        Severity.NOTE,
        None,
        Severity.BLOCK,
    )
    assert found.accepted is not None
    assert found.accepted.sentence.text == "Accepted until 30 Nov 2026 by Cora: temporary gap."


OPEN_INCIDENT = (incident(AS_OF - DAY, severity=IncidentSeverity.HIGH),)
FAILED = tuple(replace(row, passed=row.cases - 1, blocking_failures=1) for row in evidence().evals)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("finding:no_owner", {}),
        ("finding:owner_inactive", {}),
        ("finding:no_kill_switch", {}),
        ("finding:eval_failing", {}),
        ("finding:serious_incident_open", {}),
        ("evidence:15", {}),
        ("evidence:7", {"evals": FAILED}),
        ("evidence:9", {"kill_switch": "none"}),
        ("evidence:9", {"kill_switch": None}),
        ("evidence:2", {"incidents": OPEN_INCIDENT}),
        ("item:G4.3", {"assignments": ()}),
        ("item:G3.5", {"kill_switch": None}),
        ("item:G3.1", {"evals": FAILED}),
    ],
)
def test_owner_kill_switch_failing_eval_and_open_incident_are_never_covered(name: str, changes: dict[str, Any]) -> None:
    one = evidence(exceptions=(gap(name),), **changes)
    assert never(one, POLICY, name) is not None
    assert accepted(one, POLICY, name) is None


def test_an_exception_for_the_drill_falls_with_the_kill_switch_itself() -> None:
    covered = assessed(drills=(), exceptions=(gap("evidence:9"),))
    fallen = assessed(drills=(), exceptions=(gap("evidence:9"),), kill_switch="none")
    assert (state(covered, 9), state(fallen, 9)) == (EvidenceState.ACCEPTED, EvidenceState.MISSING)


def test_no_expansion_is_open_over_a_serious_incident_whatever_is_accepted() -> None:
    every = tuple(gap(f"evidence:{n}", seq=n) for n in range(1, 16))
    one = assessed(incidents=OPEN_INCIDENT, exceptions=(*every, gap("finding:serious_incident_open", seq=20)))
    assert one.open[Choice.EXPAND] is not None


def test_a_checklist_item_and_a_gate_hold_while_they_are_accepted() -> None:
    left_out = tuple(row for row in evidence().gates if row.item not in ("F4", "result") or row.gate == "intake")
    bare = evidence(gates=left_out)
    covered = replace(bare, exceptions=(gap("item:F4"), gap("gate:design_review", seq=6)))
    assert (item(bare, POLICY, "F4").holds, item(covered, POLICY, "F4").holds) == (False, True)
    assert item(covered, POLICY, "F4").state is EvidenceState.ACCEPTED
    gates = [gate(each, POLICY, Gate.DESIGN_REVIEW).passed for each in (bare, covered)]
    assert gates == [False, True]


def test_a_gap_may_be_renewed_once() -> None:
    first = gap("evidence:7")
    second = gap("evidence:7", renews="EX-5", seq=9)
    counts = [may_renew(evidence(exceptions=rows), POLICY, "evidence:7") for rows in ((), (first,), (first, second))]
    assert counts == [False, True, False]


@pytest.mark.parametrize(("left", "soon"), [(-1, False), (0, True), (14, True), (15, False)])
def test_it_ends_soon_in_its_last_two_weeks(left: int, soon: bool) -> None:
    assert ends_soon(gap("evidence:7", expires_on=AS_OF + left * DAY), POLICY, AS_OF) is soon


def test_what_ran_out_is_the_last_word_on_each_gap() -> None:
    rows = (
        gap("evidence:7", expires_on=AS_OF - 9 * DAY),
        gap("evidence:9", expires_on=AS_OF - 2 * DAY, seq=6),
        gap("evidence:3", expires_on=AS_OF - 9 * DAY, seq=7),
        gap("evidence:3", renews="EX-7", seq=8),
    )
    assert [row.gap for row in ran_out(evidence(exceptions=rows))] == ["evidence:9", "evidence:7"]


@pytest.mark.parametrize(
    ("policy", "tier", "risk_owner", "people"),
    [
        (POLICY, Tier.LOW, "cora", ("cora",)),
        (POLICY, Tier.LOW, "ana", ()),
        (POLICY, Tier.MEDIUM, "ana", ()),
        (SMALL, Tier.LOW, "ana", ("ana",)),
        (SMALL, Tier.MEDIUM, "ana", ()),
        (SMALL, Tier.LOW, "gone", ("ana",)),
        (POLICY, Tier.LOW, "gone", ()),
    ],
    ids=["risk owner", "owner too", "owner, medium", "one person", "one person, medium", "owner stands in", "nobody"],
)
def test_only_a_risk_owner_who_is_not_the_owner_accepts(policy, tier, risk_owner, people) -> None:
    healthy = evidence()
    roles = tuple(
        replace(row, person=risk_owner) if row.role is Role.RISK_OWNER else row for row in healthy.assignments
    )
    quiet = tuple(replace(row, risk_owner=None) for row in healthy.actions)
    low = evidence(assignments=roles, actions=quiet, risk_tier=tier, risk_tier_reason="Agreed")
    if tier is Tier.LOW:
        low = replace(low, actions=())
    assert accepters(low, policy) == people


def test_open_gaps_are_named_and_what_is_never_accepted_is_not_among_them() -> None:
    names = {row.name for row in open_gaps(assessed(evals=(), drills=(), kill_switch="none"), POLICY)}
    assert "evidence:7" in names
    assert not names & {"evidence:9", "evidence:15", "finding:no_kill_switch"}


def test_a_card_names_the_exceptions_it_rests_on() -> None:
    used, idle = gap("evidence:9"), gap("evidence:14", seq=6)
    one = assessed(drills=(), exceptions=(used, idle))
    assert rests_on(one, POLICY) == (used,)
