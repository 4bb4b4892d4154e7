"""Measures of control: drills, evals, responsibility, undoing, sampling and people stepping in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Figure
from agent_scorecard.rules.climbing import since_last_change
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evals import passes
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Action, DayFigures
from agent_scorecard.rules.run_counts import added, people_known, run_days, total
from agent_scorecard.rules.window import Window
from agent_scorecard.vocabulary import Mode


def drill_age(window: Window) -> Figure | None:
    """Days since the last passed drill."""
    return _age(window, [row.drilled_on for row in window.evidence.drills if row.passed])


def validation_age(window: Window) -> Figure | None:
    """Days since the last passed eval or recorded decision."""
    evidence = window.evidence
    passed = [company_day(evidence, row.run_at) for row in evidence.evals if passes(evidence, window.policy, row)]
    return _age(window, [*passed, *(row.as_of for row in evidence.decisions)])


def eval_pass_rate(window: Window) -> Figure | None:
    evidence, first, last = window.evidence, window.period.first, window.last
    run = [row for row in evidence.evals if first <= company_day(evidence, row.run_at) <= last]
    return window.share(sum(row.passed for row in run), sum(row.cases for row in run))


def raci_completeness(window: Window) -> Figure | None:
    """Actions with accountable, system owner and risk owner named; known for today only."""
    actions = [row for row in window.evidence.actions if row.mode is not Mode.FORBIDDEN]
    if not window.is_running:
        return None
    return window.share(sum(_is_answered_for(row) for row in actions), len(actions))


def compensable_share(window: Window) -> Figure | None:
    """Writing actions in use whose undoing was tested; known for today only."""
    writing = [row for row in window.evidence.actions if _writes(row)]
    if not window.is_running:
        return None
    return window.share(sum(row.compensation_tested_on is not None for row in writing), len(writing))


def sampling_coverage(window: Window) -> Figure | None:
    """Runs reviewed over runs the sampling plan asks to review."""
    rows = run_days(window.evidence, window.policy).between(window.period.first, window.last)
    counted = added(rows)
    if not (counted.reading_known and people_known(window.evidence, window.policy)):
        return None
    return window.share(counted.of("reviewed"), planned_reviews(window.evidence, window.policy, rows))


def intervention_change(window: Window) -> Figure | None:
    """How much more often a person stepped in after the last change than before it."""
    found = since_last_change(window.evidence, window.policy, window.last)
    return None if found is None else Figure(found.relative, n=found.n_after, derived=True)


def planned_reviews(evidence: Evidence, policy: Policy, rows: tuple[DayFigures, ...]) -> float:
    """Return how many completed runs had to be reviewed: all in the first week of pilot or live work, then the plan."""
    starts = [day for day in (evidence.agent.pilot_started, evidence.agent.live_on) if day is not None]
    days = {day + timedelta(days=step) for day in starts for step in range(policy.oversight.full_sampling_days)}
    early = total([row for row in rows if row.day in days], "completed")
    later = total([row for row in rows if row.day not in days], "completed")
    return early + later * plan_share(evidence)


def plan_share(evidence: Evidence) -> float:
    """Return the share of runs the plan asks to review."""
    return 1 / evidence.agent.sampling_one_in if evidence.agent.sampling_one_in else 0.0


def _is_answered_for(row: Action) -> bool:
    return bool(row.accountable and row.system_owner and row.risk_owner)


def _writes(row: Action) -> bool:
    in_use = row.mode not in (Mode.FORBIDDEN, Mode.SHADOW)
    return in_use and row.access is not None and row.access.has_effect


def _age(window: Window, days: list[date]) -> Figure | None:
    last = max((day for day in days if day <= window.last), default=None)
    return None if last is None else window.amount((window.last - last).days)


CONTROL_MEASURES: Mapping[str, Callable[[Window], Figure | None]] = {
    "drill_age": drill_age,
    "validation_age": validation_age,
    "eval_pass_rate": eval_pass_rate,
    "raci_completeness": raci_completeness,
    "compensable_share": compensable_share,
    "sampling_coverage": sampling_coverage,
    "intervention_change": intervention_change,
}
