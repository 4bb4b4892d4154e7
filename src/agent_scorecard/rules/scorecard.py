"""The measures of an agent's card, the answer of each group, the headline and its guard (rules 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.answers import GroupAnswer, Judged, say
from agent_scorecard.rules.bounds import bounded_measures, bounds_at
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.figures import figure, may_have_figures
from agent_scorecard.rules.measure import judge
from agent_scorecard.rules.periods import Period
from agent_scorecard.vocabulary import Group, Verdict, worst

GROUPS = (Group.OUTCOME, Group.QUALITY, Group.ADOPTION, Group.CONTROL)


def judged_measures(evidence: Evidence, policy: Policy, period: Period) -> tuple[Judged, ...]:
    """Return every measure of the card in the order of the catalogue (rules 3).

    Those with bounds, the universal ones every live agent carries, and whatever else has a figure in the period.
    """
    shown = set(_fixed(evidence, policy))
    shown |= {key for key, measure in evidence.company.measures.items() if measure.universal}
    for key in may_have_figures(evidence, policy):
        measure = evidence.company.measures.get(key)
        if key not in shown and measure and figure(evidence, policy, measure, period) is not None:
            shown.add(key)
    return tuple(
        judge(evidence, policy, measure, period) for key, measure in evidence.company.measures.items() if key in shown
    )


def group_answers(judged: Iterable[Judged]) -> Mapping[Group, GroupAnswer]:
    """Return the answer of each of the four groups: its worst judged measure, never a mean (rules 3)."""
    rows = list(judged)
    return MappingProxyType({group: _group(group, [row for row in rows if _is_in(row, group)]) for group in GROUPS})


def headlines(judged: Iterable[Judged]) -> tuple[Judged, ...]:
    """Return the one or two measures that define good work."""
    return tuple(row for row in judged if row.bounds is not None and row.bounds.headline)


def guards_failing(judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """Return the guards at or beyond their fail bound: they block an expansion (columns.csv bounds.guard_of)."""
    kept = {row.measure.key for row in headlines(judged)}
    return tuple(
        row
        for row in judged
        if row.bounds is not None and row.bounds.guard_of in kept and row.verdict is Verdict.MISSED
    )


def outcome_measures(evidence: Evidence, policy: Policy) -> tuple[Measure, ...]:
    """Return the outcome measures fixed for the agent."""
    known = (evidence.company.measures.get(key) for key in _fixed(evidence, policy))
    return tuple(measure for measure in known if measure is not None and measure.group is Group.OUTCOME)


def only_gameable(evidence: Evidence, policy: Policy) -> tuple[Measure, ...]:
    """Return the outcome measures when the agent could drive up every one of them by itself, else nothing (rules 3)."""
    measures = outcome_measures(evidence, policy)
    return measures if measures and all(measure.gameable for measure in measures) else ()


def _fixed(evidence: Evidence, policy: Policy) -> tuple[str, ...]:
    """Return the measures with bounds on the as-of day: those fixed at the design review."""
    keys = bounded_measures(evidence, policy)
    return tuple(key for key in keys if bounds_at(evidence, policy, key, evidence.as_of) is not None)


def _is_in(row: Judged, group: Group) -> bool:
    return row.measure.group is group


def _group(group: Group, rows: Sequence[Judged]) -> GroupAnswer:
    fixed = [row for row in rows if row.bounds is not None]
    verdict = worst(row.verdict for row in fixed)
    if verdict is not None:
        first = next(row for row in fixed if row.verdict is verdict)
        sentence = say(
            "group.worst",
            f"{first.measure.name}: {first.sentence.text}",
            measure=first.measure.key,
            verdict=verdict.value,
        )
        return GroupAnswer(group, verdict, sentence)
    valued = [row.measure.name for row in rows if row.figure is not None]
    if valued and not any(row.bounds is not None and row.bounds.passes is not None for row in fixed):
        text = f"{valued[0]} has a value, but no measure of this group has a bound to judge it by."
        return GroupAnswer(group, Verdict.NO_BOUND, say("group.no_bound", text, group=group.value))
    if fixed:
        text = f"Nothing measured yet: {fixed[0].measure.name} is agreed, but has no value in the period."
        return GroupAnswer(group, Verdict.NO_DATA, say("group.no_data", text, group=group.value))
    return GroupAnswer(group, Verdict.NO_DATA, say("group.no_data", "No measure is agreed for it.", group=group.value))
