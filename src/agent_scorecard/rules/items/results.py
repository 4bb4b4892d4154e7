"""Evidence items about results: quality proven, risk within bounds, outcome against its baseline (items 1, 2, 3)."""

from __future__ import annotations

from agent_scorecard import format as text
from agent_scorecard.rules.answers import Judged
from agent_scorecard.rules.incidents import open_for_evidence
from agent_scorecard.rules.items.answer import Answer, first_gap, missing, not_known, there
from agent_scorecard.rules.items.candidate import GOOD, Candidate, headlines
from agent_scorecard.rules.oversight import access_of, usable_actions
from agent_scorecard.rules.periods import Grain
from agent_scorecard.rules.verdicts import standing
from agent_scorecard.vocabulary import BaselineKind, Group, IncidentSeverity, Verdict, WorkOrigin


def quality(one: Candidate) -> Answer:
    """Item 1: every quality measure with bounds is surely at its pass bound, and there is at least one."""
    rows = one.bounded(Group.QUALITY)
    if not rows:
        return missing("quality_unbounded", "No quality measure has a pass bound.")
    gap = first_gap(_sure(one, row) for row in rows)
    names = text.listed([row.measure.name for row in rows])
    return gap or there("quality_proven", f"Sure enough at the pass bound: {names}.", measures=len(rows))


def risk(one: Candidate) -> Answer:
    """Item 2: escalation in its band, rollbacks and incidents within bounds, no serious incident open."""
    open_ones = open_for_evidence(one.evidence)
    if open_ones:
        first, count = open_ones[0], text.plural(len(open_ones), "serious incident")
        unstated = ", severity not stated" if first.severity is IncidentSeverity.UNDETERMINED else ""
        verb = "is" if len(open_ones) == 1 else "are"
        return missing("incident_open", f"{count} {verb} open: {first.incident}{unstated}.", incidents=len(open_ones))
    writes = any(access_of(action).has_effect for action in usable_actions(one.evidence))
    keys = ("escalation_rate", *(("rollback_rate",) if writes or not one.evidence.actions else ()), "incidents")
    gap = first_gap(_within(one, key) for key in keys)
    return gap or there("risk_within_bounds", "Escalation, rollbacks and incidents are within their bounds.")


def outcome(one: Candidate) -> Answer:
    """Item 3: the headline is at its pass bound, against a baseline unless the work is new."""
    rows = headlines(one.judged)
    if not rows:
        return missing("no_headline", "No headline measure is marked.")
    gap = first_gap(answer for row in rows for answer in (_passing(row), _compared(one, row)))
    names = text.listed([row.measure.name for row in rows])
    return gap or there("outcome_passing", f"At the pass bound: {names}.", measures=len(rows))


def _sure(one: Candidate, row: Judged) -> Answer:
    if row.measure.is_rate:
        if row.proof is not None and row.proof.proven:
            return there("proven", row.proof.sentence.text)
        if row.figure is None and row.proof is None:
            return not_known("quality_unknown", row.sentence.text, measure=row.measure.key)
        sentence = row.proof.sentence if row.proof is not None else row.sentence
        return missing("quality_unproven", f"{row.measure.name}: {sentence.text}", measure=row.measure.key)
    wanted = one.policy.proof.periods
    months = one.complete_periods(Grain.MONTH, wanted)
    passed = sum(standing(one.evidence, one.policy, row.measure, month).shown in GOOD for month in months)
    if passed == wanted:
        return there("quality_passing", f"{row.measure.name}: passing in each of the last {wanted} months.")
    return missing(
        "quality_not_sustained",
        f"{row.measure.name}: passing in {passed} of the {wanted} months asked.",
        measure=row.measure.key,
        passed=passed,
    )


def _within(one: Candidate, key: str) -> Answer:
    row, measure = one.row(key), one.measure(key)
    name = measure.name if measure is not None else key
    if row is None or row.verdict is Verdict.NO_BOUND or row.bounds is None:
        return not_known("risk_unbounded", f"{name}: no bound is set.", measure=key)
    return _passing(row)


def _passing(row: Judged) -> Answer:
    if row.verdict in GOOD:
        return there("passing", row.sentence.text)
    if row.verdict in (Verdict.AT_RISK, Verdict.MISSED):
        word = row.verdict.word.lower()
        return missing("not_passing", f"{row.measure.name}: {word}. {row.sentence.text}", measure=row.measure.key)
    return not_known("not_judged", f"{row.measure.name}: {row.sentence.text}", measure=row.measure.key)


def _compared(one: Candidate, row: Judged) -> Answer:
    bounds = row.bounds
    is_new = one.evidence.agent.work_origin is WorkOrigin.NEW
    if is_new or (bounds is not None and bounds.baseline_kind is BaselineKind.NONE):
        return there("new_work", "The work is new.")
    if row.baseline is not None:
        return there("has_baseline", "It has a baseline.")
    return missing("baseline_missing", f"{row.measure.name} has no baseline.", measure=row.measure.key)
