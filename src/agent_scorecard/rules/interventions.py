"""What is said about people stepping in beside the rate itself: the share of all runs, and what a small agent needs."""

from __future__ import annotations

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.answers import Sentence, say
from agent_scorecard.rules.climbing import lately
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.figures import figure
from agent_scorecard.rules.periods import Period
from agent_scorecard.rules.run_counts import people_known, sums_in
from agent_scorecard.rules.statistics import runs_to_see

KEY = "intervention_rate"
VOLUME = "volume"
POWER = 0.8416
"""Normal quantile for finding a doubling four times in five (calibration 1)."""


def beside(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> Sentence | None:
    """Return what stands beside the intervention rate: the share of all completed runs and how many were read.

    Where the log knows nothing of people, or only human_override, it says so: the rate is not measured (rules 4).
    None for other measures.
    """
    sums = sums_in(evidence, policy, period)
    completed = sums.of("completed")
    if measure.key != KEY:
        return None
    if not completed:
        return _loaded(evidence, policy, measure, period)
    if not people_known(evidence, policy):
        words = "Not measured: the log does not say what people did."
        return say("intervention.people_unknown", words, completed=completed)
    if not sums.reading_known:
        overridden = min(sums.of("overridden"), completed)
        return say(
            "intervention.reading_unknown",
            f"Not measured: the log does not say what was read. {text.percent(overridden / completed)} of completed "
            f"runs ({text.n_of(overridden, completed)}) were overridden.",
            overridden=overridden,
            completed=completed,
        )
    return _of_all("completed runs", sums.of("interventions_completed"), sums.of("reviewed"), completed)


def too_few_to_see(evidence: Evidence, policy: Policy) -> Sentence | None:
    """Return how many more reviewed runs it takes to see a doubling, None where the last weeks held enough."""
    numbers, recent = policy.signals, lately(evidence, policy, KEY)
    if recent is None or not recent[1][0]:
        return None
    _, (stepped, reviewed) = recent
    ratio = numbers.reference_days / numbers.window_days
    needed = runs_to_see(min(1.0, stepped / reviewed), 2, z=numbers.alert_z, z_power=POWER, before_to_after=ratio)
    if needed is None or needed <= reviewed:
        return None
    more = needed - round(reviewed)
    return say(
        "intervention.too_few_to_see",
        f"It takes about {text.count(more)} more reviewed runs to see a doubling: read every intervention.",
        more=more,
        reviewed=reviewed,
    )


def _loaded(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> Sentence | None:
    """Return the same from loaded figures, where the volume was loaded beside them."""
    volume = evidence.company.measures.get(VOLUME)
    ran = figure(evidence, policy, volume, period) if volume is not None else None
    read = figure(evidence, policy, measure, period)
    if ran is None or not ran.value or read is None or read.numerator is None or read.denominator is None:
        return None
    return _of_all("runs", read.numerator, read.denominator, ran.value)


def _of_all(what: str, stepped: float, read: float, runs: float) -> Sentence:
    share, reviewed = (text.percent(min(1.0, part / runs)) for part in (stepped, read))
    return say(
        "intervention.of_all_runs",
        f"{share} of all {what} ({text.n_of(stepped, runs)}); {reviewed} of them were read.",
        interventions=stepped,
        completed=runs,
        reviewed=read,
    )
