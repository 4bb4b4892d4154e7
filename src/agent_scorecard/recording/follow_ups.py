"""Close what a decision promised."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select

from agent_scorecard import format as text
from agent_scorecard.access import By, Right
from agent_scorecard.recording.entries import FOLLOW_UP_CLOSED
from agent_scorecard.recording.fields import LONGEST, is_writable
from agent_scorecard.recording.refusal import Refused, Unknown
from agent_scorecard.recording.writing import writing
from agent_scorecard.rules.facts import FollowUp
from agent_scorecard.store.read_company import read_settings
from agent_scorecard.store.read_events import ends_of_pauses
from agent_scorecard.store.scope import TABLES, names_of


def close_follow_up(engine: Engine, follow_up: str, note: str, *, by: By, at: datetime) -> FollowUp:
    """Record that a promise was kept; for one set in the agent's own system the note says how it was checked.

    Raises Unknown, NotPermitted, or Refused when it was closed before or the note is missing or too long.
    """
    with writing(engine, by, FOLLOW_UP_CLOSED, f"follow-up:{follow_up}", at) as write:
        row = _found(write.connection, follow_up)
        subject = f"agent:{row.agent}"
        write.may(Right.CLOSE_FOLLOW_UP, replace(write.subject(subject), person=row.owner))
        _refuse(row, note)
        _refuse_ended(write.connection, row)
        day = at.astimezone(ZoneInfo(read_settings(write.connection).zone)).date()
        said = {"follow_up": follow_up, "decision": row.decision, "done_on": day, "note": note.strip() or None}
        write.enter(FOLLOW_UP_CLOSED, subject, said)
        return _found(write.connection, follow_up)


def _found(connection: Connection, follow_up: str) -> FollowUp:
    table = TABLES["follow_ups"]
    columns = [table.c[name] for name in names_of(FollowUp)]
    found = connection.execute(select(*columns).where(table.c.follow_up == follow_up)).one_or_none()
    if found is None:
        raise Unknown(f"There is no follow-up {follow_up}.")
    return FollowUp(*found)


def _refuse_ended(connection: Connection, row: FollowUp) -> None:
    """A promise of a decision that was corrected ended with it, and to stop an agent once it was started again."""
    table = TABLES["decisions"]
    found = connection.execute(select(table.c.seq).where(table.c.supersedes == row.decision)).scalar()
    if found is not None:
        raise Refused(f"This ended when entry {found} of the ledger corrected the decision that promised it.")
    ends = ends_of_pauses().c
    found = connection.execute(select(ends.entry).where(ends.pause == row.decision).order_by(ends.entry)).scalar()
    if row.in_place and found is not None:
        raise Refused(f"This ended when entry {found} of the ledger started or ended the agent.")


def _refuse(row: FollowUp, note: str) -> None:
    if row.done_on is not None:
        raise Refused(f"This was closed on {text.full_day(row.done_on)}.")
    if row.in_place and not note.strip():
        raise Refused("Say how it was checked in the agent's own system.")
    if len(note) > LONGEST:
        raise Refused(f"The note has {text.count(len(note))} characters; {text.count(LONGEST)} are kept.")
    if not is_writable(note):
        raise Refused("The note holds a character that cannot be seen or stored: type it again.")
