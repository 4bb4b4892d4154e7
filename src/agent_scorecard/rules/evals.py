"""Whether the eval suites pass, and whether they saw the version now in use (rules 5, rules 6 item 7)."""

from __future__ import annotations

from datetime import date, datetime

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.bounds import bounds_at
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Change, Eval
from agent_scorecard.rules.oversight import agent_tier
from agent_scorecard.vocabulary import CaseSource

REAL = (CaseSource.REAL, CaseSource.MIXED)


def latest_evals(evidence: Evidence) -> tuple[Eval, ...]:
    """Return the last run of each suite, in order of suite."""
    last: dict[str, Eval] = {}
    for row in sorted(evidence.evals, key=lambda row: (row.suite, row.run_at, row.eval_run)):
        last[row.suite] = row
    return tuple(last.values())


def passes(evidence: Evidence, policy: Policy, row: Eval) -> bool:
    """Say whether a run of a suite passes: cases run, none blocking, the pass rate at its bound where there is one."""
    if not row.cases:
        return False
    blocking = row.cases - row.passed if row.blocking_failures is None else row.blocking_failures
    agreed = bounds_at(evidence, policy, "eval_pass_rate", company_day(evidence, row.run_at))
    least = agreed.passes if agreed is not None and isinstance(agreed.passes, float | int) else 0.0
    return blocking == 0 and row.passed / row.cases >= least


def failing(evidence: Evidence, policy: Policy) -> tuple[Eval, ...]:
    """Return the suites whose last run did not pass."""
    return tuple(row for row in latest_evals(evidence) if not passes(evidence, policy, row))


def stale_since(evidence: Evidence, row: Eval) -> date | None:
    """Return the day since which a suite is older than the agent: the first change it did not see, `None` when current.

    A suite whose tested version is not the one in use, with no change logged, is stale since the day it ran.
    """
    unseen = [company_day(evidence, change.changed_at) for change in evidence.changes if _unseen(evidence, change, row)]
    ran, moved = company_day(evidence, row.run_at), evidence.agent.workflow_changed_on
    if moved is not None and ran < moved:
        unseen.append(moved)
    if unseen:
        return min(unseen)
    version = evidence.agent.version
    return ran if version and row.agent_version and row.agent_version != version else None


def stale(evidence: Evidence) -> tuple[tuple[Eval, date], ...]:
    """Return the suites that did not see the version in use, each with the day since when."""
    found = ((row, stale_since(evidence, row)) for row in latest_evals(evidence))
    return tuple((row, since) for row, since in found if since is not None)


def is_current(evidence: Evidence, policy: Policy) -> bool:
    """Say whether there are suites, and the last run of each passed on what is in use now."""
    return bool(evidence.evals) and not failing(evidence, policy) and not stale(evidence)


def has_edge_cases(evidence: Evidence) -> bool:
    """Say whether a suite holds real edge cases."""
    return any(row.edge_cases and row.case_source in REAL for row in latest_evals(evidence))


def owes_evals(evidence: Evidence, policy: Policy) -> bool:
    """Say whether the tier asks for evals: no tier, no duty."""
    tier = agent_tier(evidence, policy).tier
    return tier is not None and tier not in policy.oversight.eval_optional_tiers


def made_at(evidence: Evidence, change: Change) -> datetime:
    """Return since when an eval can have seen a change: one planned here was ready before it was released."""
    ready = (row.planned_at for row in evidence.planned if row.change == change.change)
    return min(change.changed_at, next(ready, change.changed_at))


def _unseen(evidence: Evidence, change: Change, row: Eval) -> bool:
    """Say whether a change came after a run of the suite and was not gated by the suite."""
    if not change.kind.needs_eval or row.run_at >= made_at(evidence, change):
        return False
    gates = {run.eval_run for run in evidence.evals if run.suite == row.suite}
    return change.eval_run not in gates
