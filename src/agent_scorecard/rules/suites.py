"""How each eval suite of an agent stands: who owns it, whether it passed, and whether it saw what is in use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.approval_days import dated_approvals
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evals import latest_evals, passes, stale_since
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Approval, Eval
from agent_scorecard.rules.raci import is_active
from agent_scorecard.rules.run_counts import first_of, run_days, total
from agent_scorecard.vocabulary import ApprovalVerdict, Role

JUDGED = ("edited", "rejected", "overridden")
OTHERWISE = (ApprovalVerdict.EDITED, ApprovalVerdict.REJECTED)


class SuiteState(StrEnum):
    """How the last run of a suite stands, the worst first."""

    FAILING = "failing"
    STALE = "stale"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Suite:
    """The last run of a suite; `since` is the day of the first change it did not see."""

    last: Eval
    ran_on: date
    state: SuiteState
    since: date | None


def suites(evidence: Evidence, policy: Policy) -> tuple[Suite, ...]:
    """Return how each suite stands, in order of name."""
    return tuple(_suite(evidence, policy, row) for row in latest_evals(evidence))


def evaluation_owner(evidence: Evidence) -> str | None:
    """Return the active person who owns the evals of an agent (S1-23), None where nobody does."""
    names = evidence.holders(Role.EVALUATION_OWNER)
    return next((name for name in names if is_active(evidence, name)), None)


def judged_otherwise(evidence: Evidence, policy: Policy, first: date) -> int:
    """Return how often a person judged otherwise than the agent from a day on: edited, rejected or overridden.

    Runs carry the verdicts of approvals; where no run is logged the approvals themselves are counted (S1-13).
    """
    rows = run_days(evidence, policy).between(first, evidence.as_of)
    if rows:
        return round(total(rows, *JUDGED))
    return len(judged_approvals(evidence, policy, first))


def judged_approvals(evidence: Evidence, policy: Policy, first: date) -> tuple[Approval, ...]:
    """Return the approvals a person edited or rejected from a day on, the latest first."""
    dated = [(day, row) for _, day, row in dated_approvals(evidence, policy) if day is not None and day >= first]
    found = [(day, row.approval, row) for day, row in dated if row.verdict in OTHERWISE]
    return tuple(row for *_, row in sorted(found, reverse=True))


def not_kept(evidence: Evidence, policy: Policy) -> int:
    """Return how many judgements of the look-back nobody turned into an eval case yet."""
    first = first_of(policy.look_back.breaches_days, evidence.as_of)
    kept = sum(company_day(evidence, row.judged_at) >= first for row in evidence.eval_cases)
    return max(0, judged_otherwise(evidence, policy, first) - kept)


def _suite(evidence: Evidence, policy: Policy, last: Eval) -> Suite:
    since = stale_since(evidence, last)
    state = SuiteState.PASSED if since is None else SuiteState.STALE
    if not passes(evidence, policy, last):
        state = SuiteState.FAILING
    return Suite(last, company_day(evidence, last.run_at), state, since)
