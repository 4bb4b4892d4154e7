"""Ledger entries and the rows they stand for: what is recorded is read from its own entry."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, and_, insert, select, update

from agent_scorecard.recording import (
    alert_entries,
    change_entries,
    exception_entries,
    gate_entries,
    incident_entries,
    intake_entries,
    people_entries,
    proposal_entries,
    purge_entries,
)
from agent_scorecard.recording.rows import Closing, Put, Rows
from agent_scorecard.rules.facts import Decision, FollowUp, Review
from agent_scorecard.store.ledger import GENESIS, LedgerRow, canonical
from agent_scorecard.store.scope import TABLES
from agent_scorecard.store.tables.decisions import DecisionFields, FollowUpFields, ReviewFields, WeeklyReviewFields
from agent_scorecard.store.tables.meta import SettingsFields
from agent_scorecard.vocabulary import (
    AgainstReason,
    Choice,
    Disposition,
    ExpandKind,
    Level,
    Preset,
    WeeklyChange,
)

DECISION = "decision recorded"
FOLLOW_UP_CLOSED = "follow-up closed"
INCIDENT = "incident reported"
INCIDENT_HANDLED = "incident handled"
UNDO = "undo recorded"
OUTCOME = "review outcome recorded"
COMPANY = "company set"
WEEKLY = "weekly review recorded"


class NotReadable(Exception):
    """An entry of the ledger does not hold what its name says, so nothing was made of it."""


def rows_of(entry: LedgerRow) -> Rows:
    """Return what an entry stands for, from its own text alone. Raises NotReadable."""
    read = READERS.get(entry.what)
    if read is None:
        raise NotReadable(f"Entry {entry.seq} says {entry.what!r}, which this version does not know.")
    try:
        return read(entry)
    except (KeyError, TypeError, ValueError) as refused:
        raise NotReadable(f"Entry {entry.seq} is not a {entry.what}: {_why(refused)}.") from refused


def added(connection: Connection, entry: LedgerRow) -> Rows:
    """Write what an entry stands for, inside the caller's write transaction, and return it."""
    rows = rows_of(entry)
    for decision, token in zip(rows.decisions, rows.tokens, strict=True):
        connection.execute(insert(TABLES["decisions"]).values(**asdict(decision), token=token))
    for follow_up in rows.follow_ups:
        connection.execute(insert(TABLES["follow_ups"]).values(**asdict(follow_up), row_version=0))
    for closing in rows.closings:
        table = TABLES["follow_ups"]
        done = update(table).where(table.c.follow_up == closing.follow_up)
        connection.execute(done.values(done_on=closing.done_on, note=closing.note, row_version=1))
    for incident in rows.incidents:
        connection.execute(insert(TABLES["incidents"]).values(**incident.model_dump(), row_version=0))
    for handling in rows.handled:
        table = TABLES["incidents"]
        known = update(table).where(table.c.incident == handling.incident)
        connection.execute(known.values(**handling.told, row_version=table.c.row_version + 1))
    for review in rows.reviews:
        _review_stands(connection, review)
    for change in rows.changes:
        connection.execute(insert(TABLES["changes"]).values(**change.model_dump()))
    for columns in rows.columns:
        table = TABLES[columns.table]
        (key,) = table.primary_key
        connection.execute(
            update(table).where(key == columns.key).values(**columns.told, row_version=table.c.row_version + 1)
        )
    for answer in rows.gates:
        gate_entries.answered(connection, answer)
    _put(connection, rows)
    if rows.company is not None:
        connection.execute(update(TABLES["settings"]).values(**rows.company.model_dump()))
    return rows


def _put(connection: Connection, rows: Rows) -> None:
    for row in rows.put:
        connection.execute(insert(TABLES[row.table]).values(**row.fields.model_dump(), **_first_version(row.table)))
    for amend in rows.amended:
        table = TABLES[amend.table]
        same = and_(*(table.c[name] == value for name, value in amend.key.items()))
        connection.execute(update(table).where(same).values(**amend.told))
    for assigned in rows.assigned:
        people_entries.assign(connection, assigned)


def _first_version(table: str) -> dict[str, int]:
    return {"row_version": 0} if "row_version" in TABLES[table].c else {}


def _review_stands(connection: Connection, review: Review) -> None:
    """One outcome stands for an agent and quarter: a correction takes the place of the wrong one."""
    table, row = TABLES["reviews"], review_row(review)
    same = and_(table.c.period == review.period, table.c.agent == review.agent)
    is_there = connection.execute(select(table.c.seq).where(same)).first() is not None
    connection.execute(update(table).where(same).values(**row) if is_there else insert(table).values(**row))


def review_row(review: Review) -> dict[str, Any]:
    """Return what the table keeps of an outcome; disposition and attestation stay in the ledger."""
    return {name: getattr(review, name) for name in ReviewFields.model_fields}


def card_hash(card: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a card as it is written in the ledger."""
    return hashlib.sha256(canonical(card).encode()).hexdigest()


def _decision(entry: LedgerRow) -> Rows:
    body = entry.content
    told = dict(body["decision"])
    token = told.pop("token")
    decision = Decision(
        seq=entry.seq,
        recorded_at=entry.time,
        verified=entry.verified,
        **{**told, **{name: read(told[name]) for name, read in TYPES.items() if told[name] is not None}},
    )
    DecisionFields(**{name: getattr(decision, name) for name in DecisionFields.model_fields})
    return Rows(
        decisions=(decision,),
        tokens=(token,),
        follow_ups=_promised(entry, decision.agent),
        amended=proposal_entries.approval(entry, decision.co_signed_by),
    )


def _promised(entry: LedgerRow, agent: str) -> tuple[FollowUp, ...]:
    return tuple(_follow_up(entry, agent, number, row) for number, row in enumerate(entry.content["follow_ups"], 1))


def _follow_up(entry: LedgerRow, agent: str, number: int, row: Mapping[str, Any]) -> FollowUp:
    made = FollowUp(
        follow_up=f"{entry.seq}-{number}",
        agent=agent,
        what=row["what"],
        owner=row["owner"],
        due=date.fromisoformat(row["due"]),
        decision=entry.seq,
        in_place=row["in_place"],
    )
    FollowUpFields(**asdict(made))
    return made


def _closing(entry: LedgerRow) -> Rows:
    body = entry.content
    return Rows(closings=(Closing(body["follow_up"], date.fromisoformat(body["done_on"]), body["note"]),))


def _outcome(entry: LedgerRow) -> Rows:
    told = {name: value for name, value in entry.content["review"].items() if name != "token"}
    read = {
        "outcome": Choice(told["outcome"]),
        "disposition": Disposition(told["disposition"]),
        "held_on": date.fromisoformat(told["held_on"]),
    }
    review = Review(seq=entry.seq, **{**told, **read})
    ReviewFields(**review_row(review))
    return Rows(reviews=(review,))


def _weekly(entry: LedgerRow) -> Rows:
    told = {name: value for name, value in entry.content["weekly"].items() if name != "token"}
    read = {name: read(told[name]) for name, read in OF_A_WEEK.items() if told[name] is not None}
    week = WeeklyReviewFields(seq=entry.seq, **{**told, **read})
    return Rows(put=(Put("weekly_reviews", week),), follow_ups=_promised(entry, week.agent))


def _company(entry: LedgerRow) -> Rows:
    body = dict(entry.content)
    return Rows(company=SettingsFields(**{**body, "preset": Preset(body["preset"])}))


def _genesis(_entry: LedgerRow) -> Rows:
    return Rows()


def _why(refused: Exception) -> str:
    if isinstance(refused, ValidationError):
        return "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in refused.errors())
    return str(refused)


TYPES: Mapping[str, Callable[[Any], Any]] = {
    "choice": Choice,
    "proposed": Choice,
    "kind": ExpandKind,
    "against": AgainstReason,
    "level": Level,
    "due": date.fromisoformat,
    "as_of": date.fromisoformat,
}
OF_A_WEEK: Mapping[str, Callable[[Any], Any]] = {
    "begins": date.fromisoformat,
    "held_on": date.fromisoformat,
    "attendees": tuple,
    "change": WeeklyChange,
}
READERS: Mapping[str, Callable[[LedgerRow], Rows]] = {
    GENESIS: _genesis,
    DECISION: _decision,
    **proposal_entries.READERS,
    **purge_entries.READERS,
    FOLLOW_UP_CLOSED: _closing,
    INCIDENT: incident_entries.reported,
    INCIDENT_HANDLED: incident_entries.handled,
    UNDO: incident_entries.handled,
    OUTCOME: _outcome,
    COMPANY: _company,
    **change_entries.READERS,
    **exception_entries.READERS,
    WEEKLY: _weekly,
    **alert_entries.READERS,
    **people_entries.READERS,
    **gate_entries.READERS,
    **intake_entries.READERS,
}
