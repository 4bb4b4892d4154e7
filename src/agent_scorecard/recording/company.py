"""Set what all agents of a company share: name, zone, locale, currency and depth of the policy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import available_timezones

from sqlalchemy import Connection, Engine, select

from agent_scorecard.access import By, Right
from agent_scorecard.format import is_currency
from agent_scorecard.recording.entries import COMPANY
from agent_scorecard.recording.refusal import Refused, refuse_all
from agent_scorecard.recording.writing import writing
from agent_scorecard.store.read_company import read_settings
from agent_scorecard.store.scope import TABLES
from agent_scorecard.store.tables.meta import SettingsFields as CompanyFields

__all__ = ["CompanyFields", "set_company"]

SUBJECT = "company"


def set_company(engine: Engine, fields: CompanyFields, *, by: By, at: datetime) -> CompanyFields:
    """Record the settings of the company. Raises NotPermitted or Refused.

    The zone decides to which day a run belongs, so it is refused once runs are loaded. The preset is the depth of the
    policy: where people sign in, nobody changes that alone.
    """
    with writing(engine, by, COMPANY, SUBJECT, at) as write:
        write.may(Right.SET_COMPANY, SUBJECT)
        refuse_all(_gaps(fields))
        present = read_settings(write.connection)
        if fields.preset is not present.preset:
            write.may(Right.CHANGE_POLICY, SUBJECT)
        if fields.zone != present.zone and _has_runs(write.connection):
            raise Refused("Runs are counted by day of the present zone: load them into a database of the new zone.")
        write.enter(COMPANY, SUBJECT, fields.model_dump())
    return fields


def _gaps(fields: CompanyFields) -> Iterator[str]:
    if not fields.name.strip():
        yield "Write down the company's name."
    if fields.zone not in available_timezones():
        yield f"{fields.zone} is not a time zone: write one such as Europe/Berlin."
    if not is_currency(fields.currency):
        yield f"{fields.currency} is not a currency code: write one such as EUR."


def _has_runs(connection: Connection) -> bool:
    return connection.execute(select(TABLES["run_days"].c.agent).limit(1)).first() is not None
