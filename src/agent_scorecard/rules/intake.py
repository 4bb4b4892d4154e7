"""Candidate tasks: how well each suits an agent, who took it, and what is asked before one becomes an agent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agent_scorecard import format as text
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment, Sentence, say
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import IntakeAnswer, Task
from agent_scorecard.rules.gates import SOP, view
from agent_scorecard.rules.portfolio import is_ready_for_next
from agent_scorecard.vocabulary import Status, Worth

BEST = 5
TURNED = BEST + 1
"""Risk and judgement count against a task: 5 of them counts as 1."""
NO_TEAM = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A task with its score from 1 to 5, None where any of the five is empty, and the last answer about it.

    `parts` are the five as they count: repeatable, harmless, data at hand, little judgement, time saved.
    """

    task: Task
    parts: tuple[int, ...] | None
    answer: IntakeAnswer | None

    @property
    def score(self) -> float | None:
        return sum(self.parts) / len(self.parts) if self.parts is not None else None

    @property
    def may_be_taken(self) -> bool:
        """Whether somebody said that it is worth doing, and nobody took it yet."""
        return self.task.agent is None and self.answer is not None and self.answer.worth is Worth.DO


@dataclass(frozen=True, slots=True)
class TeamReadiness:
    """Whether a team may take a next workflow, why, and what is to be written before a second pilot."""

    team: str
    ready: bool
    sentence: Sentence
    first: Sentence | None = None


def candidates(company: Company) -> tuple[Candidate, ...]:
    """Return every task in order of score, then of hours a week; what is not scored comes last (register P2)."""
    last = {answer.task: answer for answer in sorted(company.intake, key=lambda row: row.seq)}
    found = (Candidate(task, _parts(task), last.get(task.task)) for task in company.tasks)
    return tuple(sorted(found, key=_place))


def readiness(assessed: Sequence[Assessment], policy: Policy) -> tuple[TeamReadiness, ...]:
    """Return for each team with agents at work whether it may take a next workflow (rules 7; S2-07, S2-27)."""
    teams = sorted({one.evidence.agent.team or NO_TEAM for one in _at_work(assessed)})
    return tuple(_team(team, [one for one in _at_work(assessed) if _of(one) == team], policy) for team in teams)


def _parts(task: Task) -> tuple[int, ...] | None:
    given = (task.repeatability, task.risk, task.data_readiness, task.judgement, task.time_saved)
    if any(part is None for part in given):
        return None
    repeatable, risk, data, judgement, saved = (int(part or 0) for part in given)
    return repeatable, TURNED - risk, data, TURNED - judgement, saved


def _place(one: Candidate) -> tuple[bool, float, float, str]:
    return one.score is None, -(one.score or 0.0), -(one.task.hours_per_week or 0.0), one.task.task


def _at_work(assessed: Iterable[Assessment]) -> list[Assessment]:
    return [one for one in assessed if one.evidence.agent.status in (Status.PILOT, Status.LIVE)]


def _of(one: Assessment) -> str:
    return one.evidence.agent.team or NO_TEAM


def _team(team: str, members: Sequence[Assessment], policy: Policy) -> TeamReadiness:
    """Nothing new before an agent of the team passes; a pilot nobody can read is to be written down first."""
    proven = next((one for one in members if is_ready_for_next(one, policy)), None)
    if proven is None:
        words = "Not ready for a next workflow: no agent of it has passed its headline after four weeks."
        return TeamReadiness(team, False, say("headline_first", words), _unwritten(members, policy))
    name = proven.evidence.agent.name
    words = f"Ready for a next workflow: {name} passes its headline after four weeks."
    return TeamReadiness(team, True, say("ready_for_next", words, agent=name), _unwritten(members, policy))


def _unwritten(members: Sequence[Assessment], policy: Policy) -> Sentence | None:
    """Return what to write before a second pilot, None where the SOP of every pilot is whole (S2-07)."""
    pilot = next((one for one in members if _is_pilot(one) and not _has_sop(one, policy)), None)
    if pilot is None:
        return None
    sop, name = view(pilot.evidence, policy, SOP), pilot.evidence.agent.name
    words = f"Before a second pilot, finish the SOP of {name}: {text.n_of(sop.there, sop.of)} parts are written."
    return say("sop_first", words, agent=name)


def _is_pilot(one: Assessment) -> bool:
    return one.evidence.agent.status is Status.PILOT


def _has_sop(one: Assessment, policy: Policy) -> bool:
    return view(one.evidence, policy, SOP).complete
