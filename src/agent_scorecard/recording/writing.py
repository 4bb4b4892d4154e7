"""One write: the right is asked, the entry appended, its rows added, and a refusal kept (reliability c, e)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine

from agent_scorecard.access import Actor, By, Step, Subject
from agent_scorecard.recording.entries import added
from agent_scorecard.recording.permission import may, note_refusal, resolved, stranger, to_write
from agent_scorecard.recording.refusal import Refused
from agent_scorecard.recording.rows import Rows
from agent_scorecard.store import ledger
from agent_scorecard.store.database import bump_revision, writer


@dataclass(frozen=True, slots=True)
class Write:
    """An open write transaction and who acts in it."""

    connection: Connection
    actor: Actor
    at: datetime

    def may(self, right: str, subject: str | Subject, step: Step = Step.AT_ONCE) -> None:
        """Go on only where the actor may. Raises NotPermitted with the sentence that says why not."""
        may(self.connection, self.actor, right, subject, self.at, step)

    def subject(self, told: str) -> Subject:
        """Return what a text such as "agent:triage" names, with all that a right depends on. Raises Unknown."""
        return resolved(self.connection, self.actor, told, self.at)

    def enter(self, what: str, subject: str, body: Mapping[str, Any]) -> Rows:
        """Append one ledger entry, add the rows it stands for, and return them."""
        entry = ledger.append(
            self.connection,
            what,
            actor=self.actor.name,
            subject=subject,
            body=body,
            at=self.at,
            verified=self.actor.verified,
            mode=self.actor.mode,
        )
        rows = added(self.connection, entry)
        bump_revision(self.connection)
        return rows


@contextmanager
def writing(
    engine: Engine, by: By, what: str, subject: str, at: datetime, told: Mapping[str, Any] | None = None
) -> Iterator[Write]:
    """Open one write transaction; what is refused inside it is rolled back and kept among the events.

    `told` is what else the event says of the attempt. Raises what the block raises.
    """
    actor = stranger(by)
    try:
        with writer(engine).begin() as connection:
            actor = to_write(connection, by, at)
            yield Write(connection, actor, at)
    except Refused as refused:
        note_refusal(engine, actor, what, subject, {**(told or {}), "why": str(refused)}, at)
        raise
