"""The causes of serious incidents that somebody is to write down, as lines beside the promises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from agent_scorecard import format
from agent_scorecard.boards.shapes import Promise
from agent_scorecard.rules.answers import Assessment

OPEN, OVERDUE = "open", "overdue"


def as_promises(shown: Sequence[Assessment], as_of: date, actor: str | None) -> Iterator[Promise]:
    """Yield a line for each cause this person is to write down."""
    for one in shown:
        for row in one.causes_due:
            if actor is not None and row.owner == actor:
                agent, name = one.evidence.agent.agent, one.evidence.agent.name
                when = f"due {format.day(row.due, as_of)} · {name}"
                state = OVERDUE if row.due < as_of else OPEN
                what = f"Write down the cause of {row.incident}"
                yield Promise("", agent, name, what, when, state, incident=row.incident)


def as_json(shown: Sequence[Assessment], as_of: date) -> list[dict[str, Any]]:
    """Return every cause still to be written down, the first due first."""
    rows = sorted(((row.due, row, one) for one in shown for row in one.causes_due), key=lambda each: each[0])
    return [
        {
            "incident": row.incident,
            "agent": one.evidence.agent.agent,
            "owner": row.owner,
            "due": due.isoformat(),
            "days_late": max(0, (as_of - due).days),
        }
        for due, row, one in rows
    ]
