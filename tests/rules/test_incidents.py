"""What happened, who noticed, and whether it is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.facts import FollowUp, Turn
from agent_scorecard.rules.incidents import (
    cause_due,
    counts_as_serious,
    is_contained,
    is_open,
    is_silent,
    lag_hours,
    lowered_alone,
    missing_to_close,
    open_for_evidence,
    open_serious,
    rca_complete,
    uncontained,
)
from agent_scorecard.vocabulary import DatePrecision, DetectedBy, IncidentSeverity, Preset, Tier, TurnKind
from tests.build import at, evidence, incident

DAY = date(2026, 10, 24)
CRITICAL, HIGH, MEDIUM, LOW, UNDETERMINED = IncidentSeverity
LATER = at(DAY + timedelta(days=1))
RCA = {"rca_trace": "trace 88", "rca_guardrail_gaps": "No check of the queue", "rca_fixes": "Added one"}


@pytest.mark.parametrize(
    ("changes", "opened", "contained"),
    [
        ({}, True, False),
        ({"paused_at": LATER}, True, True),
        ({"rolled_back_at": LATER}, True, True),
        ({"drained_at": LATER, "compensated_at": LATER}, True, False),
        ({"resolved_at": LATER}, False, True),
    ],
    ids=["nothing done", "paused", "rolled back", "drained and compensated", "resolved"],
)
def test_an_incident_is_contained_by_pause_rollback_or_resolution(changes, opened, contained):
    row = incident(DAY, **changes)
    assert (is_open(row), is_contained(row)) == (opened, contained)


@pytest.mark.parametrize(
    ("severity", "serious", "for_closing"),
    [
        (IncidentSeverity.CRITICAL, True, True),
        (IncidentSeverity.HIGH, True, True),
        (IncidentSeverity.UNDETERMINED, False, True),
        (IncidentSeverity.MEDIUM, False, False),
        (IncidentSeverity.LOW, False, False),
    ],
)
def test_an_undetermined_severity_counts_as_serious_for_closing_and_evidence_only(severity, serious, for_closing):
    row = incident(DAY, severity=severity)
    one = evidence(incidents=(row,))
    assert bool(open_serious(one)) is serious
    assert (counts_as_serious(row), bool(open_for_evidence(one))) == (for_closing, for_closing)


def test_what_is_resolved_is_neither_open_nor_uncontained():
    loose = incident(DAY, severity=IncidentSeverity.HIGH)
    paused = incident(DAY - timedelta(days=2), severity=IncidentSeverity.HIGH, paused_at=LATER)
    closed = incident(DAY - timedelta(days=3), severity=IncidentSeverity.HIGH, resolved_at=LATER)
    one = evidence(incidents=(loose, closed, paused))
    assert (open_serious(one), uncontained(one)) == ((paused, loose), (loose,))


@pytest.mark.parametrize(
    ("noticed", "silent"),
    [(DetectedBy.CUSTOMER, True), (DetectedBy.AUDITOR, True), (DetectedBy.USER, False), (None, False)],
)
def test_an_incident_is_silent_when_a_customer_or_an_auditor_noticed_first(noticed, silent):
    assert is_silent(incident(DAY, detected_by=noticed)) is silent


@pytest.mark.parametrize(
    ("changes", "hours"),
    [
        ({"occurred_at": at(DAY, 9, 30)}, 2.5),
        ({}, None),
        ({"occurred_at": at(DAY, 9, 30), "date_precision": DatePrecision.MONTH}, None),
    ],
    ids=["known", "unknown is not zero", "known to the month only"],
)
def test_the_lag_counts_from_happening_to_noticing(changes, hours):
    assert lag_hours(incident(DAY, **changes)) == hours


@pytest.mark.parametrize(
    ("changes", "complete"),
    [(RCA, True), ({**RCA, "rca_fixes": " "}, False), ({**RCA, "rca_trace": None}, False)],
)
def test_a_cause_is_understood_with_trace_gaps_and_fixes(changes, complete):
    assert rca_complete(incident(DAY, **changes)) is complete


ALL = ("the trace", "the guardrail gaps", "a fix with who makes it and until when")
FIX = FollowUp("7-1", "triage", "Check the queue", "ben", DAY, 7, incident=f"INC-{DAY}")


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"severity": IncidentSeverity.HIGH}, ALL),
        ({"severity": IncidentSeverity.UNDETERMINED, "rca_trace": "trace 88"}, ALL[1:]),
        ({"severity": IncidentSeverity.CRITICAL, **RCA}, ALL[2:]),
        ({"severity": IncidentSeverity.MEDIUM}, ()),
    ],
)
def test_a_serious_incident_is_closed_with_its_cause(changes, missing):
    assert missing_to_close(evidence(), default_policy(), incident(DAY, **changes)) == missing


@pytest.mark.parametrize(("of", "missing"), [({}, ()), ({"incident": "INC-1"}, ALL[2:]), ({"incident": None}, ALL[2:])])
def test_a_fix_is_one_that_was_promised_for_this_incident(of, missing):
    one = evidence(follow_ups=(replace(FIX, **of),))
    assert missing_to_close(one, default_policy(), incident(DAY, severity=HIGH, **RCA)) == missing


def turn(was, now, agreed_by=None):
    return Turn(1, TurnKind.SEVERITY, "INC", "ana", LATER, was, now, "Less", agreed_by)


@pytest.mark.parametrize(
    ("turns", "severity", "was"),
    [
        ((), LOW, None),
        ((turn(LOW, MEDIUM),), MEDIUM, None),
        ((turn(UNDETERMINED, LOW),), LOW, None),
        ((turn(HIGH, LOW),), LOW, HIGH),
        ((turn(None, HIGH),), LOW, HIGH),
        ((turn(HIGH, LOW, "ben"),), LOW, None),
        ((turn(HIGH, LOW, "ben"), turn(LOW, HIGH), turn(HIGH, LOW)), LOW, HIGH),
        ((turn(HIGH, MEDIUM), turn(MEDIUM, LOW), turn(LOW, LOW, "ben")), LOW, None),
        ((turn(HIGH, LOW), turn(LOW, CRITICAL)), CRITICAL, None),
        ((turn(HIGH, UNDETERMINED),), UNDETERMINED, HIGH),
    ],
    ids=[
        "never said otherwise",
        "raised below serious",
        "stated at last",
        "lowered",
        "lowered by a file",
        "a second person agreed",
        "lowered once more",
        "agreed at the end",
        "serious again",
        "taken back to unknown",
    ],
)
def test_one_lowered_by_somebody_alone_counts_as_serious_still(turns, severity, was):
    row = incident(DAY, turns=turns, severity=severity)
    assert lowered_alone(row) is was
    assert counts_as_serious(row) is (was is not None or severity in (HIGH, CRITICAL, UNDETERMINED))


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({"severity": HIGH}, DAY + timedelta(days=14)),
        ({"severity": LOW, "turns": (turn(HIGH, LOW),)}, DAY + timedelta(days=14)),
        ({"severity": HIGH, **RCA}, None),
        ({"severity": UNDETERMINED}, None),
        ({"severity": MEDIUM}, None),
    ],
)
def test_the_cause_of_a_serious_one_is_due_within_a_fortnight(changes, due):
    assert cause_due(evidence(), default_policy(), incident(DAY, **changes)) == due


@pytest.mark.parametrize(("tier", "missing"), [(Tier.LOW, ()), (Tier.MEDIUM, ALL)])
def test_a_small_company_asks_no_cause_at_low_tier(tier, missing):
    small = default_policy().with_preset(Preset.SMALL)
    one = evidence(risk_tier=tier, risk_tier_reason="Drafts only")
    assert missing_to_close(one, small, incident(DAY, severity=IncidentSeverity.HIGH)) == missing
