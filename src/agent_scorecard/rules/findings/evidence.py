"""Findings about evidence: baselines, bounds, evals and how long ago the agent was looked at (rules 5)."""

from __future__ import annotations

from collections.abc import Sequence

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.activity import is_at_work, is_in_service, known_since
from agent_scorecard.rules.answers import Finding, Judged
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evals import failing, has_edge_cases, owes_evals, passes, stale
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Bounds
from agent_scorecard.rules.findings.scope import Check, days_since, finding
from agent_scorecard.rules.gate_needs import named
from agent_scorecard.rules.headlines import bounds_today, has_baseline, headlines
from agent_scorecard.rules.oversight import agent_tier
from agent_scorecard.vocabulary import Status, Tier


def no_baseline(evidence: Evidence, policy: Policy) -> Finding | None:
    """For the headline only (rules 11)."""
    bare = [row for row in headlines(evidence, policy) if not has_baseline(evidence, row)]
    if not is_in_service(evidence) or not bare:
        return None
    words = f"{_names(evidence, bare)} has no baseline, so nobody can say it improved."
    return finding(evidence, policy, "no_baseline", words, measures=len(bare))


def no_bounds(evidence: Evidence, policy: Policy) -> Finding | None:
    rows = bounds_today(evidence, policy)
    open_ones = [row for row in rows if row.passes is None]
    if not is_at_work(evidence) or (rows and not open_ones):
        return None
    words = f"{_names(evidence, open_ones)} has no pass bound." if rows else "No measure has a pass bound."
    return finding(evidence, policy, "no_bounds", words, measures=len(open_ones))


def bounds_set_late(evidence: Evidence, policy: Policy, judged: Sequence[Judged]) -> Finding | None:
    """Bounds agreed after the window they judge began; the first ones, applied backwards, are provisional instead."""
    late = [row for row in judged if row.bounds is not None and not row.provisional and _is_late(row.bounds, row)]
    if not is_at_work(evidence) or not late:
        return None
    words = f"The bounds of {named(row.measure.name for row in late)} were agreed after the window they judge began."
    return finding(evidence, policy, "bounds_set_late", words, measures=len(late))


def eval_stale(evidence: Evidence, policy: Policy) -> Finding | None:
    """Older than the last change; low tier and unknown tier have some days in which it is only a note."""
    old = stale(evidence)
    tier = agent_tier(evidence, policy).tier
    if not is_at_work(evidence) or not old or tier in policy.oversight.eval_optional_tiers:
        return None
    since = min(day for _, day in old)
    days = days_since(evidence, since)
    mild = tier is None or (tier is Tier.LOW and days < policy.oversight.eval_low_tier_warn_days)
    words = f"{named(row.suite for row, _ in old)} did not run since the change of {text.full_day(since)}."
    return finding(evidence, policy, "eval_stale", words, weak=mild, days=days, suites=len(old), link="changes")


def eval_failing(evidence: Evidence, policy: Policy) -> Finding | None:
    failed = failing(evidence, policy)
    if not is_at_work(evidence) or not failed:
        return None
    worst = failed[0]
    if len(failed) > 1:
        words = f"The last run of {named(row.suite for row in failed)} did not pass."
    elif worst.cases:
        words = f"{text.n_of(worst.passed, worst.cases)} cases of {worst.suite} passed in its last run."
    else:
        words = f"The last run of {worst.suite} held no case."
    return finding(evidence, policy, "eval_failing", words, suites=len(failed), link="changes")


def no_edge_cases(evidence: Evidence, policy: Policy) -> Finding | None:
    if not is_at_work(evidence) or has_edge_cases(evidence) or not owes_evals(evidence, policy):
        return None
    words = "No eval suite holds real edge cases." if evidence.evals else "No eval suite is on record."
    return finding(evidence, policy, "no_edge_cases", words, answered=bool(evidence.evals), link="changes")


def validation_stale(evidence: Evidence, policy: Policy) -> Finding | None:
    """Neither an eval passed nor a decision was recorded lately, or the workflow changed since."""
    seen = [company_day(evidence, row.run_at) for row in evidence.evals if passes(evidence, policy, row)]
    seen += [row.as_of for row in evidence.decisions]
    last, moved = max(seen, default=None), evidence.agent.workflow_changed_on
    if evidence.agent.status is not Status.LIVE:
        return None
    if moved is not None and (last is None or last < moved):
        words = f"The workflow changed on {text.full_day(moved)} and nobody has looked at the agent since."
        return finding(evidence, policy, "validation_stale", words, days=days_since(evidence, moved))
    since = last or known_since(evidence)
    if since is None or days_since(evidence, since) <= policy.oversight.validation_days:
        return None
    days = days_since(evidence, since)
    words = f"No passed eval and no decision for {text.plural(days, 'day')}."
    return finding(evidence, policy, "validation_stale", words, days=days)


def _is_late(bounds: Bounds, row: Judged) -> bool:
    return bounds.set_on is not None and bounds.set_on > row.period.first


def _names(evidence: Evidence, rows: Sequence[Bounds]) -> str:
    catalogue = evidence.company.measures
    return named(catalogue[row.measure].name if row.measure in catalogue else row.measure for row in rows)


CHECKS: tuple[Check, ...] = (
    no_baseline,
    no_bounds,
    eval_stale,
    eval_failing,
    no_edge_cases,
    validation_stale,
)
