"""Record that a run on which a person judged otherwise became a case of an eval suite (register S1-13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select

from agent_scorecard.access import By, Right
from agent_scorecard.recording.change_entries import CASE_KEPT
from agent_scorecard.recording.incidents import one_line, text_gaps
from agent_scorecard.recording.refusal import Refused, Unknown, refuse_all
from agent_scorecard.recording.writing import writing
from agent_scorecard.store.moments import time_of
from agent_scorecard.store.read_company import read_settings
from agent_scorecard.store.scope import TABLES

LONGEST_SUITE = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFields:
    """A run, or an approval where no run is logged, and the suite it is a case of from a day on."""

    agent: str
    request_id: str
    suite: str
    kept_on: date


def keep_eval_case(engine: Engine, fields: CaseFields, *, by: By, at: datetime) -> None:
    """Record that a run is an eval case now. Raises NotPermitted, Unknown for a run nobody logged, or Refused."""
    subject = f"agent:{fields.agent}"
    with writing(engine, by, CASE_KEPT, subject, at) as write:
        write.may(Right.KEEP_EVAL_CASE, subject)
        suite = one_line(fields.suite)
        refuse_all(text_gaps("The suite", suite, LONGEST_SUITE) if suite else ("Name the eval suite it belongs to.",))
        judged_at = _judged_at(write.connection, fields)
        if judged_at is None:
            raise Unknown(f"No run and no approval {fields.request_id} of {fields.agent} is on record.")
        if (kept := _kept_in(write.connection, fields)) is not None:
            raise Refused(f"{fields.request_id} is a case of {kept} already.")
        if fields.kept_on > at.astimezone(ZoneInfo(read_settings(write.connection).zone)).date():
            raise Refused("It cannot become a case in the future.")
        row = {
            "agent": fields.agent,
            "request_id": fields.request_id,
            "judged_at": judged_at,
            "suite": suite,
            "kept_on": fields.kept_on,
            "kept_by": write.actor.name,
        }
        write.enter(CASE_KEPT, subject, {"row": row})


def _judged_at(connection: Connection, fields: CaseFields) -> datetime | None:
    """When the run was, or the approval decided."""
    runs, keys, approvals = TABLES["runs"], TABLES["agent_keys"], TABLES["approvals"].c
    of_agent = select(runs.c.at).join_from(runs, keys, keys.c.key == runs.c.agent)
    ran = connection.execute(
        of_agent.where(keys.c.agent == fields.agent, runs.c.request == fields.request_id).limit(1)
    ).scalar()
    if ran is not None:
        return time_of(ran)
    asked = (approvals.request_id == fields.request_id) | (approvals.approval == fields.request_id)
    chosen = select(approvals.decided_at).where(approvals.agent == fields.agent, asked)
    return connection.execute(chosen.where(approvals.decided_at.is_not(None)).limit(1)).scalar()


def _kept_in(connection: Connection, fields: CaseFields) -> str | None:
    cases = TABLES["eval_cases"].c
    chosen = select(cases.suite).where(cases.agent == fields.agent, cases.request_id == fields.request_id)
    return connection.execute(chosen).scalar()
