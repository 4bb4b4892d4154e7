"""Findings about incidents, on both sides of each edge."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agent_scorecard.policy import default_policy
from agent_scorecard.rules.facts import Turn
from agent_scorecard.rules.findings import harm as check
from agent_scorecard.vocabulary import DetectedBy, IncidentSeverity, Preset, Severity, Tier, TurnKind
from tests.build import AS_OF, at, evidence, incident

POLICY = default_policy()
HIGH, CUSTOMER = IncidentSeverity.HIGH, DetectedBy.CUSTOMER
RCA = {"rca_trace": "trace 88", "rca_guardrail_gaps": "No check of the queue", "rca_fixes": "Added one"}
LOWERED_ALONE = (Turn(1, TurnKind.SEVERITY, "INC-1", "ana", at(AS_OF), HIGH, IncidentSeverity.MEDIUM, "One account"),)


def found_ago(days: int, **changes: object) -> dict[str, object]:
    row = incident(AS_OF - timedelta(days=days), **{"incident": "INC-1", **changes})
    return {"incidents": (row,)}


@pytest.mark.parametrize(
    ("finds", "changes", "sentence"),
    [
        (
            check.serious_incident_open,
            found_ago(3, severity=HIGH),
            "Serious incident INC-1 has been open for 3 days, not contained.",
        ),
        (
            check.serious_incident_open,
            found_ago(3, severity=HIGH, paused_at=at(AS_OF)),
            "Serious incident INC-1 has been open for 3 days, contained but not resolved.",
        ),
        (check.serious_incident_open, found_ago(3, severity=HIGH, resolved_at=at(AS_OF)), None),
        (check.serious_incident_open, found_ago(3, severity=IncidentSeverity.UNDETERMINED), None),
        (
            check.silent_incident,
            found_ago(27, detected_by=CUSTOMER, resolved_at=at(AS_OF)),
            "INC-1 was first noticed by a customer.",
        ),
        (check.silent_incident, found_ago(28, detected_by=CUSTOMER, resolved_at=at(AS_OF)), None),
        (
            check.silent_incident,
            found_ago(200, detected_by=DetectedBy.AUDITOR, occurred_at=at(AS_OF - timedelta(days=202), 12)),
            "INC-1 was first noticed by an auditor, 2 days after it happened.",
        ),
        (check.silent_incident, found_ago(1, detected_by=DetectedBy.USER), None),
        (check.silent_incident, found_ago(1), None),
        (
            check.rca_missing,
            found_ago(14, severity=HIGH),
            "Trace, guardrail gap or fixes are not written down for INC-1.",
        ),
        (check.rca_missing, found_ago(13, severity=HIGH), None),
        (
            check.rca_missing,
            found_ago(1, severity=HIGH, resolved_at=at(AS_OF)),
            "Trace, guardrail gap or fixes are not written down for INC-1.",
        ),
        (check.rca_missing, found_ago(14, severity=HIGH, **RCA), None),
        (check.rca_missing, found_ago(14, severity=IncidentSeverity.MEDIUM), None),
        (
            check.rca_missing,
            found_ago(14, severity=IncidentSeverity.MEDIUM, turns=LOWERED_ALONE),
            "Trace, guardrail gap or fixes are not written down for INC-1.",
        ),
    ],
)
def test_a_finding_says_what_went_wrong_and_is_silent_otherwise(finds, changes, sentence):
    found = finds(evidence(**changes), POLICY)
    assert (found.sentence.text if found else None) == sentence


def test_an_open_serious_incident_blocks_and_is_no_set_up_question():
    found = check.serious_incident_open(evidence(**found_ago(1, severity=HIGH)), POLICY)
    assert (found.severity, found.cap, found.setup) == (Severity.BLOCK, None, False)


def test_a_small_company_writes_no_cause_at_low_tier():
    one = evidence(**found_ago(14, severity=HIGH), risk_tier=Tier.LOW, risk_tier_reason="Test data only")
    assert check.rca_missing(one, POLICY.with_preset(Preset.SMALL)) is None
    assert check.rca_missing(one, POLICY) is not None
