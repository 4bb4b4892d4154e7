"""What a planned change still asks for before it is released (register S0-46, S1-22, S4-26)."""

from __future__ import annotations

from collections.abc import Iterator

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evals import latest_evals, passes
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import AcceptedRisk, Eval, PlannedChange
from agent_scorecard.rules.levels import granted
from agent_scorecard.rules.oversight import agent_tier


def open_plans(evidence: Evidence) -> tuple[PlannedChange, ...]:
    """Return the changes planned and not released, in order of time."""
    released = {row.change for row in evidence.changes}
    return tuple(row for row in evidence.planned if row.change not in released)


def accepted_risk(evidence: Evidence, change: str) -> AcceptedRisk | None:
    """Return the risk that was accepted for releasing a change, whether or not it holds today."""
    return next((row for row in evidence.accepted_risks if row.change == change), None)


def is_accepted(evidence: Evidence, change: str) -> bool:
    """Say whether the risk of releasing a change without a passing eval is accepted on the as-of day."""
    accepted = accepted_risk(evidence, change)
    return accepted is not None and accepted.holds_on(evidence.as_of)


def gating_eval(evidence: Evidence, policy: Policy, plan: PlannedChange) -> Eval | None:
    """Return the eval that lets a change out: the latest last run of a suite, where every one saw it and passed."""
    if not plan.kind.needs_eval or not evidence.evals or any(eval_gaps(evidence, policy, plan)):
        return None
    return max(latest_evals(evidence), key=lambda row: (row.run_at, row.eval_run))


def eval_gaps(evidence: Evidence, policy: Policy, plan: PlannedChange) -> Iterator[str]:
    """Yield what the eval suites do not show about a planned change; a kind that needs no eval asks for nothing."""
    optional = agent_tier(evidence, policy).tier in policy.oversight.eval_optional_tiers
    if not plan.kind.needs_eval or optional:
        return
    if not evidence.evals:
        yield "No eval suite is on record."
    for row in latest_evals(evidence):
        if row.run_at < plan.planned_at:
            ran, planned = (text.full_day(company_day(evidence, at)) for at in (row.run_at, plan.planned_at))
            yield f"{row.suite} last ran on {ran}, before this change of {planned}."
        elif not passes(evidence, policy, row):
            yield f"{row.suite} passed {text.n_of(row.passed, row.cases)} cases in its last run; a failure blocks."


def needs_other_approver(evidence: Evidence, policy: Policy) -> bool:
    """Say whether the author of a change may not approve it, by the tier and level that ask for a second person."""
    tier = agent_tier(evidence, policy).for_raising
    above = policy.proposal.second_person_above[tier]
    return tier in policy.proposal.risk_owner_signs or granted(evidence).level > above
