"""What was purged of the run log, and the figures that stay of it."""

from __future__ import annotations

from datetime import date

from agent_scorecard.store.tables.columns import Checked, count, day, ident, key, long_text, of_agent, text
from agent_scorecard.store.tables.decisions import ledger_number

LONGEST_NAME = 1_000


class PurgeFields(Checked):
    """Runs of an agent before `kept_from` went, but for important ones, which go before `important_from` only.

    `removed` and `kept` count runs of this purge; `figures` is the SHA-256 of what stays of them in `purged_figures`.
    """

    seq: int = count(..., primary_key=True, sa_column_kwargs={"autoincrement": False})
    agent: str = of_agent(index=True)
    purged_on: date = day(...)
    purged_by: str = ident()
    kept_from: date = day(...)
    important_from: date = day(...)
    removed: int = count(...)
    kept: int = count(...)
    figures: str = text(64, min_length=64)


class Purge(PurgeFields, table=True):
    __tablename__ = "purges"


class PurgedFigureFields(Checked):
    """A figure of a day or month whose runs were purged by entry `seq`: `content` as JSON, `name` within its kind."""

    agent: str = of_agent(primary_key=True)
    day: date = day(..., primary_key=True)
    kind: str = key()
    name: str = text(LONGEST_NAME, primary_key=True)
    content: str = long_text()
    seq: int = ledger_number()


class PurgedFigure(PurgedFigureFields, table=True):
    __tablename__ = "purged_figures"
