"""The entry about runs that were purged, and the row it stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from agent_scorecard.recording.rows import Put, Rows
from agent_scorecard.store.ledger import LedgerRow
from agent_scorecard.store.tables.purges import PurgeFields

PURGED = "runs purged"
DAYS = ("purged_on", "kept_from", "important_from")


def _purged(entry: LedgerRow) -> Rows:
    told = dict(entry.content["row"])
    days = {name: date.fromisoformat(told[name]) for name in DAYS}
    return Rows(put=(Put("purges", PurgeFields(**{**told, **days, "seq": entry.seq})),))


READERS: Mapping[str, Callable[[LedgerRow], Rows]] = {PURGED: _purged}
