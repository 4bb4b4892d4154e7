"""Words, times and fixes about incidents as the command line takes them: the spellings a file may use."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

import typer

from agent_scorecard.recording.incident_fields import Fix
from agent_scorecard.vocabulary import AgenticRisk

RECORDED = {
    "severity": "how serious it is",
    "occurred_at": "when it happened",
    "paused_at": "when the agent was paused",
    "drained_at": "when the work in flight was drained",
    "rolled_back_at": "when it was rolled back",
    "compensated_at": "when it was compensated",
    "resolved_at": "when it was over",
    "rca_trace": "the trace",
    "rca_guardrail_gaps": "the guardrail gaps",
    "fixes": "the fixes",
    "risk_class": "the risk class",
    "harm": "the harm",
    "cause": "the cause",
    "detected_by": "who noticed first",
    "owner": "who drives it",
    "affected_runs": "the runs it touched",
    "tags": "the agentic risks",
    "turns": "how it stands",
}
"""What is recorded of an incident, in words."""

Word = TypeVar("Word", bound=StrEnum)


def word(column: str, words: type[Word], typed: str | None) -> Word | None:
    """Read a word by any spelling incidents.csv takes, such as sev1 for critical. Raises BadParameter."""
    from agent_scorecard.loading.cells.words import word as spelled
    from agent_scorecard.loading.contract import contract
    from agent_scorecard.loading.refusal import Refused

    if typed is None:
        return None
    found = contract()["incidents"].column(column)
    try:
        return words(spelled(typed, found.words if found is not None else {}))
    except Refused as refused:
        raise typer.BadParameter(f"{typed} is no {column.replace('_', ' ')}; {refused.reason}.") from refused


def moment(typed: str | None) -> datetime | None:
    """Read a time with its zone; one without is refused where it is recorded. Raises BadParameter."""
    if typed is None:
        return None
    try:
        return datetime.fromisoformat(typed)
    except ValueError as refused:
        raise typer.BadParameter(f"{typed} is not a time: write one such as 2026-10-30T12:00Z.") from refused


def tags(typed: list[str] | None) -> tuple[AgenticRisk, ...] | None:
    """Read the agentic risks by their numbers, ASI01 to ASI10. Raises BadParameter."""
    try:
        return tuple(AgenticRisk(tag.upper()) for tag in typed) if typed else None
    except ValueError as refused:
        raise typer.BadParameter("An agentic risk is one of ASI01 to ASI10.") from refused


def fixes(typed: list[str] | None) -> tuple[Fix, ...]:
    """Read "PERSON, DAY, what is fixed". Raises BadParameter."""
    return tuple(_fix(each) for each in typed or ())


def _fix(typed: str) -> Fix:
    owner, _, rest = typed.partition(",")
    day, _, what = rest.partition(",")
    try:
        return Fix(what.strip(), owner.strip(), date.fromisoformat(day.strip()))
    except ValueError as refused:
        raise typer.BadParameter(f"{typed} is no fix: write PERSON, 2026-11-30, what is fixed.") from refused
