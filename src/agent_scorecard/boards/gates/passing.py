"""Agents on their way through the gates: what every view of the page is built from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.shapes import Fact
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules import gates as rules
from agent_scorecard.rules.answers import Assessment, Finding
from agent_scorecard.rules.gate_steps import GateState, missing_next, state_of
from agent_scorecard.rules.gates import Checklist, GateStanding
from agent_scorecard.vocabulary import Severity, Status, Tier

SUBJECT = "gates"


class View(StrEnum):
    """The page by subject, in its order."""

    AGENTS = "Agents"
    CONTROL_PLANE = "Control plane"
    PLANS = "Rollout plans"
    INTAKE = "Intake"


@dataclass(frozen=True, slots=True)
class GatesFilter:
    """What the reader narrowed the page to; an empty choice means everything."""

    team: str = ""
    tiers: frozenset[Tier] = frozenset()
    statuses: frozenset[Status] = frozenset()
    open_only: bool = False
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Passing:
    """One agent with its gates, its papers and what is missing next, "" where nothing is."""

    one: Assessment
    gates: tuple[tuple[GateStanding, GateState], ...]
    checklist: Checklist
    papers: tuple[rules.View, ...]
    next: str

    @property
    def agent(self) -> str:
        return self.one.evidence.agent.agent

    @property
    def name(self) -> str:
        return self.one.evidence.agent.name

    @property
    def status(self) -> Status:
        return self.one.evidence.agent.status

    @property
    def about(self) -> str:
        """The agent in one line: its status unless live, its tier and its team."""
        parts = (
            "" if self.status is Status.LIVE else self.status.value,
            f"tier {words.tier_word(self.one.reading).removeprefix('tier ')}",
            self.one.evidence.agent.team,
        )
        return " · ".join(part for part in parts if part)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules found about gates and papers, heaviest first."""
        found = (row for row in self.one.findings if row.link == SUBJECT)
        return tuple(sorted(found, key=lambda row: row.place))

    @property
    def blocks(self) -> bool:
        return any(row.severity is Severity.BLOCK for row in self.findings)


PAPERS = (rules.CONTRACT, rules.SOP, rules.ONE_PAGE, rules.DECISION_RIGHTS)


def passing(assessed: Iterable[Assessment], policy: Policy) -> tuple[Passing, ...]:
    """Return the agents in view: first what blocks a live one, then those that miss anything, heaviest first."""
    found = (_passing(one, policy) for one in assessed if words.in_view(one))
    return tuple(sorted(found, key=_place))


def narrowed(every: Iterable[Passing], choice: GatesFilter) -> tuple[Passing, ...]:
    """Return the agents that fit."""
    return tuple(each for each in every if _fits(each, choice))


def teams(every: Sequence[Passing]) -> list[str]:
    return sorted({team for each in every if (team := each.one.evidence.agent.team)})


def checklist_fact(one: Assessment, policy: Policy) -> Fact:
    """How complete the checklist of an agent is, for its card: 14 of 16."""
    sixteen = rules.checklist(one.evidence, policy)
    return Fact("Checklist", format.n_of(sixteen.there, sixteen.of), place=SUBJECT)


def _passing(one: Assessment, policy: Policy) -> Passing:
    evidence = one.evidence
    return Passing(
        one=one,
        gates=tuple((row, state_of(row)) for row in rules.gates(evidence, policy)),
        checklist=rules.checklist(evidence, policy),
        papers=tuple(rules.view(evidence, policy, name) for name in PAPERS),
        next=missing_next(evidence, policy),
    )


def _place(each: Passing) -> tuple[bool, bool, bool, int, str, str]:
    heaviest = max((row.severity.rank for row in each.findings), default=-1)
    live = each.status is Status.LIVE
    return not (live and each.blocks), not each.next, not live, -heaviest, each.name.casefold(), each.agent


def _fits(each: Passing, choice: GatesFilter) -> bool:
    agent = each.one.evidence.agent
    return (
        choice.team in ("", agent.team)
        and choice.agent in ("", agent.agent)
        and (not choice.tiers or each.one.reading.tier in choice.tiers)
        and (not choice.statuses or agent.status in choice.statuses)
        and (not choice.open_only or bool(each.next))
    )
