"""Findings about the records themselves: gaps, silence, contradictions and changes nobody logged (rules 5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.activity import is_at_work, last_sign, quiet_days, rhythm_days
from agent_scorecard.rules.answers import Finding, Judged
from agent_scorecard.rules.audit_log import audited
from agent_scorecard.rules.conflicts import conflicts
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Change
from agent_scorecard.rules.findings.scope import Check, finding
from agent_scorecard.rules.gate_needs import named
from agent_scorecard.rules.run_counts import Sums, added, run_days
from agent_scorecard.rules.versions import unlogged_versions
from agent_scorecard.vocabulary import ChangeKind, Level, Status


def trace_gap(evidence: Evidence, policy: Policy) -> Finding | None:
    """Runs of the look-back that say nothing about their tool calls."""
    counted = _recent_sums(evidence, policy)
    runs, recorded = counted.of("started"), counted.of("calls_recorded")
    if not is_at_work(evidence) or not runs or recorded >= policy.oversight.audit_completeness * runs:
        return None
    words = f"{text.n_of(recorded, runs)} runs of {_look_back(policy)} recorded their tool calls."
    return finding(evidence, policy, "trace_gap", words, recorded=round(recorded), runs=round(runs))


def audit_incomplete(evidence: Evidence, policy: Policy) -> Finding | None:
    """Required audit fields missing in the last complete month (rules 11)."""
    found = audited(evidence, policy)
    month, present, required = found
    if not is_at_work(evidence) or not found.is_short(policy):
        return None
    words = f"{text.percent(present / required)} of the required audit fields were there in {text.month(month.first)}."
    return finding(evidence, policy, "audit_incomplete", words, present=round(present), required=round(required))


def low_citation_rate(evidence: Evidence, policy: Policy) -> Finding | None:
    counted = _recent_sums(evidence, policy)
    citing, known = counted.of("citing"), counted.of("citation_known")
    if not is_at_work(evidence) or known < policy.verdicts.min_n or citing >= policy.oversight.citation_rate * known:
        return None
    words = f"{text.n_of(citing, known)} outputs of {_look_back(policy)} named a source."
    return finding(evidence, policy, "low_citation_rate", words, citing=round(citing), known=round(known))


def silence(evidence: Evidence, policy: Policy) -> Finding | None:
    """Nothing heard for two rhythms and at least seven days; never for an agent on event (rules 8, 11)."""
    working = evidence.agent.status in (Status.PILOT, Status.LIVE)
    quiet, rhythm, last = quiet_days(evidence), rhythm_days(evidence, policy), last_sign(evidence)
    if not working or quiet is None or rhythm is None:
        return None
    if quiet < max(policy.clock.silence_rhythms * rhythm, policy.clock.silence_min_days):
        return None
    since = f"since {text.full_day(last)}" if last is not None else "at all"
    words = f"No run and no figure {since}: {text.plural(quiet, 'day')} without a sign."
    return finding(evidence, policy, "silence", words, days=quiet)


def unlogged_version_change(evidence: Evidence, policy: Policy) -> Finding | None:
    """A version first seen in recent runs, with no change logged near that day."""
    after = evidence.as_of - timedelta(days=policy.look_back.findings_days)
    new = [version for version, _ in unlogged_versions(evidence, policy, after)]
    if not is_at_work(evidence) or not new:
        return None
    words = f"The runs show {named(new)} as a new version, and no change is logged for it."
    return finding(evidence, policy, "unlogged_version_change", words, versions=len(new), link="changes")


def source_conflict(evidence: Evidence, policy: Policy, judged: Sequence[Judged]) -> Finding | None:
    """Two sources that disagree: loaded and recorded figures of a period, or the inventory and the change log."""
    periods = sorted({row.period for row in judged})
    figures = [clash.measure.name for period in periods for clash in conflicts(evidence, policy, period)]
    clashes = [*dict.fromkeys(figures), *_log_conflicts(evidence)]
    if not is_at_work(evidence) or not clashes:
        return None
    words = f"Two sources disagree about {named(clashes)}."
    return finding(evidence, policy, "source_conflict", words, conflicts=len(clashes))


def _recent_sums(evidence: Evidence, policy: Policy) -> Sums:
    first = evidence.as_of - timedelta(days=policy.look_back.findings_days - 1)
    return added(run_days(evidence, policy).between(first, evidence.as_of))


def _look_back(policy: Policy) -> str:
    return f"the last {text.plural(policy.look_back.findings_days, 'day')}"


def _log_conflicts(evidence: Evidence) -> Iterator[str]:
    """Yield what the last logged change of level, status or mode says differently from the inventory."""
    agent = evidence.agent
    level, status = _last(evidence, ChangeKind.LEVEL), _last(evidence, ChangeKind.STATUS)
    if level is not None and level.to_value not in (None, *_spelled(agent.autonomy_level)):
        yield "the level on file"
    elif level is not None and agent.autonomy_since not in (None, company_day(evidence, level.changed_at)):
        yield "the day the level began"
    if status is not None and status.to_value not in (None, agent.status.value):
        yield "the status"
    for action in sorted(evidence.actions, key=lambda row: row.action):
        mode = _last(evidence, ChangeKind.MODE, action.action)
        if mode is not None and action.mode is not None and mode.to_value not in (None, action.mode.value):
            yield f"the mode of {action.action}"


def _spelled(level: Level) -> tuple[str, ...]:
    return str(level.value), level.name.lower(), level.word.lower()


def _last(evidence: Evidence, kind: ChangeKind, action: str | None = None) -> Change | None:
    rows = (row for row in evidence.changes if row.kind is kind and (action is None or row.action == action))
    return max(rows, key=lambda row: (row.changed_at, row.change), default=None)


CHECKS: tuple[Check, ...] = (trace_gap, audit_incomplete, low_citation_rate, silence, unlogged_version_change)
