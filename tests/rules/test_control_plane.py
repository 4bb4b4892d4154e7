"""What the records show of the control plane: counted over the agents at work, never over nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from agent_scorecard.rules.control_plane import Coverage, coverage
from agent_scorecard.vocabulary import Capability, EvidenceSource, IncidentSeverity, Status, Tier
from tests.boards.build import finding, named
from tests.build import action, at, evidence, incident
from tests.rules.assessed import POLICY

OVER = {"severity": IncidentSeverity.HIGH, "resolved_at": at(date(2026, 10, 21))}
CAUSE = {"rca_trace": "trace 7", "rca_guardrail_gaps": "no limit", "rca_fixes": "a limit"}
TRACE, EVALS, RULES = Capability.TRACE_LOGGING, Capability.OFFLINE_EVAL_SUITE, Capability.APPROVAL_POLICY
SWITCH, REVIEW = Capability.KILL_SWITCH, Capability.POST_INCIDENT_REVIEW


@pytest.mark.parametrize(
    ("capability", "facts", "there", "of"),
    [
        (TRACE, {}, 1, 1),
        (TRACE, {"days": ()}, 0, 1),
        (TRACE, {"answers": {"findings": (finding("trace_gap"),)}}, 0, 1),
        (TRACE, {"evidence_source": EvidenceSource.FILE}, 0, 0),
        (EVALS, {}, 1, 1),
        (EVALS, {"evals": ()}, 0, 1),
        (EVALS, {"evals": tuple(replace(row, blocking_failures=1) for row in evidence().evals)}, 0, 1),
        (RULES, {"actions": (action("a"), action("b", mode=None))}, 1, 2),
        (RULES, {"actions": (action("b", mode=None, always_approve=True),)}, 1, 1),
        (SWITCH, {}, 1, 1),
        (SWITCH, {"drills": ()}, 0, 1),
        (SWITCH, {"risk_tier": Tier.LOW, "risk_tier_reason": "Reads only"}, 0, 0),
        (REVIEW, {"incidents": ()}, 0, 0),
        (REVIEW, {"incidents": (incident(date(2026, 10, 20), **OVER),)}, 0, 1),
        (REVIEW, {"incidents": (incident(date(2026, 10, 20), **OVER, **CAUSE),)}, 1, 1),
        (REVIEW, {"incidents": (incident(date(2026, 10, 20), severity=IncidentSeverity.HIGH),)}, 0, 0),
        *((each, {"status": Status.RETIRED}, 0, 0) for each in Capability),
    ],
)
def test_a_capability_is_counted_from_the_records(capability, facts, there, of):
    status = {"agent": replace(evidence().agent, **{k: v for k, v in facts.items() if k in evidence().agent.__slots__})}
    given = {name: value for name, value in facts.items() if name not in evidence().agent.__slots__}
    assert coverage([named("Triage", **{**status, **given})], POLICY, capability) == Coverage(there, of)
