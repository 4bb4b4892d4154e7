"""Whether a measure is surely on the good side of its pass bound: asked for autonomy only (rules 2, proof)."""

from __future__ import annotations

from datetime import date

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.answers import Proof, Sentence, say
from agent_scorecard.rules.bounds import bounds_at, can_judge
from agent_scorecard.rules.cuts import last_cut
from agent_scorecard.rules.derived_money import currency_of
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Band, Bounds, Limit
from agent_scorecard.rules.figures import pooled, series
from agent_scorecard.rules.levels import level_since
from agent_scorecard.rules.once import once
from agent_scorecard.rules.periods import Grain, Period, ending
from agent_scorecard.rules.sentences import bound_words
from agent_scorecard.rules.statistics import n_needed, proven, zero_upper
from agent_scorecard.rules.verdicts import Noise, counts_of, noise_of, standing
from agent_scorecard.vocabulary import Direction, Verdict


def proof(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> Proof | None:
    """Return whether a measure is sure enough at the end of a period, None when there is no bound to prove.

    The window is the last three periods, extended back to enough cases, never before the level or the bounds began. A
    measure that is no rate cannot be proven: passing in each of the last three periods counts instead.
    """
    return once(evidence, policy, ("proof", measure.key, period), lambda: _proof(evidence, policy, measure, period))


def _proof(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> Proof | None:
    last = _last_judged(evidence, period)
    row = bounds_at(evidence, policy, measure.key, last.first)
    if row is None or not can_judge(measure, row):
        return None
    window = _whole_periods(evidence, policy, last, row)
    if not measure.is_rate:
        return _by_periods(evidence, policy, measure, window)
    return _by_counts(evidence, policy, measure, last, _enough(evidence, policy, measure, window), row)


def _last_judged(evidence: Evidence, period: Period) -> Period:
    """Return the period proof is judged at: a running one waits for its last day, a quarter is judged in months."""
    last = period if period.grain is not Grain.QUARTER else period.parts(Grain.MONTH)[-1]
    while not last.complete(evidence.as_of):
        last = last.previous
    return last


def _whole_periods(evidence: Evidence, policy: Policy, last: Period, row: Bounds) -> tuple[Period, ...]:
    marks = (level_since(evidence), last_cut(evidence, policy, last.last), row.effective_from)
    began = max((day for day in marks if day is not None), default=date.min)
    return tuple(each for each in ending(last, policy.proof.max_periods) if each.first >= began)


def _enough(evidence: Evidence, policy: Policy, measure: Measure, window: tuple[Period, ...]) -> tuple[Period, ...]:
    """Return the last three periods, and as many before them as it takes to reach enough cases."""
    for size in range(min(policy.proof.periods, len(window)), len(window) + 1):
        figure = pooled(evidence, policy, measure, window[len(window) - size :])
        if figure is not None and (figure.n is None or figure.n >= policy.proof.min_n):
            return window[len(window) - size :]
    return window


def _by_counts(
    evidence: Evidence, policy: Policy, measure: Measure, last: Period, window: tuple[Period, ...], row: Bounds
) -> Proof:
    figure = pooled(evidence, policy, measure, window)
    counts = counts_of(figure)
    noise = noise_of(evidence, policy, measure, last)
    if counts is None or row.passes is None:
        why = "the cases behind it were not given" if figure is not None else _why_nothing(evidence, last, window, row)
        return Proof(False, None, None, 0, noise.phi, say("proof.no_counts", f"Not proven: {why}."))
    k, n = counts
    surety = proven(k, n, row.passes, measure.direction, noise.phi, policy.proof.z)
    is_proven = surety.proven and n >= policy.proof.min_n
    words = bound_words(measure, row.passes, currency_of(evidence, policy))
    sentence = _sentence(measure, policy, (k, n), noise, row.passes, words, is_proven)
    return Proof(is_proven, surety.interval.low, surety.interval.high, round(n), noise.phi, sentence)


def _why_nothing(evidence: Evidence, last: Period, window: tuple[Period, ...], row: Bounds) -> str:
    whole = f"no whole {last.grain.name.lower()} has"
    if window:
        return f"{whole} been measured yet"
    if row.effective_from > last.first:
        return f"{whole} passed since its bounds were set"
    is_new = (level_since(evidence) or date.min) > last.first
    return f"{whole} passed since {'the level began' if is_new else 'the sampling plan changed'}"


def _sentence(
    measure: Measure, policy: Policy, counts: tuple[float, float], noise: Noise, limit: Limit, words: str, sure: bool
) -> Sentence:
    k, n = counts
    seen = f"{text.n_of(k, n)} {measure.denominator or 'cases'}"
    unwelcome = n - k if measure.direction is Direction.HIGHER else k
    if unwelcome == 0 and measure.direction is not Direction.BAND:
        most = text.percent(zero_upper(n, policy.proof.zero_confidence))
        seen = f"0 in {text.count(n)} {measure.denominator or 'cases'} went wrong, so at most {most} do"
    if sure:
        return say("proof.sure", f"{seen}: surely {words}.", k=k, n=n, phi=noise.phi)
    more = _more(measure, policy, unwelcome, n, noise, limit)
    if more is None:
        return say("proof.not_sure", f"{seen}: not yet sure to be {words}.", k=k, n=n, phi=noise.phi)
    wanted = f"about {text.count(_rounded(more))} more are needed to be sure of {words}"
    return say("proof.more_needed", f"{seen}; {wanted}.", k=k, n=n, phi=noise.phi, more=more)


def _more(measure: Measure, policy: Policy, unwelcome: float, n: float, noise: Noise, limit: Limit) -> int | None:
    """Return how many more good cases it would take, None where no number would do."""
    if isinstance(limit, Band):
        return None
    needed = n_needed(limit, round(unwelcome), measure.direction, policy.proof.z, noise.phi)
    return None if needed is None else max(needed, policy.proof.min_n) - round(n)


def _by_periods(evidence: Evidence, policy: Policy, measure: Measure, window: tuple[Period, ...]) -> Proof:
    wanted = policy.proof.periods
    last = window[-wanted:]
    passing = sum(
        standing(evidence, policy, measure, each).raw in (Verdict.PASSING, Verdict.MET)
        and series(evidence, policy, measure).figure(each) is not None
        for each in last
    )
    noun = f"{last[-1].grain.name.lower()}s" if last else "periods"
    said = f"Passed in {passing} of the last {wanted} {noun}; it has to pass in each."
    if passing == wanted:
        said = f"Passed in each of the last {wanted} {noun}."
    sentence = say("proof.periods", said, passing=passing, wanted=wanted)
    return Proof(passing == wanted, None, None, passing, 1.0, sentence)


def _rounded(more: int) -> int:
    """Round to what "about" promises: tens up to a hundred, fifties above."""
    step = 10 if more <= 100 else 50
    return max(step, (more + step // 2) // step * step)
