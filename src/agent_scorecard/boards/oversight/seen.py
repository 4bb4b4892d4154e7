"""Agents with the actions a reader narrowed them to: what every view of the page is built from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.blast_radius import does_harm
from agent_scorecard.rules.facts import Action
from agent_scorecard.rules.oversight import ModeAnswer, action_tier, effective_modes
from agent_scorecard.vocabulary import Mode, Status, Tier

NOT_STATED = "not stated"


class View(StrEnum):
    """The page by subject, in its order."""

    GATES = "Human gates"
    PEOPLE = "People"
    LIMITS = "Limits"
    ACCESS = "Access"
    STOPPING = "Stop and undo"
    APPROVALS = "Approvals"
    NEXT_MODE = "Next mode"


@dataclass(frozen=True, slots=True)
class OversightFilter:
    """What the reader narrowed the page to; an empty choice means everything. Tier and mode are those of actions."""

    team: str = ""
    tiers: frozenset[Tier] = frozenset()
    modes: frozenset[Mode] = frozenset()
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """One agent with the modes of those of its actions that fit the choice."""

    one: Assessment
    modes: tuple[ModeAnswer, ...]

    @property
    def agent(self) -> str:
        return self.one.evidence.agent.agent

    @property
    def name(self) -> str:
        return self.one.evidence.agent.name

    @property
    def about(self) -> str:
        """The agent in one line: its team, its status unless live, its tier and the level allowed today."""
        reading, agent = self.one.reading, self.one.evidence.agent
        parts = (
            agent.team,
            "" if agent.status is Status.LIVE else agent.status.value,
            f"tier {words.tier_word(reading).removeprefix('tier ')}",
            f"level {reading.allowed.value} allowed today",
        )
        return " · ".join(part for part in parts if part)

    @property
    def usable(self) -> tuple[ModeAnswer, ...]:
        """The actions that may run at all."""
        return tuple(answer for answer in self.modes if answer.mode is not Mode.FORBIDDEN)

    @property
    def acting(self) -> tuple[ModeAnswer, ...]:
        """The actions that have an effect of their own, approved or not."""
        return tuple(row for row in self.modes if does_harm(row.action, row.mode))


def seen(assessed: Iterable[Assessment], policy: Policy) -> tuple[Seen, ...]:
    """Return the agents in view with all their actions."""
    return tuple(
        Seen(one, effective_modes(one.evidence, policy, one.reading.allowed)) for one in assessed if words.in_view(one)
    )


def narrowed(every: Iterable[Seen], policy: Policy, choice: OversightFilter) -> tuple[Seen, ...]:
    """Return the agents that fit with those of their actions that do; one without such an action is left out."""
    by_action = bool(choice.tiers or choice.modes)
    found = (_fitting(each, policy, choice) if by_action else each for each in every if _is_wanted(each, choice))
    return tuple(each for each in found if each.modes or not by_action)


def counted(part: int, of: int, noun: str) -> str:
    """ "9 of 12 agents", "1 of 1 agent"."""
    return f"{format.n_of(part, of)} {noun if of == 1 else noun + 's'}"


def about(action: Action) -> str:
    """Where an action works and what its permission allows: "payments · write"."""
    access = action.access.value if action.access else f"access {NOT_STATED}, taken for write"
    return " · ".join(part for part in (action.system, access) if part)


def _fitting(each: Seen, policy: Policy, choice: OversightFilter) -> Seen:
    return Seen(each.one, tuple(answer for answer in each.modes if _fits(answer, policy, choice)))


def _is_wanted(each: Seen, choice: OversightFilter) -> bool:
    agent = each.one.evidence.agent
    return choice.team in ("", agent.team) and choice.agent in ("", agent.agent)


def _fits(answer: ModeAnswer, policy: Policy, choice: OversightFilter) -> bool:
    return (not choice.modes or answer.mode in choice.modes) and (
        not choice.tiers or action_tier(answer.action, policy) in choice.tiers
    )
