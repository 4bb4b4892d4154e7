"""Judges one measure of one agent in one period, with the sentence that says why (rules 2)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.answers import Figure, Judged, Proof, Sentence
from agent_scorecard.rules.approvals import is_distrusted
from agent_scorecard.rules.bounds import baseline_of
from agent_scorecard.rules.derived_money import currency_of
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.figures import series
from agent_scorecard.rules.interventions import KEY, beside, too_few_to_see
from agent_scorecard.rules.once import once
from agent_scorecard.rules.periods import Period, ending
from agent_scorecard.rules.proof import proof
from agent_scorecard.rules.run_counts import any_stated
from agent_scorecard.rules.sentences import Spread, how_computed, no_data_sentence, verdict_sentence
from agent_scorecard.rules.statistics import corrected, wilson
from agent_scorecard.rules.verdicts import Standing, counts_of, noise_of, standing
from agent_scorecard.vocabulary import Verdict

TREND = 6


def judge(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> Judged:
    """Return what the rules say about a measure in a period; worked out once."""
    return once(evidence, policy, ("judged", measure.key, period), lambda: _judge(evidence, policy, measure, period))


def trend(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> tuple[Figure | None, ...]:
    """Return the figures of the last six periods, None where nothing was measured or only a mapping said when."""
    of = series(evidence, policy, measure)
    return tuple(_timed(evidence, policy, each, of.figure(each)) for each in ending(period, TREND))


@dataclass(frozen=True)
class Explained:
    """Each part of the explanation of a verdict, worked out when it is first read: most of a thousand never are."""

    evidence: Evidence
    policy: Policy
    measure: Measure
    period: Period
    stands: Standing
    verdict: Verdict

    @cached_property
    def sentence(self) -> Sentence:
        return _sentence(self.evidence, self.policy, self.measure, self.period, self.stands, self.verdict)

    @cached_property
    def how(self) -> str:
        currency = currency_of(self.evidence, self.policy)
        return how_computed(self.measure, self.stands, self._spread, self.policy, currency)

    @property
    def low(self) -> float | None:
        return self._spread.low if self._spread else None

    @property
    def high(self) -> float | None:
        return self._spread.high if self._spread else None

    @cached_property
    def trend(self) -> tuple[Figure | None, ...]:
        return trend(self.evidence, self.policy, self.measure, self.period)

    @cached_property
    def proof(self) -> Proof | None:
        return proof(self.evidence, self.policy, self.measure, self.period)

    @cached_property
    def _spread(self) -> Spread | None:
        return _spread(self.evidence, self.policy, self.measure, self.period, self.stands)


def _judge(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> Judged:
    stands = standing(evidence, policy, measure, period)
    verdict = stands.shown
    if stands.figure is not None and is_distrusted(evidence, policy, measure.key, period):
        verdict = Verdict.NOT_TRUSTED
    return Judged(
        measure=measure,
        period=period,
        verdict=verdict,
        raw=stands.raw,
        figure=stands.figure,
        bounds=stands.bounds,
        explained=Explained(evidence, policy, measure, period, stands, verdict),
        baseline=baseline_of(measure, stands.bounds),
        within_noise=stands.shown is not stands.raw,
        provisional=stands.provisional,
        window=stands.window,
    )


def _sentence(
    evidence: Evidence, policy: Policy, measure: Measure, period: Period, stands: Standing, verdict: Verdict
) -> Sentence:
    currency = currency_of(evidence, policy)
    known = beside(evidence, policy, measure, period)
    few = too_few_to_see(evidence, policy) if measure.key == KEY and _is_latest(evidence, period) else None
    if stands.figure is None:
        return known or no_data_sentence(measure, period, _last(evidence, policy, measure, period), currency)
    said = verdict_sentence(measure, stands, verdict, period, policy, currency)
    return said._replace(text=" ".join(each.text for each in (said, known, few) if each is not None))


def _is_latest(evidence: Evidence, period: Period) -> bool:
    return evidence.as_of <= period.next.last


def _last(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> tuple[Period, Figure] | None:
    of = series(evidence, policy, measure)
    earlier = of.last_before(period, policy.verdicts.sticky_periods) or of.last_loaded(period)
    figure = of.figure(earlier) if earlier is not None else None
    return None if earlier is None or figure is None else (earlier, figure)


def _spread(evidence: Evidence, policy: Policy, measure: Measure, period: Period, stands: Standing) -> Spread | None:
    """Return how far a rate may lie from the truth, None for any other measure and where n was not given."""
    counts = counts_of(stands.figure) if measure.is_rate else None
    if counts is None:
        return None
    noise = noise_of(evidence, policy, measure, period)
    interval = wilson(*corrected(*counts, noise.phi), policy.proof.z)
    return Spread(interval.low, interval.high, noise)


def _timed(evidence: Evidence, policy: Policy, period: Period, figure: Figure | None) -> Figure | None:
    is_stated = figure is not None and figure.derived and any_stated(evidence, policy, period.first, period.last)
    return None if is_stated else figure
