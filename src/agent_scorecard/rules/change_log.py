"""The change log of an agent: who approved each change, which eval saw it, and what happened after it (register 9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.climbing import Trial, around, testable
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evals import made_at, passes
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import AcceptedRisk, Change, Eval
from agent_scorecard.rules.once import once
from agent_scorecard.rules.releasing import accepted_risk
from agent_scorecard.rules.stated import stated


class Gate(StrEnum):
    """What an eval says about a change."""

    NOT_ASKED = "not asked"
    PASSED = "passed"
    ACCEPTED = "risk accepted"
    FAILED = "failed"
    UNKNOWN = "not on file"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """One change with its day in the company's zone.

    `eval` is the run that gated it, or the first passed one that saw it. `effect` compares how often people stepped
    in before and after; None where figures may not be compared, or there are none.
    """

    change: Change
    day: date
    unapproved: bool
    self_approved: bool
    gate: Gate
    eval: Eval | None
    accepted: AcceptedRisk | None
    effect: Trial | None

    @property
    def is_open(self) -> bool:
        """Say whether something about it needs a person: an approver, or an eval."""
        return self.unapproved or self.gate in (Gate.FAILED, Gate.UNKNOWN, Gate.NONE)


def change_log(evidence: Evidence, policy: Policy) -> tuple[LoggedChange, ...]:
    """Return every change up to the as-of day, the latest first."""
    return once(evidence, policy, "change log", lambda: _change_log(evidence, policy))


def _change_log(evidence: Evidence, policy: Policy) -> tuple[LoggedChange, ...]:
    comparable = testable(evidence, policy, evidence.as_of)
    ordered = sorted(evidence.changes, key=lambda row: (row.changed_at, row.change), reverse=True)
    return tuple(_logged(evidence, policy, row, comparable=row in comparable) for row in ordered)


def _logged(evidence: Evidence, policy: Policy, change: Change, *, comparable: bool) -> LoggedChange:
    seen = _seen_by(evidence, policy, change)
    accepted = accepted_risk(evidence, change.change)
    return LoggedChange(
        change=change,
        day=company_day(evidence, change.changed_at),
        unapproved=not stated(change.approver),
        self_approved=stated(change.approver) and change.author == change.approver,
        gate=_gate(evidence, policy, change, seen, accepted),
        eval=seen,
        accepted=accepted,
        effect=around(evidence, policy, change, evidence.as_of) if comparable else None,
    )


def _seen_by(evidence: Evidence, policy: Policy, change: Change) -> Eval | None:
    """The eval named as its gate, else the first passed one that ran once the change was ready."""
    if not change.kind.needs_eval:
        return None
    named = next((row for row in evidence.evals if row.eval_run == change.eval_run), None)
    if named is not None:
        return named
    since = made_at(evidence, change)
    later = (row for row in evidence.evals if row.run_at >= since and passes(evidence, policy, row))
    return min(later, key=lambda row: (row.run_at, row.eval_run), default=None)


def _gate(evidence: Evidence, policy: Policy, change: Change, seen: Eval | None, accepted: AcceptedRisk | None) -> Gate:
    if not change.kind.needs_eval:
        return Gate.NOT_ASKED
    if seen is not None and passes(evidence, policy, seen):
        return Gate.PASSED
    if accepted is not None and accepted.holds_on(evidence.as_of):
        return Gate.ACCEPTED
    if seen is not None:
        return Gate.FAILED
    return Gate.UNKNOWN if change.eval_run else Gate.NONE
