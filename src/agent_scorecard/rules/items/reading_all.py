"""Full reading: where statistics cannot be had in time, every one of the last outputs read stands in (rules 2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from agent_scorecard import format as text
from agent_scorecard.rules.answers import Sentence, say
from agent_scorecard.rules.facts import DayFigures
from agent_scorecard.rules.figures import figure
from agent_scorecard.rules.items.candidate import GOOD, Candidate
from agent_scorecard.rules.oversight import access_of, usable_actions
from agent_scorecard.rules.periods import Grain, Period, ending, last_judged
from agent_scorecard.rules.run_counts import Sums, added, run_days, total
from agent_scorecard.rules.scorecard import headlines
from agent_scorecard.vocabulary import Effect, Mode, Preset

UNITS = ("volume", "outputs_completed")


def full_reading(one: Candidate) -> Sentence | None:
    """Return the sentence when reading all stands in for proof, None where it may not or does not."""
    if not (_may_stand_in(one) and _is_rare(one) and _headline_passes(one)):
        return None
    return _from_runs(one) or _from_files(one)


def _may_stand_in(one: Candidate) -> bool:
    step = one.step
    if one.tier.for_raising in step.full_reading:
        return True
    writing = [row for row in usable_actions(one.evidence) if access_of(row).has_effect]
    single = len(writing) == 1 and writing[0].reversible and writing[0].effects == (Effect.NONE,)
    return step.full_reading_one_reversible_action and single and writing[0].mode is not Mode.FORBIDDEN


def _is_rare(one: Candidate) -> bool:
    """Say whether the units of the last complete months cannot become enough in time (rules 11)."""
    numbers = one.policy.full_reading
    months = ending(last_judged(one.as_of, Grain.MONTH), numbers.look_back_months)
    units = _units(one, months)
    return units is not None and units * numbers.within_months < numbers.units * numbers.look_back_months


def _units(one: Candidate, months: Sequence[Period]) -> float | None:
    """Return how many outputs there were, None where nothing counts them."""
    runs = run_days(one.evidence, one.policy)
    if runs.rows:
        return total(runs.between(months[0].first, months[-1].last), "started")
    counted = (_loaded(one, key, months) for key in (*UNITS, "intervention_rate"))
    return next((units for units in counted if units is not None), None)


def _loaded(one: Candidate, key: str, months: Sequence[Period]) -> float | None:
    """Return what a loaded count, or the cases behind a loaded rate, add up to."""
    measure = one.measure(key)
    if measure is None:
        return None
    found = [figure(one.evidence, one.policy, measure, month) for month in months]
    known = [each.n if measure.is_rate else each.value for each in found if each is not None]
    if not known or any(each is None for each in known):
        return None
    return float(sum(each or 0 for each in known))


def _headline_passes(one: Candidate) -> bool:
    rows = headlines(one.judged)
    return bool(rows) and all(row.verdict in GOOD for row in rows)


def _from_runs(one: Candidate) -> Sentence | None:
    numbers = one.policy.full_reading
    for rows in _suffixes(one):
        sums = added(rows)
        if sums.of("completed") >= numbers.outputs and (one.as_of - rows[0].day).days >= 7 * numbers.weeks:
            return _said(one, sums) if _all_read(one, sums) else None
    return None


def _suffixes(one: Candidate) -> Iterator[list[DayFigures]]:
    """Yield the last days of work at this level, one day more each time."""
    runs, found = run_days(one.evidence, one.policy).timed, list[DayFigures]()
    by_day = [list(rows) for _, rows in groupby(runs, key=lambda row: row.day)]
    for rows in reversed(by_day):
        if one.since is not None and rows[0].day < one.since:
            return
        found = [*rows, *found]
        yield found


def _all_read(one: Candidate, sums: Sums) -> bool:
    read = sums.of("reviewed") >= sums.of("completed")
    few = sums.of("interventions") <= one.policy.full_reading.max_interventions
    return read and few and not sums.of("rejected", "overridden")


def _said(one: Candidate, sums: Sums) -> Sentence:
    return _sentence(one, round(sums.of("completed")), round(sums.of("interventions")))


def _from_files(one: Candidate) -> Sentence | None:
    """Return the sentence from loaded counts, where those are enough for a small company (rules 10)."""
    measure, numbers = one.measure("intervention_rate"), one.policy.full_reading
    if measure is None or one.policy.preset is not Preset.SMALL or one.evidence.days:
        return None
    read = stepped = 0.0
    for month in reversed(one.complete_periods(Grain.MONTH, numbers.within_months)):
        found = figure(one.evidence, one.policy, measure, month)
        if found is None or found.denominator is None or found.numerator is None:
            break
        read, stepped = read + found.denominator, stepped + found.numerator
        long_enough = (one.as_of - month.first).days >= 7 * numbers.weeks
        if read >= numbers.outputs and long_enough:
            return _sentence(one, round(read), round(stepped)) if stepped <= numbers.max_interventions else None
    return None


def _sentence(one: Candidate, outputs: int, stepped: int) -> Sentence:
    changed = "none was changed" if not stepped else f"{stepped} was edited"
    weeks = one.policy.full_reading.weeks
    said = f"All of the last {text.plural(outputs, 'output')} over at least {weeks} weeks were read, {changed}"
    return say("full_reading", f"{said}: judged by reading, not by statistics.", outputs=outputs, interventions=stepped)
