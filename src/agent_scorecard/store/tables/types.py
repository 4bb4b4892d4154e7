"""How words, times, dates, lists and periods are stored, so that they sort and compare alike on every database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import REAL, BigInteger, Date, Dialect, Double, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from agent_scorecard.rules.periods import Period, from_key

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
NO_DATE = date.min

TEXT = Text().with_variant(Text(collation="C"), "postgresql")
WHOLE = BigInteger().with_variant(Integer(), "sqlite")
NUMBER: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")


class Word(TypeDecorator[StrEnum]):
    """A StrEnum stored by its canonical word; an unknown word is refused on the way in and out (LookupError)."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words
        self._by_value = {word.value: word for word in words}

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(TEXT)

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else self._by_value[value].value

    def process_result_value(self, value: Any, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self._by_value[value]


class Step(TypeDecorator[IntEnum]):
    """An IntEnum stored by its number."""

    impl = Integer
    cache_ok = True

    def __init__(self, steps: type[IntEnum]) -> None:
        super().__init__()
        self.steps = steps

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        return None if value is None else int(self.steps(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> IntEnum | None:
        return None if value is None else self.steps(value)


class Money(TypeDecorator[int]):
    """An amount in whole nano-units of its currency: 1 USD is 1,000,000,000."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(WHOLE)


class UtcTime(TypeDecorator[datetime]):
    """An aware time as whole microseconds since 1970 UTC; a time without zone is refused (ValueError)."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(WHOLE)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else stored_time(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else read_time(value)


class KeyDate(TypeDecorator[date]):
    """A date inside a key: empty is stored as 0001-01-01, because a key cannot be empty, and reads back as None."""

    impl = Date
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> date:
        return NO_DATE if value is None else value

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        return None if value == NO_DATE else value


class KeyText(TypeDecorator[str]):
    """An optional text inside a key: empty is stored as "" and reads back as None."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(TEXT)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str:
        return value or ""

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return value or None


class Listed(TypeDecorator[tuple[str, ...]]):
    """A list of texts or words joined by "|"; the empty list is stored as nothing."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum] | None = None) -> None:
        super().__init__()
        self.words = words

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(TEXT)

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> str | None:
        return joined(value or ()) or None

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...]:
        parts = tuple(value.split("|")) if value else ()
        return parts if self.words is None else tuple(map(self.words, parts))


class PeriodKey(TypeDecorator[Period]):
    """A week or month as the one number that sorts as periods do (Period.key)."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Period | None, dialect: Dialect) -> int | None:
        return None if value is None else value.key

    def process_result_value(self, value: Any, dialect: Dialect) -> Period | None:
        return None if value is None else from_key(value)


def stored_time(value: datetime) -> int:
    """Return an aware time as microseconds since 1970 UTC. Raises ValueError for a time without zone."""
    if value.utcoffset() is None:
        raise ValueError(f"{value.isoformat()} has no time zone.")
    return (value - EPOCH) // MICROSECOND


def read_time(stored: int) -> datetime:
    return EPOCH + timedelta(microseconds=stored)


def joined(parts: Iterable[str]) -> str:
    """Join a list for storage. Raises ValueError when a part holds the separator."""
    parts = tuple(parts)
    if any("|" in part or not part for part in parts):
        raise ValueError(f"A part of a list is empty or holds the separator |: {parts}")
    return "|".join(parts)
