"""What is said about people stepping in beside the rate itself: the share of all runs, and what a small agent needs."""

from __future__ import annotations

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.answers import Sentence, say
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.periods import Period
from agent_scorecard.rules.run_counts import added, day_before, people_known, run_days, sums_in
from agent_scorecard.rules.statistics import runs_to_see

KEY = "intervention_rate"
POWER = 0.8416
"""Normal quantile for finding a doubling four times in five (calibration 1)."""


def beside(evidence: Evidence, policy: Policy, measure: Measure, period: Period) -> Sentence | None:
    """Return what stands beside the intervention rate: the share of all completed runs and how many were read.

    Where the log knows nothing of people, or only human_override, it says so: the rate is not measured (rules 4).
    None for other measures.
    """
    sums = sums_in(evidence, policy, period)
    completed = sums.of("completed")
    if measure.key != KEY or not completed:
        return None
    if not people_known(evidence, policy):
        words = "Not measured: the log does not say what people did."
        return say("intervention.people_unknown", words, completed=completed)
    if not sums.reading_known:
        share = text.percent(sums.of("overridden") / completed)
        return say(
            "intervention.reading_unknown",
            f"Not measured: the log does not say what was read. {share} of completed runs were overridden.",
            overridden=sums.of("overridden"),
            completed=completed,
        )
    stepped, read = sums.of("interventions_completed") / completed, min(1.0, sums.of("reviewed") / completed)
    return say(
        "intervention.of_all_runs",
        f"{text.percent(stepped)} of all completed runs; {text.percent(read)} of them were read.",
        interventions=sums.of("interventions_completed"),
        completed=completed,
        reviewed=sums.of("reviewed"),
    )


def too_few_to_see(evidence: Evidence, policy: Policy) -> Sentence | None:
    """Return how many more reviewed runs it takes to see a doubling, None where the last weeks held enough."""
    numbers = policy.signals
    first = day_before(evidence.as_of, numbers.window_days - 1)
    sums = added(run_days(evidence, policy).between(first, evidence.as_of, timed=True))
    reviewed, stepped = sums.of("reviewed"), sums.of("interventions")
    if not (reviewed and stepped and sums.reading_known):
        return None
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
