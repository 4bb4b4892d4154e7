"""What people did about alerts: who has one, until when it is quiet, why it was closed."""

from __future__ import annotations

from datetime import date

from agent_scorecard.store.tables.columns import Checked, count, day, ident, number, of_agent, text, word
from agent_scorecard.vocabulary import AlertAct, Severity

REASON = 500


class AlertHandledFields(Checked):
    """One act on one alert; `severity` and `size` are what the alert had, so that a worse one can ask again."""

    seq: int = count(..., primary_key=True, sa_column_kwargs={"autoincrement": False})
    agent: str = of_agent(index=True)
    alert: str = text(200, min_length=1)
    act: AlertAct = word(AlertAct)
    severity: Severity = word(Severity)
    size: float | None = number(None)
    reason: str = text(REASON)
    done_on: date = day(...)
    done_by: str = ident()
    until: date | None = day()


class AlertHandled(AlertHandledFields, table=True):
    __tablename__ = "alerts_handled"
