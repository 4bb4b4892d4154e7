"""Candidate tasks, ranked: how well each suits an agent, whether it should be done at all, and which agent took it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import IntakeAnswer, Task
from agent_scorecard.rules.intake import BEST, Candidate, TeamReadiness, candidates, readiness

PARTS = (
    ("Repeats", "5: the same every time"),
    ("Harmless", "5: little harm when wrong; risk turned round"),
    ("Data", "5: at hand and clean"),
    ("Routine", "5: little judgement needed; judgement turned round"),
    ("Saves", "5: most time saved"),
)
NONE = "–"


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """One task: its score and the five as they count, and what was answered about it; `agent` is who took it."""

    task: str
    team: str
    score: str
    parts: tuple[str, ...]
    hours: str
    agent: str
    agent_name: str
    answer: str
    why: str
    monday: str


@dataclass(frozen=True, slots=True)
class TeamLine:
    team: str
    ready: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class IntakeForm:
    """What the form of one candidate begins with; `may_be_taken` once somebody said that it is worth doing."""

    task: Task
    last: IntakeAnswer | None
    may_be_taken: bool
    team: TeamLine | None


@dataclass(frozen=True, slots=True)
class Intake:
    note: str
    open: tuple[CandidateLine, ...]
    taken: tuple[CandidateLine, ...]
    teams: tuple[TeamLine, ...]
    forms: tuple[IntakeForm, ...]


def intake(company: Company, assessed: Sequence[Assessment], policy: Policy, team: str = "") -> Intake:
    """Build the intake of a company or one team: tasks nobody took first, both lists in order of score."""
    found = [one for one in candidates(company) if team in ("", one.task.team)]
    names = {one.evidence.agent.agent: one.evidence.agent.name for one in assessed}
    teams = tuple(_team(row) for row in readiness(assessed, policy) if team in ("", row.team))
    waiting = [one for one in found if one.task.agent is None]
    return Intake(
        note=_note(found, waiting),
        open=tuple(_line(one, company, names) for one in waiting),
        taken=tuple(_line(one, company, names) for one in found if one.task.agent is not None),
        teams=teams,
        forms=tuple(_form(one, teams) for one in waiting),
    )


def _note(found: Sequence[Candidate], waiting: Sequence[Candidate]) -> str:
    hours = sum(one.task.hours_per_week or 0.0 for one in waiting)
    about = f", {format.number(hours)} h a week" if hours else ""
    return f"{format.n_of(len(waiting), len(found))} tasks are nobody's yet{about}" if found else ""


def _line(one: Candidate, company: Company, names: dict[str, str]) -> CandidateLine:
    task, answer = one.task, one.answer
    return CandidateLine(
        task=task.task,
        team=task.team or "no team",
        score=f"{format.number(one.score)} of {BEST}" if one.score is not None else "not scored",
        parts=tuple(map(str, one.parts)) if one.parts is not None else (NONE,) * len(PARTS),
        hours=f"{format.number(task.hours_per_week)}{format.NARROW}h" if task.hours_per_week is not None else NONE,
        agent=task.agent if task.agent in names else "",
        agent_name=names.get(task.agent or "", task.agent or ""),
        answer=answer.worth.word if answer is not None else "Not asked yet",
        why=_why(answer, company) if answer is not None else "",
        monday=f"{answer.trigger}; {answer.first_step}" if answer is not None and answer.trigger else "",
    )


def _why(answer: IntakeAnswer, company: Company) -> str:
    return f"{answer.reason} ({words.person(company, answer.by)}, {format.full_day(answer.answered_on)})"


def _team(row: TeamReadiness) -> TeamLine:
    sentences = (row.sentence, *((row.first,) if row.first is not None else ()))
    return TeamLine(row.team or "No team", row.ready, " ".join(sentence.text for sentence in sentences))


def _form(one: Candidate, teams: Sequence[TeamLine]) -> IntakeForm:
    team = next((row for row in teams if row.team == one.task.team), None)
    return IntakeForm(one.task, one.answer, one.may_be_taken, team)
