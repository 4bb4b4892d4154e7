"""Entries about changes, and the rows they stand for: planned, released, withdrawn, accepted, kept as cases, tiers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from agent_scorecard.recording.rows import Columns, Put, Rows
from agent_scorecard.store.ledger import LedgerRow
from agent_scorecard.store.tables.changes import (
    AcceptedRiskFields,
    EvalCaseFields,
    PlannedChangeFields,
    TierSetFields,
    WithdrawnChangeFields,
)
from agent_scorecard.store.tables.columns import Checked
from agent_scorecard.store.tables.events import ChangeFields
from agent_scorecard.vocabulary import ChangeKind, Tier

PLANNED = "change planned"
RELEASED = "change released"
WITHDRAWN = "change withdrawn"
RISK_ACCEPTED = "release risk accepted"
CASE_KEPT = "run kept as eval case"
TIER_SET = "risk tier set"

TYPES: Mapping[str, Callable[[Any], Any]] = {
    "kind": ChangeKind,
    "tier": Tier,
    "before": Tier,
    **dict.fromkeys(("planned_at", "changed_at", "judged_at"), datetime.fromisoformat),
    **dict.fromkeys(("withdrawn_on", "accepted_on", "expires_on", "kept_on", "set_on"), date.fromisoformat),
}


def _typed(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: TYPES[name](value) if name in TYPES and value is not None else value for name, value in told.items()}


def _put(table: str, fields: type[Checked]) -> Callable[[LedgerRow], Rows]:
    """Return the reader of an entry that stands for one row, written once."""

    def read(entry: LedgerRow) -> Rows:
        return Rows(put=(Put(table, fields(**{**_typed(entry.content["row"]), "seq": entry.seq})),))

    return read


def _released(entry: LedgerRow) -> Rows:
    return Rows(changes=(ChangeFields(**_typed(entry.content["row"])),))


def _tier_set(entry: LedgerRow) -> Rows:
    told = TierSetFields(**{**_typed(entry.content["row"]), "seq": entry.seq})
    on_file = {"risk_tier": told.tier, "risk_tier_reason": told.reason}
    return Rows(put=(Put("tiers_set", told),), columns=(Columns("agents", told.agent, on_file),))


READERS: Mapping[str, Callable[[LedgerRow], Rows]] = {
    PLANNED: _put("planned_changes", PlannedChangeFields),
    RELEASED: _released,
    WITHDRAWN: _put("withdrawn_changes", WithdrawnChangeFields),
    RISK_ACCEPTED: _put("accepted_risks", AcceptedRiskFields),
    CASE_KEPT: _put("eval_cases", EvalCaseFields),
    TIER_SET: _tier_set,
}
