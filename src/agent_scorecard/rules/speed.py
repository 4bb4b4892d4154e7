"""Speed that costs quality, volume that costs the outcome, and cases that merely changed their mix (rules 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.answers import Figure, Finding, Sentence, say
from agent_scorecard.rules.bounds import bounded_measures, bounds_at
from agent_scorecard.rules.comparison import Compare, Move, against_baseline, against_last_quarter
from agent_scorecard.rules.derived_money import currency_of
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.figures import has_classes, may_have_figures
from agent_scorecard.rules.finding import found
from agent_scorecard.rules.interventions import VOLUME
from agent_scorecard.rules.once import once
from agent_scorecard.rules.periods import Period
from agent_scorecard.rules.statistics import Moved
from agent_scorecard.rules.verdicts import standing
from agent_scorecard.vocabulary import Aggregation, Layer, Verdict

Wanted = Callable[[Measure], bool]
_COUNTED = (Aggregation.SUM, Aggregation.COUNT, Aggregation.LAST)
_REFERENCES: tuple[Compare, ...] = (against_baseline, against_last_quarter)


def faster_but_worse(evidence: Evidence, policy: Policy, period: Period) -> Finding | None:
    """Return the finding where the work got faster while something it may harm got worse, against one reference.

    Sure on both sides it blocks, otherwise it is a note. Counts and stocks harm only beyond their fail bound, and
    measures without an interval only where somebody set bounds for them: a count of two says nothing by itself.
    """
    notes = []
    for compare in _REFERENCES:
        faster = [move for move in _moves(evidence, policy, period, compare, _is_speed) if move.moved is Moved.BETTER]
        if not faster:
            continue
        quick = next((move for move in faster if move.may_block), faster[0])
        for harm, sure in _harms(evidence, policy, period, compare):
            sentence = _both(evidence, policy, quick, harm, period)
            if sure and quick.may_block:
                return found(evidence, policy, "faster_but_worse", sentence)
            notes.append(sentence)
    return found(evidence, policy, "faster_but_worse", notes[0], weak=True) if notes else None


def volume_up_outcome_down(evidence: Evidence, policy: Policy, period: Period) -> Finding | None:
    """Return the finding where there is a fifth more work and the headline is worse (rules 5)."""
    volume = evidence.company.measures.get(VOLUME)
    for compare in _REFERENCES:
        grown = compare(evidence, policy, volume, period) if volume is not None else None
        if grown is None or grown.relative is None or grown.relative < policy.changes.volume_rise:
            continue
        for measure in _headlines(evidence, period, policy):
            move = compare(evidence, policy, measure, period)
            if move is not None and move.moved is Moved.WORSE:
                worse = _moved_words(evidence, policy, move, quoted=True)
                words = f"{text.percent(grown.relative, 0)} more runs, but {worse}."
                sentence = say(
                    "volume_up_outcome_down",
                    words,
                    volume=grown.relative,
                    measure=measure.key,
                    after=move.after.value,
                    before=move.before.value,
                )
                return found(evidence, policy, "volume_up_outcome_down", sentence, weak=not move.may_block)
    return None


def mix_changed(evidence: Evidence, policy: Policy, period: Period) -> tuple[Finding, ...]:
    """Return a finding for each measure that moved only because harder or easier cases came in (rules 2)."""
    findings = []
    for measure in _measures(evidence, policy, lambda each: each.is_rate and has_classes(evidence, policy, each)):
        move = against_last_quarter(evidence, policy, measure, period)
        if move is None or move.mix is None:
            continue
        mix = move.mix
        shares = [text.percent(share) for share in (mix.pooled_before, mix.pooled_after, mix.before, mix.after)]
        words = (
            f"{measure.name} went from {shares[0]} to {shares[1]}, but every kind of case moved the other way; "
            f"with the same mix it would be {shares[2]} and {shares[3]}."
        )
        sentence = say("mix_changed", words, measure=measure.key, before=mix.before, after=mix.after)
        findings.append(found(evidence, policy, "mix_changed", sentence))
    return tuple(findings)


def _harms(
    evidence: Evidence, policy: Policy, period: Period, compare: Compare
) -> Iterator[tuple[Move | Measure, bool]]:
    """Yield what got worse, and whether that is sure: the sure ones first."""
    failed = [
        measure
        for measure in _measures(evidence, policy, _is_harm)
        if standing(evidence, policy, measure, period).shown is Verdict.MISSED
    ]
    yield from ((measure, True) for measure in failed)
    worse = [
        move
        for move in _moves(evidence, policy, period, compare, _is_harm)
        if move.moved is Moved.WORSE and _has_say(evidence, policy, move.measure)
    ]
    yield from ((move, move.may_block) for move in sorted(worse, key=lambda move: not move.may_block))


def _has_say(evidence: Evidence, policy: Policy, measure: Measure) -> bool:
    bounded = measure.key in bounded_measures(evidence, policy)
    return measure.is_rate or (bounded and measure.aggregation not in _COUNTED)


def _moves(evidence: Evidence, policy: Policy, period: Period, compare: Compare, wanted: Wanted) -> list[Move]:
    measures = _measures(evidence, policy, wanted)
    return [move for measure in measures if (move := compare(evidence, policy, measure, period)) is not None]


def _measures(evidence: Evidence, policy: Policy, wanted: Wanted) -> list[Measure]:
    return [measure for measure in _known_measures(evidence, policy) if wanted(measure)]


def _known_measures(evidence: Evidence, policy: Policy) -> Sequence[Measure]:
    """Return the measures with bounds or perhaps a figure, in the order of the catalogue."""

    def work() -> Sequence[Measure]:
        keys = {*may_have_figures(evidence, policy), *bounded_measures(evidence, policy)}
        return [measure for key, measure in evidence.company.measures.items() if key in keys]

    return once(evidence, policy, "known measures", work)


def _is_speed(measure: Measure) -> bool:
    return measure.layer is Layer.THROUGHPUT and measure.work_rate


def _is_harm(measure: Measure) -> bool:
    return measure.layer is Layer.INTEGRITY


def _headlines(evidence: Evidence, period: Period, policy: Policy) -> Sequence[Measure]:
    rows = (bounds_at(evidence, policy, key, period.first) for key in bounded_measures(evidence, policy))
    keys = [row.measure for row in rows if row is not None and row.headline]
    return [evidence.company.measures[key] for key in keys if key in evidence.company.measures]


def _both(evidence: Evidence, policy: Policy, quick: Move, harm: Move | Measure, period: Period) -> Sentence:
    fast = _moved_words(evidence, policy, quick)
    if isinstance(harm, Move):
        slow, key = _moved_words(evidence, policy, harm, quoted=True), harm.measure.key
    else:
        slow, key = f"{_quoted(harm)} is missed{_at(evidence, policy, harm, period)}", harm.key
    return say("faster_but_worse", f"{fast}, but {slow}.", faster=quick.measure.key, worse=key)


def _at(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> str:
    figure, currency = standing(evidence, policy, measure, period).figure, currency_of(evidence, policy)
    if figure is None:
        return ""
    return f": {text.value_text(figure.value, measure.unit, measure.aggregation, currency)}"


def _quoted(measure: Measure) -> str:
    """A name inside a sentence: what was counted may be a plural, the measure is one."""
    return f"“{measure.name}”"


def _moved_words(evidence: Evidence, policy: Policy, move: Move, *, quoted: bool = False) -> str:
    measure, currency = move.measure, currency_of(evidence, policy)

    def said(figure: Figure) -> str:
        value = text.value_text(figure.value, measure.unit, measure.aggregation, currency)
        return f"{value} a day" if measure.aggregation in (Aggregation.SUM, Aggregation.COUNT) else value

    word = "better" if move.moved is Moved.BETTER else "worse"
    name = _quoted(measure) if quoted else measure.name
    return f"{name} is {word} than {move.reference} ({said(move.after)} after {said(move.before)})"
