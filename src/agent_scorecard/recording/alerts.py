"""Record what a person does about an alert: has it, is quiet about it until a day, or closes it (rules 4, 5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from agent_scorecard import format as text
from agent_scorecard.access import By, Right
from agent_scorecard.recording.alert_entries import WHAT
from agent_scorecard.recording.fields import LONGEST, is_filled, is_writable
from agent_scorecard.recording.people import id_of
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.recording.refusal import Refused, Stale, Unknown, refuse_all
from agent_scorecard.recording.writing import writing
from agent_scorecard.rules.alerts import Alert, alerts, refused
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.facts import AlertHandled
from agent_scorecard.runs.refusal import shown
from agent_scorecard.store.read import evidence_in
from agent_scorecard.vocabulary import AlertAct

LONGEST_REASON = 500
RIGHTS = {
    AlertAct.ACKNOWLEDGED: Right.HANDLE_ALERT,
    AlertAct.CLOSED: Right.HANDLE_ALERT,
    AlertAct.MUTED: Right.MUTE_ALERT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFields:
    """An act on an alert by its name; `until` belongs to a mute.

    `seen` is the entry of the last act the form showed, 0 for none: None takes the alert as it is.
    """

    agent: str
    alert: str
    act: AlertAct
    as_of: date
    reason: str = ""
    until: date | None = None
    seen: int | None = None


def handle_alert(engine: Engine, fields: AlertFields, *, by: By, at: datetime) -> AlertHandled:
    """Record one act in one transaction and return it; the same form sent twice records once.

    A block stays a block whatever is recorded. Raises NotPermitted, Unknown for an alert that does not hold, Stale
    where somebody else was quicker, or Refused with every sentence of what to put right.
    """
    subject = f"agent:{shown(fields.agent)}"
    with writing(engine, by, WHAT[fields.act], subject, at, {"alert": shown(fields.alert)}) as write:
        write.may(RIGHTS[fields.act], subject)
        one = _assessed(write.connection, fields, at)
        alert, who = _alert(one, fields), id_of(one.evidence.company, write.actor.name)
        if alert.last is not None and _told(alert.last) == _asked(fields, who):
            return alert.last
        _not_stale(alert, fields)
        refuse_all(
            (*_gaps(fields), *refused(one, policy_in_force(one.evidence.company), alert, fields.act, fields.until))
        )
        (put,) = write.enter(WHAT[fields.act], subject, {"row": _row(alert, fields, who)}).put
        row = put.fields.model_dump()
        del row["agent"]
        return AlertHandled(**row)


def _assessed(connection: Connection, fields: AlertFields, at: datetime) -> Assessment:
    evidence = evidence_in(connection, fields.agent, fields.as_of) if is_writable(fields.agent) else None
    if evidence is None:
        raise Unknown(f"There is no agent {shown(fields.agent)}.")
    today = at.astimezone(ZoneInfo(evidence.company.zone)).date()
    if fields.as_of > today:
        raise Refused(f"An alert cannot be handled in the future: today is {text.full_day(today)}.")
    return assess(evidence, policy_in_force(evidence.company))


def _alert(one: Assessment, fields: AlertFields) -> Alert:
    held = {row.alert: row for row in alerts(one, policy_in_force(one.evidence.company))}
    if fields.alert in held:
        return held[fields.alert]
    name, day = one.evidence.agent.name, text.full_day(fields.as_of)
    there = f"it has {text.listed(list(held))}" if held else "it has none"
    raise Unknown(f"{name} has no alert {shown(fields.alert)} on {day}: {there}.")


def _not_stale(alert: Alert, fields: AlertFields) -> None:
    last = alert.last.seq if alert.last is not None else 0
    if fields.seen is not None and fields.seen != last:
        raise Stale(f"{alert.why} Look again before you answer: this form was opened before that.")
    if alert.last is not None and fields.as_of < alert.last.done_on:
        raise Refused(f"It was handled on {text.full_day(alert.last.done_on)} already: choose that day or a later one.")


def _gaps(fields: AlertFields) -> Iterator[str]:
    if fields.act is not AlertAct.ACKNOWLEDGED and not is_filled(fields.reason):
        yield (
            "Say why it is muted." if fields.act is AlertAct.MUTED else "Say what was found, so that it can be closed."
        )
    if len(fields.reason) > min(LONGEST, LONGEST_REASON):
        yield f"The reason has {text.count(len(fields.reason))} characters; {text.count(LONGEST_REASON)} are kept."
    elif not is_writable(fields.reason):
        yield "The reason holds a character that cannot be seen or stored: type it again."
    if fields.until is not None and fields.act is not AlertAct.MUTED:
        yield "Only a mute has a last day: leave it out."


def _told(row: AlertHandled) -> tuple[AlertAct, str, date, str, date | None]:
    return row.act, row.reason, row.done_on, row.done_by, row.until


def _asked(fields: AlertFields, who: str) -> tuple[AlertAct, str, date, str, date | None]:
    return fields.act, fields.reason.strip(), fields.as_of, who, fields.until


def _row(alert: Alert, fields: AlertFields, who: str) -> dict[str, object]:
    return {
        "agent": fields.agent,
        "alert": alert.alert,
        "act": fields.act,
        "severity": alert.severity,
        "size": alert.size,
        "reason": fields.reason.strip(),
        "done_on": fields.as_of,
        "done_by": who,
        "until": fields.until,
    }
