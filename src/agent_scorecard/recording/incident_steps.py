"""Record what was done about an incident: contained, put right, understood, closed (register S1-16, S4-24)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select

from agent_scorecard import format as text
from agent_scorecard.access import AccessMode, By, Right, can
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.recording.entries import INCIDENT_HANDLED
from agent_scorecard.recording.incident_fields import (
    Fix,
    StepFields,
    field_gaps,
    fix_gaps,
    naive_gaps,
    new_fixes,
    what_is_new,
)
from agent_scorecard.recording.incident_seen import refuse_stale
from agent_scorecard.recording.incidents import LONGEST, one_line, text_gaps
from agent_scorecard.recording.people import id_of
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.recording.refusal import Refused, Unknown, refuse_all
from agent_scorecard.recording.writing import Write, writing
from agent_scorecard.rules.closing import not_second, second_people
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import FollowUp, Incident, Turn
from agent_scorecard.rules.incidents import (
    asks_for_cause,
    counts_as_serious,
    fixes_of,
    is_open,
    lowered_alone,
    missing_to_close,
)
from agent_scorecard.store.read import evidence_in
from agent_scorecard.store.read_company import read_settings
from agent_scorecard.store.read_incidents import BESIDE, recorded, with_recorded
from agent_scorecard.store.scope import TABLES
from agent_scorecard.vocabulary import IncidentSeverity, TurnKind

__all__ = ["Fix", "StepFields", "handle_incident", "reopen_incident"]

WHY_NOT_SERIOUS = "Say why it is not serious."
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """An incident as the transaction sees it, with the evidence of its agent on the company's day."""

    row: Incident
    evidence: Evidence
    policy: Policy
    today: date

    @property
    def subject(self) -> str:
        return f"agent:{self.row.agent}"


def handle_incident(
    engine: Engine, said: StepFields, *, by: By, at: datetime, seen: int | None = None
) -> tuple[str, ...]:
    """Record what is new about an incident in one transaction and return what it fills, corrects or opens.

    A form sent twice says nothing new the second time and records once. `seen` is the row version the form showed: a
    later one raises Stale. Raises NotPermitted, Unknown, or Refused with every sentence of what to put right: a serious
    incident is not closed while its cause is not written down, nor by the owner alone, and lowered with a reason only.
    """
    with writing(engine, by, INCIDENT_HANDLED, f"incident:{said.incident}", at) as write:
        case = opened(write, said.incident)
        write.may(Right.HANDLE_INCIDENT, case.subject)
        refuse_stale(write.connection, case.row, seen)
        refuse_all(naive_gaps(said))
        body = _body(write, said, case)
        new = (*body["told"], *(name for name in ("fixes", "tags", "turns") if body[name]))
        if new:
            write.enter(INCIDENT_HANDLED, case.subject, body)
        return new


def reopen_incident(engine: Engine, incident: str, reason: str, *, by: By, at: datetime) -> None:
    """Record that an incident is not over after all. Raises NotPermitted, Unknown or Refused."""
    with writing(engine, by, INCIDENT_HANDLED, f"incident:{incident}", at) as write:
        case = opened(write, incident)
        write.may(Right.HANDLE_INCIDENT, case.subject)
        if is_open(case.row):
            raise Refused(f"{incident} is open: there is nothing to open again.")
        if not one_line(reason):
            raise Refused("Say why it is not over.")
        refuse_all(text_gaps("The reason", one_line(reason), LONGEST))
        turn = _turn(TurnKind.REOPENED, reason=one_line(reason))
        write.enter(INCIDENT_HANDLED, case.subject, _entry(case.row, {"resolved_at": None}, turns=[turn]))


def opened(write: Write, incident: str) -> Case:
    """Read an incident of an agent and what the rules need of it. Raises Unknown; one of a library is nobody's."""
    row = _found(write.connection, incident)
    zone = ZoneInfo(read_settings(write.connection).zone)
    today = write.at.astimezone(zone).date()
    evidence = evidence_in(write.connection, str(row.agent), max(today, row.detected_at.astimezone(zone).date()))
    if evidence is None:
        raise Unknown(f"There is no agent {row.agent}.")
    return Case(row, evidence, policy_in_force(evidence.company), today)


def _found(connection: Connection, incident: str) -> Incident:
    table = TABLES["incidents"]
    names = [field.name for field in fields(Incident) if field.name not in BESIDE]
    wanted = select(*(table.c[name] for name in names)).where(table.c.incident == incident, table.c.agent.is_not(None))
    found = connection.execute(wanted).mappings().one_or_none()
    if found is None:
        raise Unknown(f"There is no incident {incident} of an agent.")
    return with_recorded(Incident(**found), recorded(connection, incident))


def _body(write: Write, said: StepFields, case: Case) -> Body:
    """What the ledger keeps of a form. Raises Refused with every sentence, NotPermitted for a closing."""
    row, company = case.row, case.evidence.company
    fixes = new_fixes(said, fixes_of(case.evidence, row), company)
    told = what_is_new(said, row, fixes, company)
    by = id_of(company, write.actor.name)
    turns = list(_turns(said, told, case, _agreeing(write, said, case, by)))
    after = replace(row, **told, turns=(*row.turns, *(_as_fact(row, turn) for turn in turns)))
    refuse_all(
        (
            *field_gaps(said, told, row, company, write.at),
            *fix_gaps(fixes, company, case.today),
            *_lowering_gaps(write, said, case, turns),
            *_closing_gaps(write, told, after, case, fixes, by),
        )
    )
    tags = None if said.tags is None or set(said.tags) == set(row.tags) else sorted(set(said.tags))
    return _entry(row, told, turns=turns, fixes=[asdict(fix) for fix in fixes], tags=tags)


def _entry(row: Incident, told: Mapping[str, Any], *, turns: list[Body], fixes: Any = (), tags: Any = None) -> Body:
    told = {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}
    names = {"incident": row.incident, "agent": row.agent}
    return {**names, "told": told, "turns": turns, "fixes": list(fixes), "tags": tags}


def _turns(said: StepFields, told: Mapping[str, Any], case: Case, agreed: str | None) -> Iterator[Body]:
    row, now = case.row, told.get("severity", case.row.severity)
    agrees_later = "severity" not in told and lowered_alone(row) is not None and bool(said.agreed_by)
    if "severity" in told or agrees_later:
        reason = one_line(said.reason) or None
        lowers = _lowers(row, now) or agrees_later
        yield _turn(TurnKind.SEVERITY, row.severity, now, reason, agreed if lowers else None)
    if "resolved_at" in told and is_open(row):
        yield _turn(TurnKind.CLOSED)


def _agreeing(write: Write, said: StepFields, case: Case, by: str) -> str | None:
    """Who agrees beside the owner: whoever was named, otherwise who records it where they might close it too."""
    if said.agreed_by:
        return id_of(case.evidence.company, said.agreed_by)
    may_close = can(write.actor, Right.CLOSE_SERIOUS_INCIDENT, write.subject(case.subject)) is True
    return by if may_close and by in second_people(case.evidence) else None


def _turn(
    kind: TurnKind,
    was: IncidentSeverity | None = None,
    now: IncidentSeverity | None = None,
    reason: str | None = None,
    agreed_by: str | None = None,
) -> Body:
    return {"kind": kind, "was": was, "now": now, "reason": reason, "agreed_by": agreed_by}


def _lowers(row: Incident, now: IncidentSeverity) -> bool:
    return counts_as_serious(row) and not now.is_serious and now is not IncidentSeverity.UNDETERMINED


def _as_fact(row: Incident, turn: Body) -> Turn:
    return Turn(seq=0, incident=row.incident, by="", at=row.detected_at, **turn)


def _lowering_gaps(write: Write, said: StepFields, case: Case, turns: list[Body]) -> Iterator[str]:
    """A severity that is no longer serious says why; who agrees is somebody else than the owner."""
    lowered = [turn for turn in turns if turn["kind"] is TurnKind.SEVERITY and _lowers(case.row, turn["now"])]
    if not lowered:
        return
    if not lowered[0]["reason"]:
        yield WHY_NOT_SERIOUS
    name = id_of(case.evidence.company, said.agreed_by)
    if name == write.actor.name:
        write.may(Right.CLOSE_SERIOUS_INCIDENT, case.subject)
    if name and write.actor.mode is AccessMode.COMPANY and name != write.actor.name:
        yield f"{name} agrees by recording it under a sign-in of their own."
    elif name and (why := not_second(case.evidence, name)):
        yield f"Who agrees that it is less is somebody else. {why}"


def _closing_gaps(
    write: Write, told: Mapping[str, Any], after: Incident, case: Case, fixes: tuple[Fix, ...], by: str
) -> Iterator[str]:
    if is_open(after) or not told.keys() & {"resolved_at", "severity"}:
        return
    evidence = replace(case.evidence, follow_ups=(*case.evidence.follow_ups, *_promised(after, fixes)))
    if missing := missing_to_close(evidence, case.policy, after):
        yield f"{_why_serious(after)}: write down {text.listed(missing)}."
    if is_open(case.row) and asks_for_cause(evidence, case.policy, after):
        write.may(Right.CLOSE_SERIOUS_INCIDENT, case.subject)
        if why := not_second(evidence, by):
            yield f"A second person closes a serious incident. {why}"


def _promised(row: Incident, fixes: tuple[Fix, ...]) -> Iterator[FollowUp]:
    for fix in fixes:
        yield FollowUp("", str(row.agent), fix.what, fix.owner, fix.due, 0, incident=row.incident)


def _why_serious(row: Incident) -> str:
    if row.severity.is_serious:
        return "A serious incident is closed with its cause"
    if was := lowered_alone(row):
        return f"It was lowered from {was.value} and nobody else agreed, so it is closed with its cause"
    return "An incident whose severity is not stated is closed with its cause"
