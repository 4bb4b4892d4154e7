"""Record what a quarterly review decides about an agent: confirmed or overruled, with its disposition (rules 7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Engine, Table, func, select

from agent_scorecard import format as text
from agent_scorecard.access import By, Right
from agent_scorecard.recording.decisions import decide
from agent_scorecard.recording.entries import OUTCOME, rows_of
from agent_scorecard.recording.fields import LONGEST, DecisionFields, is_filled, is_writable
from agent_scorecard.recording.refusal import Refused, Stale, Unknown, refuse_all
from agent_scorecard.recording.writing import Write, writing
from agent_scorecard.rules.choices import finished
from agent_scorecard.rules.facts import Decision, Review
from agent_scorecard.rules.periods import Grain, parse
from agent_scorecard.store import ledger
from agent_scorecard.store.database import reader
from agent_scorecard.store.read import evidence_in
from agent_scorecard.store.read_company import read_settings
from agent_scorecard.store.scope import TABLES, names_of
from agent_scorecard.vocabulary import Choice, Disposition

COMPANY = "company"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeFields:
    """The outcome for one agent as the chair gives it; without `overrule` the standing decision is confirmed.

    `seen` is the ledger entry of the decision the chair saw, `corrects` that of a wrong outcome this one replaces.
    `attested_by` is the owner who said that the agent is
    still theirs, `workflow_changed` whether the work itself changed (S0-80).
    """

    period: str
    agent: str
    disposition: Disposition
    held_on: date
    overrule: DecisionFields | None = None
    seen: int | None = None
    corrects: int | None = None
    reason: str | None = None
    attested_by: str | None = None
    workflow_changed: bool | None = None


def record_outcome(engine: Engine, fields: OutcomeFields, *, by: By, at: datetime, token: str | None = None) -> Review:
    """Record one outcome in one transaction; what overrules is a decision of its own, by the same rules (rules 7).

    A form sent twice with one `token` records once. Raises NotPermitted, NotOpen, Stale, Unknown, or Refused.
    """
    return _record(engine, (fields,), by, at, token)[0]


def confirm_all(engine: Engine, fields: Sequence[OutcomeFields], *, by: By, at: datetime) -> tuple[Review, ...]:
    """Confirm the quiet agents in one act: one transaction, one ledger entry each, or nothing at all (rules 7)."""
    refuse_all(f"{row.agent} is overruled: record it by itself." for row in fields if row.overrule is not None)
    return _record(engine, fields, by, at, None)


def reviews_of(engine: Engine, period: str) -> tuple[Review, ...]:
    """Return the outcomes of a quarter in order of agent, with what only the ledger keeps of them."""
    table, reviews = TABLES["ledger"], TABLES["reviews"]
    chosen = select(table).join(reviews, reviews.c.seq == table.c.seq).where(reviews.c.period == period)
    with reader(engine).begin() as connection:
        entries = [ledger.LedgerRow(**row._mapping) for row in connection.execute(chosen)]
    found = (review for entry in entries for review in rows_of(entry).reviews)
    return tuple(sorted(found, key=lambda row: row.agent))


def _record(
    engine: Engine, fields: Sequence[OutcomeFields], by: By, at: datetime, token: str | None
) -> tuple[Review, ...]:
    agents = [row.agent for row in fields]
    with writing(engine, by, OUTCOME, COMPANY, at, {"agents": agents}) as write:
        write.may(Right.RECORD_OUTCOME, COMPANY)
        return tuple(_one(write, row, token) for row in fields)


def _one(write: Write, fields: OutcomeFields, token: str | None) -> Review:
    connection = write.connection
    earlier = _earlier(connection, fields)
    if earlier is not None:
        review, entry = earlier
        if token is not None and entry.content["review"]["token"] == token:
            return review
        if fields.corrects != review.seq:
            day = text.full_day(review.held_on)
            raise Refused(f"{review.chair} recorded the outcome of {fields.period} for {fields.agent} on {day}.")
        fields = _correcting(connection, fields, review, entry)
    elif fields.corrects is not None:
        raise Refused(f"There is no outcome of {fields.period} for {fields.agent} to correct.")
    today = write.at.astimezone(ZoneInfo(read_settings(connection).zone)).date()
    refuse_all(_gaps(connection, fields, today))
    decision = _standing(write, fields, token)
    return write.enter(OUTCOME, f"agent:{fields.agent}", _body(fields, decision, write.actor.name, token)).reviews[0]


def _correcting(connection: Connection, fields: OutcomeFields, wrong: Review, entry: ledger.LedgerRow) -> OutcomeFields:
    """A chair's own decision is corrected by another of theirs; why is always said. Raises Refused."""
    if fields.overrule is None and not is_filled(fields.reason):
        raise Refused("Say why the outcome is corrected.")
    if not entry.content["overruled"] or not _is_last(connection, fields.agent, wrong.confirms):
        return fields
    if fields.overrule is None:
        raise Refused(f"The wrong outcome made a decision of its own: correct entry {wrong.confirms} with another one.")
    return replace(fields, overrule=replace(fields.overrule, supersedes=wrong.confirms))


def _body(fields: OutcomeFields, decision: Decision, chair: str, token: str | None) -> dict[str, Any]:
    return {
        "review": {
            "period": fields.period,
            "agent": fields.agent,
            "outcome": decision.choice,
            "confirms": decision.seq,
            "reason": fields.overrule.reason if fields.overrule else (fields.reason or "").strip() or None,
            "chair": chair,
            "held_on": fields.held_on,
            "disposition": fields.disposition,
            "attested_by": fields.attested_by,
            "workflow_changed": fields.workflow_changed,
            "token": token,
        },
        "overruled": fields.overrule is not None,
        "corrects": fields.corrects,
    }


def _gaps(connection: Connection, fields: OutcomeFields, today: date) -> Iterator[str]:
    yield from _wrong_days(fields, today)
    if fields.reason is not None and len(fields.reason) > LONGEST:
        yield f"The reason has {text.count(len(fields.reason))} characters; {text.count(LONGEST)} are kept."
    if fields.reason is not None and not is_writable(fields.reason):
        yield "The reason holds a character that cannot be seen or stored: type it again."
    if fields.attested_by is not None and not _is_there(connection, "people", "person", fields.attested_by):
        yield f"{fields.attested_by} is not a person of the company: name the owner who attests."
    if fields.overrule is not None:
        yield from _overruling(connection, fields, fields.overrule)


def _wrong_days(fields: OutcomeFields, today: date) -> Iterator[str]:
    try:
        quarter = parse(fields.period)
    except ValueError as refused:
        yield str(refused)
        return
    if quarter.grain is not Grain.QUARTER:
        yield f"{fields.period} is not a quarter: write one as 2026-Q3."
    elif fields.held_on < quarter.last:
        yield f"{fields.period} ends on {text.full_day(quarter.last)}: its outcome is recorded from that day on."
    if fields.held_on > today:
        yield f"A review cannot be held in the future: today is {text.full_day(today)}."


def _overruling(connection: Connection, fields: OutcomeFields, overrule: DecisionFields) -> Iterator[str]:
    if overrule.agent != fields.agent or overrule.as_of != fields.held_on:
        yield "What overrules is decided about this agent on the day of the review."
    if overrule.choice is Choice.MERGE:
        target = overrule.to_value or ""
        if target == fields.agent or not _is_there(connection, "agents", "agent", target):
            yield "Name the agent it is merged into."
        elif (into := evidence_in(connection, target, fields.held_on)) is not None and finished(into) is not None:
            yield f"{target} is over itself: name an agent that goes on."


def _standing(write: Write, fields: OutcomeFields, token: str | None) -> Decision:
    """Return the decision that stands by the review: the chair's own where they overrule, else the owner's last."""
    if not _is_there(write.connection, "agents", "agent", fields.agent):
        raise Unknown(f"There is no agent {fields.agent}.")
    if fields.overrule is not None:
        return decide(write, fields.overrule, token=token, seen=fields.seen, in_review=True)
    last = _last_decision(write.connection, fields)
    if last is None:
        raise Refused(f"Nothing was decided about {fields.agent} yet: there is nothing to confirm.")
    if fields.seen is not None and last.seq != fields.seen:
        raise Stale(f"{last.by} decided {last.choice} since you opened this review: look at it again.")
    return last


def _last_decision(connection: Connection, fields: OutcomeFields) -> Decision | None:
    table = TABLES["decisions"]
    columns = [table.c[name] for name in names_of(Decision)]
    chosen = select(*columns).where(table.c.agent == fields.agent, table.c.as_of <= fields.held_on, _counts(table))
    found = connection.execute(chosen.order_by(table.c.as_of.desc(), table.c.seq.desc())).first()
    return Decision(*found) if found is not None else None


def _is_last(connection: Connection, agent: str, seq: int | None) -> bool:
    """Say whether nothing was decided or corrected after this decision: otherwise it is not corrected any more."""
    table = TABLES["decisions"]
    return bool(connection.execute(select(func.max(table.c.seq)).where(table.c.agent == agent)).scalar() == seq)


def _counts(table: Table) -> ColumnElement[bool]:
    """What a later decision supersedes stands no more."""
    later = table.alias("correcting")
    return table.c.seq.not_in(select(later.c.supersedes).where(later.c.supersedes.is_not(None)))


def _earlier(connection: Connection, fields: OutcomeFields) -> tuple[Review, ledger.LedgerRow] | None:
    table, reviews = TABLES["ledger"], TABLES["reviews"]
    chosen = select(table).join(reviews, reviews.c.seq == table.c.seq)
    same = chosen.where(reviews.c.period == fields.period, reviews.c.agent == fields.agent)
    found = connection.execute(same).one_or_none()
    if found is None:
        return None
    entry = ledger.LedgerRow(**found._mapping)
    return rows_of(entry).reviews[0], entry


def _is_there(connection: Connection, name: str, column: str, value: str) -> bool:
    table = TABLES[name]
    return connection.execute(select(table.c[column]).where(table.c[column] == value)).first() is not None
