"""Rollout plans: the loop of every agent in six steps, and how far the young ones are on their first days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_scorecard import format
from agent_scorecard.boards.gates.passing import Passing
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.plans import LOOP, PlanAnswer, StepAnswer, plan, plans

LONGEST = 90
"""Days after which the plans are history; the loop goes on."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step: `when` is its day, late where it passed without the fact."""

    code: str
    text: str
    there: bool
    said: str
    when: str
    late: bool


@dataclass(frozen=True, slots=True)
class PlanPart:
    """One plan of one agent; `folded` where its days are over or everything is there."""

    key: str
    name: str
    about: str
    steps: tuple[StepLine, ...]
    folded: bool


@dataclass(frozen=True, slots=True)
class AgentPlans:
    """The rollout of one agent: the loop first, then the plans with days."""

    agent: str
    name: str
    day: str
    loop: tuple[StepLine, ...]
    plans: tuple[PlanPart, ...]


@dataclass(frozen=True, slots=True)
class RolloutRow:
    """One agent in the list: the loop as marks, the plans as counts while their days last, and the next step."""

    agent: str
    name: str
    about: str
    day: str
    is_young: bool
    loop: tuple[StepLine, ...]
    counts: tuple[str, ...]
    next: str
    next_said: str
    late: bool


def agent_plans(evidence: Evidence, policy: Policy) -> AgentPlans:
    """Build the rollout of one agent."""
    loop = plan(evidence, policy, LOOP)
    return AgentPlans(
        agent=evidence.agent.agent,
        name=evidence.agent.name,
        day=_day(loop, evidence),
        loop=_lines(loop, evidence),
        plans=tuple(_part(each, evidence) for each in plans(evidence, policy)),
    )


def rollouts(shown: Sequence[Passing], policy: Policy) -> tuple[RolloutRow, ...]:
    """Return one row for each agent: first those in their first ninety days, what is late before what is not."""
    found = (_row(each.one.evidence, policy, each.about) for each in shown)
    return tuple(sorted(found, key=lambda row: (not row.is_young, not row.late, row.name.casefold(), row.agent)))


def plan_names(evidence: Evidence, policy: Policy) -> tuple[str, ...]:
    return tuple(each.name for each in plans(evidence, policy))


def _row(evidence: Evidence, policy: Policy, about: str) -> RolloutRow:
    loop, dated = plan(evidence, policy, LOOP), plans(evidence, policy)
    is_young = loop.day is not None and loop.day <= LONGEST
    owed = [step for each in dated for step in each.steps if not step.there] if is_young else []
    late = next((step for step in owed if step.is_late), None)
    step = late or (next(iter(owed), None) if is_young else loop.next)
    return RolloutRow(
        agent=evidence.agent.agent,
        name=evidence.agent.name,
        about=about,
        day=_day(loop, evidence),
        is_young=is_young,
        loop=_lines(loop, evidence),
        counts=tuple(format.n_of(each.there, len(each.steps)) if is_young else "–" for each in dated),
        next=step.text if step is not None else "Nothing is open",
        next_said=_next_said(step, evidence),
        late=late is not None,
    )


def _next_said(step: StepAnswer | None, evidence: Evidence) -> str:
    if step is None:
        return ""
    when = f"{_when(step, evidence)}. " if step.due is not None else ""
    return f"{when[:1].upper()}{when[1:]}{step.sentence.text}"


def _part(each: PlanAnswer, evidence: Evidence) -> PlanPart:
    is_past = each.day is not None and each.day > LONGEST
    about = f"{format.n_of(each.there, len(each.steps))} there"
    return PlanPart(each.key, each.name, about, _lines(each, evidence), is_past or each.next is None)


def _lines(answer: PlanAnswer, evidence: Evidence) -> tuple[StepLine, ...]:
    return tuple(
        StepLine(step.code, step.text, step.there, step.sentence.text, _when(step, evidence), step.is_late)
        for step in answer.steps
    )


def _when(step: StepAnswer, evidence: Evidence) -> str:
    if step.due is None:
        return ""
    day = format.day(step.due, evidence.as_of)
    if not step.is_late:
        return f"by {day}"
    return f"by {day}, {format.plural((evidence.as_of - step.due).days, 'day')} late"


def _day(answer: PlanAnswer, evidence: Evidence) -> str:
    if answer.began is None or answer.day is None:
        return "No pilot yet"
    if answer.day < 0:
        return f"Begins {format.day(answer.began, evidence.as_of)}"
    return f"Day {format.count(answer.day)}"
