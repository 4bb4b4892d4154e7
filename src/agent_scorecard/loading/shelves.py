"""Where the rows of each file lie in the store: their table, their key, and what an empty cell means there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic_core import PydanticUndefined
from sqlalchemy import Connection, Table, select

from agent_scorecard.loading.checks.draft import Key
from agent_scorecard.loading.contract import contract
from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.tables.agents import (
    ActionFields,
    AgentFields,
    AliasFields,
    EscalationFields,
    ThresholdFields,
    ToolFields,
)
from agent_scorecard.store.tables.columns import Checked
from agent_scorecard.store.tables.events import ApprovalFields, ChangeFields, DrillFields, EvalFields, IncidentFields
from agent_scorecard.store.tables.gates import CapabilityFields, GateRowFields, TaskFields
from agent_scorecard.store.tables.measures import BoundsFields, MeasureFields
from agent_scorecard.store.tables.money import BudgetFields, CostFields, PriceFields
from agent_scorecard.store.tables.people import AssignmentFields, PersonFields

FIELDS: Mapping[str, type[Checked]] = {
    "people": PersonFields,
    "agents": AgentFields,
    "aliases": AliasFields,
    "assignments": AssignmentFields,
    "tools": ToolFields,
    "actions": ActionFields,
    "thresholds": ThresholdFields,
    "escalations": EscalationFields,
    "measures": MeasureFields,
    "bounds": BoundsFields,
    "incidents": IncidentFields,
    "changes": ChangeFields,
    "evals": EvalFields,
    "approvals": ApprovalFields,
    "drills": DrillFields,
    "budgets": BudgetFields,
    "costs": CostFields,
    "prices": PriceFields,
    "gates": GateRowFields,
    "capabilities": CapabilityFields,
    "tasks": TaskFields,
}
"""Every file but observations and runs, in the order in which they are applied."""

ORDER = (
    *list(FIELDS)[: list(FIELDS).index("bounds") + 1],
    "observations",
    *list(FIELDS)[list(FIELDS).index("incidents") :],
)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The table of a file, the columns of its natural key and the defaults of the others."""

    file: str
    table: Table
    key: tuple[str, ...]
    columns: tuple[str, ...]
    defaults: Mapping[str, object]

    def key_of(self, row: Mapping[str, object]) -> Key:
        return tuple(row[column] for column in self.key)

    def rows(self, connection: Connection) -> Iterator[tuple[Key, Mapping[str, object]]]:
        """Yield every stored row by its key."""
        for found in connection.execute(select(*(self.table.c[column] for column in self.columns))):
            row = dict(zip(self.columns, found, strict=True))
            yield self.key_of(row), row


def shelf(file: str) -> Shelf:
    fields = FIELDS[file].model_fields
    defaults = {name: field.default for name, field in fields.items() if field.default is not PydanticUndefined}
    return Shelf(file, METADATA.tables[file], contract()[file].key, tuple(fields), defaults)
