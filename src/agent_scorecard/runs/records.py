"""The run record as it is decoded, and the kind of value each of its columns holds (columns.csv runs)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any

from msgspec import Meta, Raw, Struct

Count = Annotated[int, Meta(ge=0, le=2**63 - 1)]
NOTHING = Raw()


class Kind(StrEnum):
    """What a cell of a run holds; words may be written as text, yes and no also as true and 1."""

    ID = "id"
    TEXT = "text"
    WORD = "word"
    FLAG = "flag"
    WHOLE = "whole"
    MONEY = "money"
    TIME = "time"
    LIST = "list"
    OBJECT = "object"


class Record(Struct, gc=False, forbid_unknown_fields=True):
    """One line, typed; the order is that of the keys runs are grouped by: texts, then words, then the rest.

    `Raw` columns are looked at only where a rule needs them; nothing of them is stored unless the agent keeps content.
    """

    request_id: str
    timestamp: datetime
    agent_id: str
    workflow: str | None = None
    trigger: str | None = None
    case_class: str | None = None
    policy_version: str | None = None
    prompt_version: str | None = None
    model_version: str | None = None
    cost_currency: str | None = None
    status: str | None = None
    result: str | None = None
    infra_failure: bool | None = None
    review_outcome: str | None = None
    human_override: bool | None = None
    human_edit: str | None = None
    approval_status: str | None = None
    sources_count: Count | None = None
    tool_calls: Raw = NOTHING
    output: Raw = NOTHING
    data_sources: Raw = NOTHING
    error: str | None = None
    human_approver: str | None = None
    user: str | None = None
    cost_usd: str | float | None = None
    duration_ms: Count | None = None
    proposed_action: str | None = None
    final_action: str | None = None
    inputs: Raw = NOTHING
    side_effects: Raw = NOTHING
    input_tokens: Count | None = None
    output_tokens: Count | None = None


class OpenRecord(Record, gc=False, forbid_unknown_fields=False):
    """The same for logs that carry more keys than we know; those are counted, not stored."""


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "timestamp": Kind.TIME,
        "agent_id": Kind.ID,
        "request_id": Kind.ID,
        "workflow": Kind.TEXT,
        "trigger": Kind.TEXT,
        "user": Kind.TEXT,
        "case_class": Kind.TEXT,
        "inputs": Kind.OBJECT,
        "data_sources": Kind.LIST,
        "sources_count": Kind.WHOLE,
        "tool_calls": Kind.OBJECT,
        "output": Kind.TEXT,
        "proposed_action": Kind.TEXT,
        "final_action": Kind.TEXT,
        "side_effects": Kind.LIST,
        "status": Kind.WORD,
        "result": Kind.WORD,
        "infra_failure": Kind.FLAG,
        "error": Kind.TEXT,
        "review_outcome": Kind.WORD,
        "human_override": Kind.FLAG,
        "human_edit": Kind.WORD,
        "approval_status": Kind.WORD,
        "human_approver": Kind.TEXT,
        "policy_version": Kind.TEXT,
        "prompt_version": Kind.TEXT,
        "model_version": Kind.TEXT,
        "cost_usd": Kind.MONEY,
        "cost_currency": Kind.TEXT,
        "input_tokens": Kind.WHOLE,
        "output_tokens": Kind.WHOLE,
        "duration_ms": Kind.WHOLE,
    }
)

FIELDS = Record.__struct_fields__
PLACE: Mapping[str, int] = MappingProxyType({name: place for place, name in enumerate(FIELDS)})
HEAD = slice(PLACE["agent_id"], PLACE["cost_currency"] + 1)
WORDS = slice(PLACE["status"], PLACE["approval_status"] + 1)
HEAD_FIELDS, WORD_FIELDS = FIELDS[HEAD], FIELDS[WORDS]
WHOLE = frozenset(name for name, kind in KINDS.items() if kind is Kind.WHOLE)


def of_frame(column: str, value: Any) -> Any:
    """Return a value as a table of typed columns holds it: a whole number kept as 8200.0 is that number."""
    return int(value) if column in WHOLE and isinstance(value, float) and value.is_integer() else value
