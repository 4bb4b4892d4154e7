"""The facts that complete a step of a rollout plan, each with the words that show it or say what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.activity import last_sign
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.figures import series
from agent_scorecard.rules.headlines import headlines
from agent_scorecard.rules.levels import in_order
from agent_scorecard.rules.oversight import usable_actions
from agent_scorecard.rules.periods import Grain, containing
from agent_scorecard.rules.raci import raci
from agent_scorecard.rules.raci_gaps import gaps_of
from agent_scorecard.rules.run_counts import added, run_days
from agent_scorecard.rules.units import in_words
from agent_scorecard.vocabulary import CaseSource, ChangeKind, Choice, ExpandKind

REAL = (CaseSource.REAL, CaseSource.MIXED)
READ = ("human_correction_rate", "rejection_rate", "intervention_rate", "approval_rate")
NO_IMPROVEMENT = (ChangeKind.STATUS, ChangeKind.LEVEL, ChangeKind.MODE)


class Shown(NamedTuple):
    """Whether a fact is there, and one sentence: what shows it, or what is to be done."""

    there: bool
    sentence: str


class Rollout(NamedTuple):
    """An agent and the day its pilot began; `days` is the number a step asks for."""

    evidence: Evidence
    policy: Policy
    began: date | None
    days: int

    def day(self, when: date) -> str:
        return text.day(when, self.evidence.as_of)

    def is_since(self, when: date) -> bool:
        return self.began is None or when >= self.began


def piloted(one: Rollout) -> Shown:
    if one.began is None:
        return Shown(False, "No pilot has begun: give its first day as pilot_started.")
    return Shown(True, f"Since {one.day(one.began)}.")


def approved(one: Rollout) -> Shown:
    """A person answered: an approval was decided, an output was read, or a share of what was read is loaded."""
    decided = sum(row.verdict.is_decided for row in one.evidence.approvals)
    read = added(run_days(one.evidence, one.policy).rows).of("reviewed")
    if decided or read:
        return Shown(True, f"{text.plural(max(decided, round(read)), 'answer')} of people on file.")
    loaded = next((one.evidence.company.measures[key] for key in READ if one.evidence.observations.get(key)), None)
    if loaded is not None:
        return Shown(True, f"People read its work: {loaded.name.lower()} is loaded.")
    return Shown(False, "No answer of a person is on file: load approvals, or who reviewed each run.")


def measured(one: Rollout) -> Shown:
    names = [row.measure for row in headlines(one.evidence, one.policy)]
    month = containing(one.evidence.as_of, Grain.MONTH)
    for name in names:
        measure = one.evidence.company.measures.get(name)
        if measure is None:
            continue
        of = series(one.evidence, one.policy, measure)
        last = month if of.figure(month) is not None else of.last_before(month, steps=3)
        if last is not None:
            return Shown(True, f"{measure.name} in {in_words(last)}.")
    missing = "Its headline has no figure of the last months: load one." if names else "No headline measure is agreed."
    return Shown(False, missing)


def improved(one: Rollout) -> Shown:
    """Something was changed because of what was seen: a promise of a week was kept, or a change was logged."""
    weeks = {row.seq for row in one.evidence.weekly_reviews}
    kept = [row.done_on for row in one.evidence.follow_ups if row.decision in weeks and row.done_on is not None]
    days = [company_day(one.evidence, row.changed_at) for row in one.evidence.changes if row.kind not in NO_IMPROVEMENT]
    last = max([*kept, *(day for day in days if one.is_since(day))], default=None)
    if last is None:
        return Shown(False, "Nothing was changed since it began: promise one change in a weekly review.")
    return Shown(True, f"Last changed on {one.day(last)}.")


def real_evals(one: Rollout) -> Shown:
    found = [row for row in one.evidence.evals if row.case_source in REAL]
    if not found:
        return Shown(False, "No eval on real cases is on file: load one with case_source real.")
    last = max(found, key=lambda row: row.run_at)
    return Shown(True, f"{text.plural(last.cases, 'case')}, run on {one.day(company_day(one.evidence, last.run_at))}.")


def ran(one: Rollout) -> Shown:
    last = last_sign(one.evidence)
    if one.began is None or last is None or last < one.began:
        return Shown(False, "Nothing is known of its work yet: load its runs or figures.")
    days = (last - one.began).days
    if days < one.days:
        return Shown(False, f"{text.plural(days, 'day')} so far, {one.days} are asked for.")
    return Shown(True, f"{text.plural(days, 'day')} of work are known.")


def reviewed(one: Rollout) -> Shown:
    held = [row.held_on for row in one.evidence.weekly_reviews if one.is_since(row.begins)]
    if not held:
        return Shown(False, "No weekly review is recorded: hold one.")
    return Shown(True, f"{text.plural(len(held), 'weekly review')}, the last on {one.day(max(held))}.")


def decided(one: Rollout) -> Shown:
    rows = [row for row in in_order(one.evidence) if one.is_since(row.as_of) and row.choice is not Choice.MAINTAIN]
    if not rows:
        return Shown(False, "Nothing but to go on was decided since it began.")
    return Shown(True, f"{rows[-1].choice.value.capitalize()} on {one.day(rows[-1].as_of)}.")


def answered_for(one: Rollout) -> Shown:
    actions = usable_actions(one.evidence)
    if not actions:
        return Shown(False, "No action is on file: list what it may do.")
    open_ones = [row for row in actions if gaps_of(one.evidence, one.policy, raci(one.evidence, one.policy, row))]
    if open_ones:
        return Shown(False, f"On {text.n_of(len(open_ones), len(actions))} actions somebody is missing.")
    return Shown(True, f"Nobody is missing on {text.plural(len(actions), 'action')}.")


def practised(one: Rollout) -> Shown:
    passed = [row.drilled_on for row in one.evidence.drills if row.passed]
    if not passed:
        return Shown(False, "No drill of its kill switch passed: hold one and load it.")
    return Shown(True, f"On {one.day(max(passed))}.")


def raised(one: Rollout) -> Shown:
    kinds = (ExpandKind.LEVEL, ExpandKind.MODE)
    rows = [
        row
        for row in in_order(one.evidence)
        if row.choice is Choice.EXPAND and row.kind in kinds and one.is_since(row.as_of)
    ]
    if not rows:
        return Shown(False, "No level or mode was raised since it began.")
    return Shown(True, f"Raised on {one.day(rows[-1].as_of)}.")


FACTS: Mapping[str, Callable[[Rollout], Shown]] = MappingProxyType(
    {
        rule.__name__: rule
        for rule in (
            *(piloted, approved, measured, improved),
            *(real_evals, ran, reviewed, decided),
            *(answered_for, practised, raised),
        )
    }
)
