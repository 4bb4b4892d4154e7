"""Every finding about an agent: to add one, write a check and name it in the table of its file (rules 5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Due, Finding, Judged, Reading, say
from agent_scorecard.rules.evidence import Company, Evidence
from agent_scorecard.rules.findings import control, data, harm, ownership, process
from agent_scorecard.rules.findings import evidence as proof
from agent_scorecard.rules.findings.late import (
    decision_missing,
    exception_expired,
    level_above_evidence,
    review_overdue,
)
from agent_scorecard.rules.findings.scope import run
from agent_scorecard.rules.periods import Grain, containing
from agent_scorecard.rules.signals import signals

CHECKS = (*ownership.CHECKS, *control.CHECKS, *harm.CHECKS, *proof.CHECKS, *process.CHECKS, *data.CHECKS)


def fact_findings(evidence: Evidence, policy: Policy, judged: Sequence[Judged]) -> tuple[Finding, ...]:
    """Return every finding that needs neither the reading of level nor the clock, heaviest first.

    What the figures say is looked at for the period judged, without one for the running month.
    """
    period = judged[0].period if judged else containing(evidence.as_of, Grain.MONTH)
    found = [
        *signals(evidence, policy, period),
        *run(CHECKS, evidence, policy),
        proof.bounds_set_late(evidence, policy, judged),
        data.source_conflict(evidence, policy, judged),
    ]
    return in_order(row for row in found if row is not None)


def late_findings(
    evidence: Evidence, policy: Policy, facts: Sequence[Finding], reading: Reading, due: Due
) -> tuple[Finding, ...]:
    """Return the findings that rest on the reading of level, on those of `facts`, or on a due date, heaviest first."""
    found = (
        level_above_evidence(evidence, policy, reading),
        review_overdue(evidence, policy, due),
        decision_missing(evidence, policy, due),
        exception_expired(evidence, policy, facts, reading),
    )
    return in_order(row for row in found if row is not None)


def company_findings(company: Company, policy: Policy) -> tuple[Finding, ...]:
    """Return the findings about nobody in the inventory: runs of ids that are neither agent nor alias."""
    weight = policy.findings["unregistered_agent"]
    return tuple(
        Finding(
            agent=row.agent_id,
            code="unregistered_agent",
            severity=weight.severity,
            sentence=say(
                "unregistered_agent",
                f"{text.plural(row.runs, 'run')} of {row.agent_id}, last on {text.full_day(row.last_day)}: "
                "not in the inventory.",
                agent_id=row.agent_id,
                runs=row.runs,
                last_day=row.last_day.isoformat(),
            ),
            way_out=weight.way_out,
            link="load",
        )
        for row in sorted(company.unregistered)
    )


def in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with blocks first, then by code, so that the order never depends on that of the facts."""
    return tuple(sorted(found, key=lambda row: row.place))
