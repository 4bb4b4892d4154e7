"""The sentences that go with a verdict: what was measured, against which bound, and how it was computed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.answers import Figure, Sentence, say
from agent_scorecard.rules.bounds import limit_text
from agent_scorecard.rules.facts import Band, Bounds, Limit
from agent_scorecard.rules.periods import Period
from agent_scorecard.rules.units import in_words
from agent_scorecard.rules.verdicts import Noise, Standing
from agent_scorecard.vocabulary import Direction, Verdict


@dataclass(frozen=True, slots=True)
class Spread:
    """The 95 % interval of a rate and the noise it was widened by."""

    low: float
    high: float
    noise: Noise


_AT = {Direction.HIGHER: "at least", Direction.LOWER: "at most"}
_RULES = {
    Direction.HIGHER: "Target or higher is met, pass or higher passing, fail or lower missed, between at risk.",
    Direction.LOWER: "Target or lower is met, pass or lower passing, fail or higher missed, between at risk.",
    Direction.BAND: "Inside the target band is met, inside pass passing, outside fail missed, between at risk.",
}


@lru_cache(maxsize=65_536)
def bound_words(measure: Measure, limit: Limit, currency: str) -> str:
    """ "at least 95 %", "at most 8 %", "2 % to 10 %"."""
    words = limit_text(measure, limit, currency)
    return words if isinstance(limit, Band) else f"{_AT.get(measure.direction, 'at')} {words}"


@lru_cache(maxsize=65_536)
def figure_words(measure: Measure, figure: Figure, currency: str) -> str:
    """ "95.5 % (191 of 200 outputs checked)", "24 min", "24 min (worst month)"."""
    value = text.value_text(figure.value, measure.unit, measure.aggregation, currency)
    if measure.is_rate and figure.numerator is not None and figure.denominator is not None:
        return f"{value} ({text.n_of(figure.numerator, figure.denominator)} {measure.denominator or 'cases'})"
    return f"{value} ({figure.note})" if figure.note else value


def verdict_sentence(
    measure: Measure, judged: Standing, verdict: Verdict, period: Period, policy: Policy, currency: str
) -> Sentence:
    """Return the sentence of a measure with a value; its code is the verdict's own."""
    figure = judged.figure
    if figure is None:
        raise ValueError(f"{measure.key} has no value in {period} to speak of.")
    value = figure_words(measure, figure, currency)
    parts = [_judgement(measure, judged.bounds, verdict, value, policy, currency)]
    if judged.window != (period,):
        first, last = in_words(judged.window[0]), in_words(judged.window[-1])
        parts.append(f"This is {last}'s." if len(judged.window) == 1 else f"Counted from {first} to {last}.")
    if verdict is not judged.raw and verdict is not Verdict.NOT_TRUSTED:
        parts.append(f"This period alone would read {judged.raw.word}, but it is too close to the bound to be sure.")
    if _rests_on_few(measure, figure, policy):
        parts.append(f"Few cases: {text.cases(figure.n)}.")
    if judged.provisional and verdict.is_judged:
        parts.append("The bounds were set later.")
    return say(
        f"measure.{verdict.value}",
        " ".join(parts),
        measure=measure.key,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        n=figure.n,
        period=str(period),
    )


def _rests_on_few(measure: Measure, figure: Figure, policy: Policy) -> bool:
    """Say whether a value that is no rate comes from few cases; what only counts its own cases does not."""
    few = figure.n is not None and figure.n < policy.verdicts.few_cases
    return few and not measure.is_rate and figure.n != figure.value


def no_data_sentence(measure: Measure, period: Period, last: tuple[Period, Figure] | None, currency: str) -> Sentence:
    """Return the sentence of a measure without a value: the last one and when it was (rules 2, no_data)."""
    if last is None:
        return say("measure.no_data", "Not measured yet.", measure=measure.key, period=str(period))
    when, figure = last
    words = f"Nothing in {in_words(period)}; the last value was {figure_words(measure, figure, currency)}"
    return say(
        "measure.no_data",
        f"{words} in {in_words(when)}.",
        measure=measure.key,
        period=str(period),
        value=figure.value,
        last=str(when),
    )


def how_computed(measure: Measure, judged: Standing, spread: Spread | None, policy: Policy, currency: str) -> str:
    """Return "how this was computed": measure, window, n, bounds, interval and rule."""
    window = " + ".join(map(str, judged.window))
    parts = [f"{measure.formula.rstrip('.')}; {window}, {_source_words(judged.figure)}"]
    if judged.bounds is not None and judged.bounds.passes is not None:
        parts.append(_bounds_words(measure, judged.bounds, currency))
    if spread is not None:
        parts.append(_spread_words(spread))
    if judged.folded > 1:
        parts.append(
            f"shown verdict folded over {judged.folded} periods at z = {text.number(policy.verdicts.sticky_z)}"
        )
    return f"{'; '.join(parts)}. {_rule_words(measure, judged.bounds, policy)}"


def _rule_words(measure: Measure, row: Bounds | None, policy: Policy) -> str:
    if measure.direction is Direction.CONTEXT:
        return "Shown beside the others, never judged."
    if row is None or row.passes is None:
        return "Without a pass bound nothing is judged."
    few = f" Under n = {policy.verdicts.min_n} it is too few to tell." if measure.is_rate else ""
    return _RULES[measure.direction] + few


def _source_words(figure: Figure | None) -> str:
    if figure is None:
        return "not measured"
    return f"{'worked out from records' if figure.derived else 'as loaded'}, {text.cases(figure.n)}"


def _spread_words(spread: Spread) -> str:
    noise = spread.noise
    named = f"over {text.plural(noise.blocks, 'period')}" if noise.measured else "policy default"
    ends = f"{text.percent(spread.low)} to {text.percent(spread.high)}"
    return f"Wilson 95 % {ends}, dispersion φ {text.number(noise.phi)} ({named})"


def _judgement(
    measure: Measure, row: Bounds | None, verdict: Verdict, value: str, policy: Policy, currency: str
) -> str:
    if verdict is Verdict.NOT_TRUSTED:
        return f"{value}, but approvals are given faster than they can be read."
    if verdict is Verdict.UNPROVEN:
        return f"{value}: too few to tell; it takes at least {policy.verdicts.min_n}."
    if row is None or row.passes is None or verdict is Verdict.NO_BOUND:
        shown = measure.direction is Direction.CONTEXT
        return f"{value}; shown beside the others." if shown else f"{value}; nobody set a bound to judge it by."
    passes = bound_words(measure, row.passes, currency)
    target = passes if row.target is None else bound_words(measure, row.target, currency)
    match verdict:
        case Verdict.MET:
            return f"{value}; the target is {target}."
        case Verdict.PASSING:
            return f"{value}; {passes} passes, the target is {target}."
        case Verdict.AT_RISK:
            return f"{value}; it takes {passes} to pass."
        case _:
            return f"{value}; it takes {passes} to pass{_missed_from(measure, row, currency)}."


def _missed_from(measure: Measure, row: Bounds, currency: str) -> str:
    if row.fails is None or row.fails == row.passes:
        return ""
    if isinstance(row.fails, Band):
        low, high = (limit_text(measure, end, currency) for end in row.fails)
        return f", and {low} or less and {high} or more is missed"
    words = limit_text(measure, row.fails, currency)
    return f", and {words} or {'less' if measure.direction is Direction.HIGHER else 'more'} is missed"


def _bounds_words(measure: Measure, row: Bounds, currency: str) -> str:
    named = (("pass", row.passes), ("target", row.target), ("fail", row.fails))
    given = [f"{name} {limit_text(measure, limit, currency)}" for name, limit in named if limit is not None]
    return f"{', '.join(given)} in force since {text.full_day(row.effective_from)}"
