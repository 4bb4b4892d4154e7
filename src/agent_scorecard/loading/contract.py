"""Reads the contract: every file and column a company may load, with its type, words, bounds and references."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from functools import cache
from importlib.resources import files
from itertools import groupby
from types import MappingProxyType

from agent_scorecard import vocabulary as words_of
from agent_scorecard.loading.cells.words import folded
from agent_scorecard.store.content import OF_THE_LOAD

LONGEST_ID = 120

Vocabulary = type[Enum]

ENUMS: Mapping[str, Vocabulary] = MappingProxyType(
    {
        "agents.kind": words_of.AgentKind,
        "agents.work_origin": words_of.WorkOrigin,
        "agents.status": words_of.Status,
        "agents.autonomy_level": words_of.Level,
        "agents.wanted_level": words_of.Level,
        "agents.risk_tier": words_of.Tier,
        "agents.rhythm": words_of.Rhythm,
        "agents.evidence_source": words_of.EvidenceSource,
        "agents.keep_content": words_of.KeepContent,
        "assignments.role": words_of.Role,
        "actions.access": words_of.Access,
        "actions.effects": words_of.Effect,
        "actions.mode": words_of.Mode,
        "actions.threshold_operator": words_of.Operator,
        "thresholds.operator": words_of.Operator,
        "thresholds.mode": words_of.Mode,
        "measures.group": words_of.Group,
        "measures.layer": words_of.Layer,
        "measures.direction": words_of.Direction,
        "measures.aggregation": words_of.Aggregation,
        "bounds.baseline_kind": words_of.BaselineKind,
        "incidents.date_precision": words_of.DatePrecision,
        "incidents.severity": words_of.IncidentSeverity,
        "incidents.risk_class": words_of.RiskClass,
        "incidents.harm": words_of.Harm,
        "incidents.cause": words_of.Cause,
        "incidents.detected_by": words_of.DetectedBy,
        "changes.kind": words_of.ChangeKind,
        "evals.case_source": words_of.CaseSource,
        "approvals.verdict": words_of.ApprovalVerdict,
        "budgets.period": words_of.BudgetPeriod,
        "costs.category": words_of.CostCategory,
        "gates.gate": words_of.Gate,
        "gates.item": words_of.GateItem,
        "gates.answer": words_of.GateAnswer,
        "capabilities.capability": words_of.Capability,
        "runs.status": words_of.RunStatus,
        "runs.result": words_of.RunResult,
        "runs.review_outcome": words_of.ReviewOutcome,
        "runs.human_edit": words_of.HumanEdit,
        "runs.approval_status": words_of.ApprovalStatus,
    }
)


class ColumnType(StrEnum):
    """What a cell of a column is; money becomes integer nano-units, a decimal a finite float."""

    ID = "id"
    TEXT = "text"
    BOOL = "bool"
    ENUM = "enum"
    INT = "int"
    DECIMAL = "decimal"
    MONEY = "money"
    DATE = "date"
    DATETIME = "datetime"
    LIST = "list"
    OBJECT = "object"


class Required(StrEnum):
    """Whether a cell must be filled; ``when`` depends on other cells and is told in words."""

    KEY = "key"
    KEY_OPTIONAL = "key_optional"
    YES = "yes"
    NO = "no"
    WHEN = "when"


@dataclass(frozen=True, slots=True)
class ColumnContract:
    """One column of one file.

    ``words`` maps every accepted spelling, folded, to its word. ``references`` are the (file, column) pairs a value is
    looked up in, in order; ``of_the_agent`` limits them to rows of the same agent. ``low`` and ``high`` include their
    ends, unless ``above_low``. ``when`` tells in words when a cell must be filled.
    """

    file: str
    name: str
    type: ColumnType
    required: Required
    meaning: str
    max_length: int | None = None
    when: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    references: tuple[tuple[str, str], ...] = ()
    of_the_agent: bool = False
    low: float | None = None
    high: float | None = None
    above_low: bool = False
    not_future: bool = False
    allowed: str = ""
    default: str = ""
    also_named: str = ""
    used_by: tuple[str, ...] = ()

    @property
    def is_key(self) -> bool:
        return self.required in (Required.KEY, Required.KEY_OPTIONAL)

    @property
    def enum(self) -> Vocabulary | None:
        """The vocabulary of the column's words, or None where they are plain text."""
        return ENUMS.get(f"{self.file}.{self.name}")


@dataclass(frozen=True, slots=True)
class FileContract:
    """One file: its columns in order, and those that make its natural key."""

    name: str
    columns: tuple[ColumnContract, ...]

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns if column.is_key)

    def column(self, header: str) -> ColumnContract | None:
        """The column of a header, ignoring case and blanks around it; None where the file has no such column."""
        name = header.strip().casefold()
        return next((column for column in self.columns if name and name in (column.name, column.also_named)), None)


@cache
def contract() -> Mapping[str, FileContract]:
    """Every file of the contract by name, in the order of columns.csv."""
    text = files("agent_scorecard.loading").joinpath("columns.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    by_file = groupby(rows, key=lambda row: row["file"])
    return MappingProxyType({name: FileContract(name, tuple(map(_column, cells))) for name, cells in by_file})


def exported(file: FileContract) -> FileContract:
    """Return what our own export writes into a file: its columns, and the days a load noted beside them."""
    noted = OF_THE_LOAD.get(file.name, {}).values()
    days = (ColumnContract(file.name, name, ColumnType.DATE, Required.NO, "the day of a load") for name in noted)
    return FileContract(file.name, (*file.columns, *days))


def _column(row: Mapping[str, str]) -> ColumnContract:
    kind, length = _type(row["type"])
    required, when = _required(row["required"])
    allowed = row["allowed"]
    low, high, above_low = _bounds(allowed) if kind in _NUMBERS else (None, None, False)
    return ColumnContract(
        file=row["file"],
        name=row["column"],
        type=kind,
        required=required,
        meaning=row["meaning"],
        max_length=length,
        when=when,
        words=_words(allowed) if kind in _WORDED and not allowed.startswith("->") else {},
        references=_references(allowed),
        of_the_agent="of the agent" in allowed,
        low=low,
        high=high,
        above_low=above_low,
        not_future=allowed in ("not in the future", "not after the day of the load"),
        allowed=allowed,
        default=row["default"],
        also_named=row["also_named"],
        used_by=tuple(filter(None, row["used_by"].split("|"))),
    )


_NUMBERS = (ColumnType.INT, ColumnType.DECIMAL, ColumnType.MONEY)
_WORDED = (ColumnType.ENUM, ColumnType.BOOL, ColumnType.LIST)


def _type(text: str) -> tuple[ColumnType, int | None]:
    name, _, length = text.rstrip(")").partition("(")
    kind = ColumnType(name)
    if kind is ColumnType.ID:
        return kind, LONGEST_ID
    return kind, int(length) if length else None


def _required(text: str) -> tuple[Required, str]:
    first, _, rest = text.partition(" ")
    return (Required.WHEN, rest) if first == "when" else (Required(text), "")


def _words(allowed: str) -> Mapping[str, str]:
    """Each accepted spelling of "word (spelling, spelling)|word", folded, to its word."""
    spellings = {}
    for choice in allowed.split("|") if "|" in allowed else ():
        word, _, others = choice.rstrip(")").partition(" (")
        for spelling in (word, *others.split(", ")):
            if spelling:
                spellings[folded(spelling)] = word
    return MappingProxyType(spellings)


def _references(allowed: str) -> tuple[tuple[str, str], ...]:
    if not allowed.startswith("->"):
        return ()
    return tuple((file, column) for file, column in re.findall(r"(\w+)\.(\w+)", allowed))


def _bounds(allowed: str) -> tuple[float | None, float | None, bool]:
    """Low, high and whether low itself is outside, of "1..99", ">= 0" or "> 0"; a bound in another column is None."""
    if found := re.match(r"(>=|>) (\d+)$", allowed):
        return float(found[2]), None, found[1] == ">"
    if found := re.match(r"(\d+)\.\.(\d+)?", allowed):
        return float(found[1]), float(found[2]) if found[2] else None, False
    return None, None, False
