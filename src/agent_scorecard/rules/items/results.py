"""Evidence items about results: quality proven, risk within bounds, outcome against its baseline (items 1, 2, 3)."""

from __future__ import annotations

from agent_scorecard import format as text
from agent_scorecard.rules.answers import Judged
from agent_scorecard.rules.incidents import open_for_evidence
from agent_scorecard.rules.items.answer import Answer, first_gap, missing, not_known, there
from agent_scorecard.rules.items.candidate import GOOD, Candidate
from agent_scorecard.rules.items.reading_all import full_reading
from agent_scorecard.rules.oversight import access_of, usable_actions
from agent_scorecard.rules.scorecard import headlines
from agent_scorecard.rules.statistics import good_side
from agent_scorecard.rules.units import in_words
from agent_scorecard.vocabulary import BaselineKind, Group, IncidentSeverity, Verdict, WorkOrigin

BY_READING = "passing_by_reading"


def quality(one: Candidate) -> Answer:
    """Item 1: every quality measure with bounds is surely at its pass bound, and there is at least one."""
    rows = one.bounded(Group.QUALITY)
    if not rows:
        return missing("quality_unbounded", "No quality measure has a pass bound.")
    gap = first_gap((_sure(row) for row in rows), "measure")
    names = text.listed([row.measure.name for row in rows])
    return gap or there("quality_proven", f"Sure enough at the pass bound: {names}.", measures=len(rows))


def risk(one: Candidate) -> Answer:
    """Item 2: escalation in its band, rollbacks and incidents within bounds, no serious incident open.

    Rates of too few cases to tell are not known, unless every output was read (rules 2, full reading).
    """
    open_ones = open_for_evidence(one.evidence)
    if open_ones:
        first, count = open_ones[0], text.plural(len(open_ones), "serious incident")
        unstated = ", severity not stated" if first.severity is IncidentSeverity.UNDETERMINED else ""
        verb = "is" if len(open_ones) == 1 else "are"
        return missing("incident_open", f"{count} {verb} open: {first.incident}{unstated}.", incidents=len(open_ones))
    writes = any(access_of(action).has_effect for action in usable_actions(one.evidence))
    keys = ("escalation_rate", *(("rollback_rate",) if writes or not one.evidence.actions else ()), "incidents")
    answers = [_within(one, key) for key in keys]
    by_reading = any(answer.sentence.code == BY_READING for answer in answers)
    how = ", judged by reading, not by statistics" if by_reading else ""
    said = f"Escalation, rollbacks and incidents are within their bounds{how}."
    return first_gap(answers, "measure") or there("risk_within_bounds", said)


def outcome(one: Candidate) -> Answer:
    """Item 3: the headline is at its pass bound, against a baseline unless the work is new."""
    rows = headlines(one.judged)
    if not rows:
        return missing("no_headline", "No headline measure is marked.")
    answers = (answer for row in rows for answer in (_over(one, row) or _passing(row), _compared(one, row)))
    gap = first_gap(answers, "question")
    names = text.listed([row.measure.name for row in rows])
    return gap or there("outcome_passing", f"At the pass bound: {names}.", measures=len(rows))


def _over(one: Candidate, row: Judged) -> Answer | None:
    """Return the answer while the period still runs: it counts from its last day on (rules 11)."""
    if row.period.complete(one.as_of):
        return None
    return not_known("still_running", f"{row.measure.name}: {in_words(row.period)} is not over yet.")


def _sure(row: Judged) -> Answer:
    """Return whether a measure is proven; one that is no rate passes in each of the last periods instead (rules 2)."""
    name, key = row.measure.name, row.measure.key
    if row.proof is not None and row.proof.proven:
        return there("proven", row.proof.sentence.text, measure=key)
    if row.proof is None or (row.figure is None and not row.proof.n):
        return not_known("quality_unknown", f"{name}: {row.sentence.text}", measure=key)
    if not row.proof.n:
        return missing("quality_unproven", f"{name} is {_lowered(row.proof.sentence.text)}", measure=key)
    return missing("quality_unproven", f"{name}: {row.proof.sentence.text}", measure=key)


def _lowered(sentence: str) -> str:
    return f"{sentence[0].lower()}{sentence[1:]}"


def _within(one: Candidate, key: str) -> Answer:
    row, measure = one.row(key), one.measure(key)
    name = measure.name if measure is not None else key
    if row is None or row.verdict is Verdict.NO_BOUND or row.bounds is None:
        return not_known("risk_unbounded", f"{name}: no bound is set.", measure=key)
    return _read_instead(one, row) or _passing(row)


def _read_instead(one: Candidate, row: Judged) -> Answer | None:
    """Return the answer of a full reading where cases are too few to tell.

    It settles the low end of a band: somebody read every output, so none slipped by that was to be handed over.
    """
    limit = row.bounds.passes if row.bounds is not None else None
    if row.verdict is not Verdict.UNPROVEN or row.figure is None or limit is None or full_reading(one) is None:
        return None
    _, most = good_side(limit, row.measure.direction)
    return there(BY_READING, row.sentence.text) if row.figure.value <= most else None


def _passing(row: Judged) -> Answer:
    if row.verdict in GOOD:
        return there("passing", row.sentence.text)
    if row.verdict in (Verdict.AT_RISK, Verdict.MISSED):
        word = row.verdict.word.lower()
        return missing("not_passing", f"{row.measure.name} is {word}: {row.sentence.text}", measure=row.measure.key)
    return not_known("not_judged", f"{row.measure.name}: {row.sentence.text}", measure=row.measure.key)


def _compared(one: Candidate, row: Judged) -> Answer:
    bounds = row.bounds
    is_new = one.evidence.agent.work_origin is WorkOrigin.NEW
    if is_new or (bounds is not None and bounds.baseline_kind is BaselineKind.NONE):
        return there("new_work", "The work is new.")
    if row.baseline is not None:
        return there("has_baseline", "It has a baseline.")
    return missing("baseline_missing", f"{row.measure.name} has no baseline.", measure=row.measure.key)
