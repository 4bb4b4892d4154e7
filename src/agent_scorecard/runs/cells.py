"""A run given as a mapping, from an odd line, a table or a workbook, becomes a typed record or a plain refusal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

from msgspec import Raw

from agent_scorecard.runs.content import DROPPED
from agent_scorecard.runs.context import Read
from agent_scorecard.runs.records import KINDS, Kind, Record
from agent_scorecard.runs.refusal import BadRun

REQUIRED = ("timestamp", "agent_id", "request_id")
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Cells:
    """Reads single cells through the functions of the contract; every refusal becomes a BadRun with its column."""

    readers: Mapping[str, Read]
    refusal: type[Exception]

    def read(self, column: str, text: str) -> Any:
        if not text.strip():
            raise BadRun(column, "missing", "must be filled")
        try:
            return self.readers[column](text)
        except self.refusal as refused:
            raise BadRun(column, str(refused.code), str(refused.reason), text) from None  # type: ignore[attr-defined]

    def record(self, given: Mapping[str, Any]) -> Record:
        """Build the record of a mapping whose keys are columns; empty cells are nothing, other keys are ignored."""
        for column in REQUIRED:
            if given.get(column) in (None, ""):
                raise BadRun(column, "missing", "must be filled")
        filled = {column: value for column, value in given.items() if column in KINDS and value not in (None, "")}
        return Record(**{column: self._value(column, value) for column, value in filled.items()})

    def _value(self, column: str, value: Any) -> Any:
        match KINDS[column]:
            case Kind.ID | Kind.TEXT:
                return Raw(_json(value)) if column == "output" else self._text(column, value)
            case Kind.WORD:
                return _word(column, value)
            case Kind.FLAG:
                return value if isinstance(value, bool) else self.read(column, _word(column, value))
            case Kind.WHOLE:
                return self._whole(column, value)
            case Kind.MONEY:
                return _amount(column, value)
            case Kind.TIME:
                return self._time(column, value)
            case Kind.LIST:
                return Raw(_json(_parts(column, value)))
            case Kind.OBJECT:
                is_text = isinstance(value, str) and value != DROPPED
                return Raw(value.encode() if is_text else _json(value))

    def _text(self, column: str, value: Any) -> str:
        if not isinstance(value, str):
            raise BadRun(column, "not_readable", "must be text", value)
        return value

    def _whole(self, column: str, value: Any) -> int:
        if isinstance(value, str):
            value = self.read(column, value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise BadRun(column, "bad_number", "write a whole number with the digits 0-9", value)
        if not 0 <= value <= LARGEST:
            raise BadRun(column, "out_of_range", "must be 0 or more" if value < 0 else "the number is too large", value)
        return value

    def _time(self, column: str, value: Any) -> datetime:
        text = value.isoformat() if isinstance(value, (datetime, date)) else value
        if not isinstance(text, str):
            raise BadRun(column, "bad_time", "use YYYY-MM-DDTHH:MM:SSZ, for example 2026-10-31T14:05:00Z", value)
        found: datetime = self.read(column, text)
        return found


def _word(column: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int)):
        return str(value)
    raise BadRun(column, "unknown_word", "must be one of the words of this column", value)


def _amount(column: str, value: Any) -> str | float:
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
        raise BadRun(column, "bad_number", "write a plain decimal amount such as 1234.50", value)
    if isinstance(value, (float, Decimal)) and not isfinite(value):
        raise BadRun(column, "bad_number", "is not a number", value)
    return f"{value:f}" if isinstance(value, Decimal) else value


def _parts(column: str, value: Any) -> list[str]:
    if isinstance(value, str):
        return [part.strip() for part in value.split("|") if part.strip()]
    if isinstance(value, (list, tuple)):
        return list(value)
    raise BadRun(column, "not_readable", "write a list", value)


def _json(value: Any) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=False, default=str, allow_nan=False).encode()
    except (ValueError, TypeError, RecursionError) as refused:
        raise BadRun("", "not_readable", "holds something that cannot be written as JSON") from refused
