"""Evidence items about the time at the level: sustained periods, days served, approvals given (items 5, 6, 8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Measure
from agent_scorecard.rules.answers import Judged
from agent_scorecard.rules.approvals import is_rubber_stamp, recent
from agent_scorecard.rules.climbing import climbed
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.figures import pooled, series
from agent_scorecard.rules.items.answer import Answer, does_not_apply, first_gap, missing, not_known, there
from agent_scorecard.rules.items.candidate import Candidate
from agent_scorecard.rules.periods import Grain, Period, ending, last_judged
from agent_scorecard.rules.run_counts import added, first_of, run_days
from agent_scorecard.rules.statistics import GRADES, Climb
from agent_scorecard.rules.units import in_words
from agent_scorecard.rules.verdicts import counts_of, noise_of, standing
from agent_scorecard.vocabulary import ApprovalVerdict, EvidenceState, Group, Mode, Verdict

LOOKED_AT = 26
TODAY_ONLY = frozenset({"raci_completeness", "compensable_share"})
"""Measures of facts without history, known for no period that is over: items 9 and 12 ask for them."""
APPROVED_MODES = (Mode.IN, Mode.IN_ABOVE)


def sustained(one: Candidate) -> Answer:
    """Item 5: the last judged periods since the level began hold, for every measure with bounds."""
    bounded = one.bounded(Group.OUTCOME, Group.QUALITY, Group.CONTROL)
    rows = [row for row in bounded if row.measure.key not in TODAY_ONLY]
    if not rows:
        return missing("nothing_bounded", "No measure has a pass bound.")
    gap = first_gap((_holds(one, row) for row in rows), "measure")
    return gap or there(
        "sustained", f"{text.plural(len(rows), 'measure')} held over {one.step.periods} judged {one.step.judged_in}s."
    )


def time_served(one: Candidate) -> Answer:
    """Item 6: the minimum time at the level; necessary, never sufficient."""
    days = one.step.min_days
    if one.since is None:
        return not_known("level_since_unknown", f"Nobody said since when it works at level {one.level.value}.")
    served, reached = (one.as_of - one.since).days, one.since + timedelta(days=days)
    if served >= days:
        return there("time_served", f"{text.plural(served, 'day')} at level {one.level.value}; {days} are asked.")
    return missing(
        "time_not_served",
        f"{days} days at level {one.level.value} are reached on {text.day(reached, one.as_of)}.",
        days=served,
        reached=reached.isoformat(),
    )


def approved(one: Candidate) -> Answer:
    """Item 8: approvals without a substantive edit, and people stepping in no more often than when the level began."""
    unedited, steady = _unedited(one), _steady(one)
    if unedited.state is EvidenceState.DOES_NOT_APPLY and steady.state is EvidenceState.NOT_KNOWN:
        return unedited
    return first_gap((unedited, steady), "point") or unedited


def _holds(one: Candidate, row: Judged) -> Answer:
    wanted, grain = one.step.periods, _grain(one, row.measure)
    graded = list(islice(_graded(one, row.measure, grain), wanted))
    bad = [period for period, verdict in graded if verdict in (Verdict.AT_RISK, Verdict.MISSED)]
    name, noun = row.measure.name, grain.name.lower()
    if bad:
        return missing("not_held", f"{name}: below its pass bound in {in_words(bad[0])}.", measure=row.measure.key)
    if len(graded) >= wanted:
        return there("held", f"{name} held over {wanted} {noun}s.")
    if not graded and row.figure is None:
        return not_known("never_judged", f"{name}: no figure since the level began.", measure=row.measure.key)
    text_ = f"{name}: {len(graded)} of {text.plural(wanted, noun)} judged since the level began."
    return missing("not_long_enough", text_, measure=row.measure.key, judged=len(graded), wanted=wanted)


def _grain(one: Candidate, measure: Measure) -> Grain:
    """Return weeks where the step asks for them and the measure has any; three months stand for three weeks."""
    if one.step.judged_in != "week":
        return Grain.MONTH
    of = series(one.evidence, one.policy, measure)
    if of.loaded:
        return min(period.grain for period in of.loaded)
    weeks = reversed(ending(last_judged(one.as_of, Grain.WEEK), LOOKED_AT))
    return Grain.WEEK if any(of.figure(week) is not None for week in weeks) else Grain.MONTH


def _graded(one: Candidate, measure: Measure, grain: Grain) -> Iterator[tuple[Period, Verdict]]:
    """Yield the periods of the level with a verdict that counts, the last one first; too few to tell is passed over."""
    begins = series(one.evidence, one.policy, measure).begins
    for period in reversed(one.complete_periods(grain, LOOKED_AT)):
        if period.first < begins:
            return
        verdict = standing(one.evidence, one.policy, measure, period).shown
        if verdict in GRADES:
            yield period, verdict


def _unedited(one: Candidate) -> Answer:
    whole, decided = _approvals(one) or _approved_runs(one)
    if not decided:
        return does_not_apply("no_approvals", "No approval was asked for at this level.")
    if is_rubber_stamp(one.evidence, one.policy):
        return missing("rubber_stamp", "Approvals were given faster than they can be read.", n=decided)
    least = one.policy.ladder.approved_unedited
    said = f"{text.n_of(whole, decided)} approvals without a substantive edit; {text.percent(least)} is asked."
    answer = there if whole / decided >= least else missing
    return answer("approved_unedited", said, approved=whole, n=decided)


def _approvals(one: Candidate) -> tuple[int, int] | None:
    """Return how many approvals of the look-back were whole, of how many; None where no queue is loaded."""
    rows = [row for row in recent(one.evidence, one.policy) if row.decided_at and _at_this_level(one, row.decided_at)]
    return (sum(row.verdict is ApprovalVerdict.APPROVED for row in rows), len(rows)) if rows else None


def _approved_runs(one: Candidate) -> tuple[int, int]:
    """Return the same from the run log alone: runs of actions a person approves, an ungraded edit being substantive."""
    first = first_of(one.policy.look_back.approvals_days, one.as_of)
    rows = run_days(one.evidence, one.policy).between(max(first, one.since or first), one.as_of)
    sums = added([row for row in rows if row.mode in APPROVED_MODES])
    return round(sums.of("accepted", "edited") - sums.of("edited_major")), round(sums.of("reviewed"))


def _at_this_level(one: Candidate, decided: datetime) -> bool:
    return one.since is None or company_day(one.evidence, decided) >= one.since


def _steady(one: Candidate) -> Answer:
    alarm = one.with_code("intervention_climbing")
    if alarm:
        return missing("intervention_climbing", alarm[0].sentence.text)
    measure = one.measure("intervention_rate")
    months = one.complete_periods(Grain.MONTH, LOOKED_AT)
    if measure is None or not any(series(one.evidence, one.policy, measure).figure(month) for month in months[-3:]):
        return not_known("intervention_unknown", "How often a person steps in is not measured.")
    if _has_climbed(one, measure, months):
        return missing("intervention_risen", "A person steps in more often than when the level began.")
    return there("intervention_steady", "A person steps in no more often than when the level began.")


def _has_climbed(one: Candidate, measure: Measure, months: tuple[Period, ...]) -> bool:
    """Say whether the last month lies above the first months of the level, which stay the reference (calibration 2)."""
    first = months[: min(3, len(months) - 1)]
    before = counts_of(pooled(one.evidence, one.policy, measure, first))
    after = counts_of(pooled(one.evidence, one.policy, measure, months[-1:]))
    if before is None or after is None:
        return False
    noise = noise_of(one.evidence, one.policy, measure, months[-1])
    return climbed(after, before, one.policy, noise.phi).answer is not Climb.QUIET
