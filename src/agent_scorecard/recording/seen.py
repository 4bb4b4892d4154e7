"""Whether a form still shows what is known: who did what since it was opened (reliability E5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from agent_scorecard import format as text
from agent_scorecard.recording.frozen import differences
from agent_scorecard.recording.refusal import Stale
from agent_scorecard.store.scope import TABLES


def refuse_unseen(connection: Connection, agent: str, seen: int | None) -> None:
    """Raise Stale with who decided what where a decision is newer than the last one the form showed."""
    if seen is None:
        return
    table = TABLES["decisions"]
    later = select(table.c.by, table.c.choice).where(table.c.agent == agent, table.c.seq > seen)
    found = connection.execute(later.order_by(table.c.seq.desc())).first()
    if found is not None:
        raise Stale(f"{found.by} decided {found.choice} since you opened this card: look at it again.")


def refuse_other_card(connection: Connection, agent: str, shown: Mapping[str, Any], now: Any) -> None:
    """Raise Stale with who changed it where the card now says otherwise than the one the form stood under."""
    found = tuple(differences("", shown, now))
    if found:
        many = text.plural(len(found), "value of this card reads", "values of this card read")
        raise Stale(f"{many} otherwise since you opened it, {_last_act(connection, agent)}: look at it again.")


def _last_act(connection: Connection, agent: str) -> str:
    """Who last recorded something about the agent, or loaded files, whichever came later."""
    entries, loads = TABLES["ledger"], TABLES["loads"]
    about = select(entries.c.at, entries.c.actor, entries.c.what).where(entries.c.subject == f"agent:{agent}")
    last = connection.execute(about.order_by(entries.c.seq.desc())).first()
    load = connection.execute(select(loads.c.at, loads.c.actor).order_by(loads.c.load.desc())).first()
    if last is None or (load is not None and load.at.isoformat() > last.at):
        return f"after {load.actor if load is not None else 'somebody'} loaded files"
    return f"after {last.actor}: {last.what}"
