"""Ask who may record, inside every recording function, and keep a trace of what was refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine

from agent_scorecard.access import Actor, By, can
from agent_scorecard.recording.refusal import NotPermitted
from agent_scorecard.runs.refusal import shown
from agent_scorecard.store import ledger
from agent_scorecard.store.database import writer

LONGEST_SUBJECT, LONGEST_SAID = 120, 1_000


def known(_connection: Connection, by: By, _at: datetime) -> Actor:
    """Return who acts: in local mode whoever the name says, which was typed and is not verified."""
    return Actor(by)


def may(_connection: Connection, actor: Actor, right: str, subject: str) -> None:
    """Ask inside the write transaction whether the actor may. Raises NotPermitted with the sentence that says why."""
    answer = can(actor, right, subject)
    if answer is not True:
        raise NotPermitted(answer)


def note_refusal(engine: Engine, actor: Actor, what: str, subject: str, body: Mapping[str, Any], at: datetime) -> None:
    """Keep a refused attempt among the events, in a short transaction of its own (reliability e).

    What was typed may be anything, so of each text only a readable beginning is kept.
    """
    with writer(engine).begin() as connection:
        ledger.append(
            connection,
            f"{what}: refused",
            actor=shown(actor.name, LONGEST_SUBJECT),
            subject=shown(subject, LONGEST_SUBJECT),
            body={name: _readable(value) for name, value in body.items()},
            at=at,
            verified=actor.verified,
            mode=actor.mode,
            chain=ledger.Chain.EVENTS,
        )


def _readable(value: Any) -> Any:
    if isinstance(value, list):
        return [_readable(each) for each in value]
    return shown(value, LONGEST_SAID) if isinstance(value, str) else value
