"""What figures say by themselves: people step in more, work is faster but worse, money runs away (rules 4 and 5)."""

from __future__ import annotations

from collections.abc import Iterable

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.activity import is_in_service
from agent_scorecard.rules.answers import Finding, Sentence, say
from agent_scorecard.rules.approvals import concentration, rubber_stamp
from agent_scorecard.rules.budget import budget
from agent_scorecard.rules.climbing import Trial, after_changes, against_reference, age, on_watch, testable
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Change
from agent_scorecard.rules.finding import found
from agent_scorecard.rules.periods import Period
from agent_scorecard.rules.sampling import sampling_below_plan
from agent_scorecard.rules.speed import faster_but_worse, mix_changed, volume_up_outcome_down
from agent_scorecard.rules.spend import cost_change, cost_tail, spike
from agent_scorecard.rules.statistics import Climb, Difference

INTERVENTION, ESCALATION = "intervention_rate", "escalation_rate"
_KINDS = {"sop": "procedure"}


def signals(evidence: Evidence, policy: Policy, period: Period) -> tuple[Finding, ...]:
    """Return every finding the figures give rise to, in the order of the rules; one out of service only spends."""
    spending = budget(evidence, policy)
    if not is_in_service(evidence):
        return spending
    single = (
        intervention(evidence, policy),
        escalation(evidence, policy),
        faster_but_worse(evidence, policy, period),
        volume_up_outcome_down(evidence, policy, period),
        rubber_stamp(evidence, policy),
        concentration(evidence, policy),
        sampling_below_plan(evidence, policy),
        cost_change(evidence, policy),
        cost_tail(evidence, policy),
        spike(evidence, policy),
    )
    raised = (finding for finding in single if finding is not None)
    return (*raised, *spending, *mix_changed(evidence, policy, period))


def intervention(evidence: Evidence, policy: Policy) -> Finding | None:
    """Return the alert that people step in more often, or the watch, which never steps anybody down (rules 4)."""
    alert = first_of(Climb.ALERT, alarms(evidence, policy, INTERVENTION))
    if alert is not None:
        return found(evidence, policy, "intervention_climbing", _said("intervention_climbing", "People step in", alert))
    watch = first_of(None, on_watch(evidence, policy, INTERVENTION))
    if watch is not None:
        return found(evidence, policy, "intervention_watch", _said("intervention_watch", "People step in", watch))
    return None


def escalation(evidence: Evidence, policy: Policy) -> Finding | None:
    """Return the finding that more runs are handed to a person, by the same test as interventions (rules 4)."""
    alert = first_of(Climb.ALERT, alarms(evidence, policy, ESCALATION))
    code = "escalation_climbing"
    return None if alert is None else found(evidence, policy, code, _said(code, "Runs are handed to a person", alert))


def alarms(evidence: Evidence, policy: Policy, measure: str) -> tuple[Trial, ...]:
    """Return the alert tests that hold today: after each change still looked at, else against the frozen reference."""
    days = policy.signals.after_days
    if any(age(evidence, row) <= days for row in testable(evidence, policy, evidence.as_of)):
        return after_changes(evidence, policy, measure)
    trial = against_reference(evidence, policy, measure)
    return () if trial is None else (trial,)


def tested(evidence: Evidence, policy: Policy, measure: str) -> Trial | None:
    """Return the test that speaks today: the alert, else the watch on interventions, else the latest one, quiet."""
    trials = alarms(evidence, policy, measure)
    watches = on_watch(evidence, policy, measure) if measure == INTERVENTION else ()
    return first_of(Climb.ALERT, trials) or first_of(None, watches) or next(iter(trials), None)


def first_of(answer: Climb | None, trials: Iterable[Trial]) -> Trial | None:
    """Return the first test with this answer, or, without one, the first that is not quiet."""
    return next(
        (
            trial
            for trial in trials
            if trial.result.answer is answer or (answer is None and trial.result.answer is not Climb.QUIET)
        ),
        None,
    )


def change_words(change: Change | None) -> str:
    """ "since model 4.1 → 4.2", "since the prompt changed", "against the quarter before"."""
    if change is None:
        return "compared with the twelve weeks before this quarter"
    kind = _KINDS.get(change.kind.value, change.kind.value)
    if change.from_value and change.to_value:
        return f"since {kind} {change.from_value} → {change.to_value}"
    return f"since {kind} {change.to_value}" if change.to_value else f"since the {kind} changed"


def _said(code: str, what: str, trial: Trial) -> Sentence:
    before, after = trial.before, trial.after
    rise = "for the first time" if trial.result.ratio is None else f"{text.percent(trial.relative, 0)} more often"
    sizes = f"n = {text.count(after[1])} after {text.count(before[1])}"
    shares = f"{text.percent(after[0] / after[1])} after {text.percent(before[0] / before[1])}"
    return say(
        code,
        f"{what} {rise} {change_words(trial.change)}: {shares} ({sizes}){_between(trial)}.",
        change=trial.change.change if trial.change else None,
        before=before[0],
        of_before=before[1],
        after=after[0],
        of_after=after[1],
        phi=trial.phi,
    )


def _between(trial: Trial) -> str:
    interval: Difference | None = trial.result.wide
    if interval is None:
        return ""
    low, high = (text.points(end).removeprefix("+") for end in (interval.low, interval.high))
    return f", {low.split(' ')[0]} to {high} more"
