"""Ask who may record, inside every recording function, and keep a trace of what was refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from agent_scorecard.access import Actor, Right, can
from agent_scorecard.recording.refusal import NotPermitted
from agent_scorecard.store import ledger
from agent_scorecard.store.database import writer


def may(by: str, right: Right, subject: str) -> Actor:
    """Return the actor of local mode, whose name was typed. Raises NotPermitted with the sentence that says why."""
    actor = Actor(by)
    answer = can(actor, right, subject)
    if answer is not True:
        raise NotPermitted(answer)
    return actor


def note_refusal(engine: Engine, actor: Actor, what: str, subject: str, body: Mapping[str, Any], at: datetime) -> None:
    """Keep a refused attempt among the events, in a short transaction of its own (reliability e)."""
    with writer(engine).begin() as connection:
        ledger.append(
            connection,
            f"{what}: refused",
            actor=actor.name,
            subject=subject,
            body=body,
            at=at,
            verified=actor.verified,
            mode=actor.mode,
            chain=ledger.Chain.EVENTS,
        )
