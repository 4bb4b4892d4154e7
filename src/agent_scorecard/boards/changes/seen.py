"""Agents as the reader narrowed them to, and the subjects of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from agent_scorecard.boards import words
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.vocabulary import ChangeKind


class View(StrEnum):
    """The page by subject, in its order."""

    LOG = "Changes"
    EVALS = "Evals"
    TIERS = "Tiers"
    GUARDRAILS = "Guardrails"
    CREDENTIALS = "Credentials"
    TOOLS = "Tools"


@dataclass(frozen=True, slots=True)
class ChangesFilter:
    """What the reader narrowed the page to; nothing chosen means everything. Kind and days are those of changes."""

    team: str = ""
    agent: str = ""
    kind: ChangeKind | None = None
    days: int | None = None


KIND_WORDS = {
    kind: {ChangeKind.SOP: "procedure"}.get(kind, kind.value.replace("_", " ")).capitalize() for kind in ChangeKind
}


def in_view(assessed: Iterable[Assessment]) -> tuple[Assessment, ...]:
    """Return the agents that still count, in order of name."""
    shown = (one for one in assessed if words.in_view(one))
    return tuple(sorted(shown, key=lambda one: (name_of(one).casefold(), id_of(one))))


def narrowed(every: Iterable[Assessment], choice: ChangesFilter) -> tuple[Assessment, ...]:
    return tuple(
        one for one in every if choice.team in ("", one.evidence.agent.team) and choice.agent in ("", id_of(one))
    )


def id_of(one: Assessment) -> str:
    return one.evidence.agent.agent


def name_of(one: Assessment) -> str:
    return one.evidence.agent.name
