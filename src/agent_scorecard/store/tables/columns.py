"""The kinds of column the tables are made of, and the class every checked row starts from."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Any, ClassVar

from pydantic import ConfigDict
from sqlalchemy import Boolean, Date, MetaData
from sqlmodel import Field, SQLModel

from agent_scorecard.store.tables.types import (
    NUMBER,
    TEXT,
    WHOLE,
    KeyDate,
    KeyText,
    Listed,
    Money,
    PeriodKey,
    Step,
    UtcTime,
    Word,
)

REQUIRED: Any = ...
LARGEST = 2**63 - 1
ID_LENGTH = 120
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
FACT_TABLE = {"sqlite_strict": True, "sqlite_with_rowid": False}


class Checked(SQLModel):
    """A row whose values are checked when it is built: exact types, lengths, ranges, no NaN, no unknown field.

    Build this plain class first: the table class made from it takes anything without a word.
    """

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)
    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)  # type: ignore[assignment]


def text(longest: int, default: Any = REQUIRED, **more: Any) -> Any:
    return Field(default, max_length=longest, sa_type=TEXT, **more)


def long_text(default: Any = REQUIRED, **more: Any) -> Any:
    return Field(default, sa_type=TEXT, **more)


def ident(default: Any = REQUIRED, **more: Any) -> Any:
    return text(ID_LENGTH, default, min_length=1, **more)


def key(**more: Any) -> Any:
    return ident(primary_key=True, **more)


def key_text(longest: int = ID_LENGTH) -> Any:
    return Field(None, primary_key=True, nullable=False, max_length=longest, sa_type=KeyText)


def of_agent(default: Any = REQUIRED, **more: Any) -> Any:
    """The agent a row belongs to; agents are never deleted, so the reference holds for good."""
    return ident(default, foreign_key="agents.agent", **more)


def word(words: type[StrEnum], default: Any = REQUIRED, **more: Any) -> Any:
    return Field(default, sa_type=Word(words), **more)


def step(steps: type[IntEnum], default: Any = REQUIRED) -> Any:
    return Field(default, sa_type=Step(steps))


def words(of: type[StrEnum] | None = None) -> Any:
    return Field((), sa_type=Listed(of), nullable=True)


def day(default: Any = None, **more: Any) -> Any:
    return Field(default, sa_type=Date, **more)


def key_day() -> Any:
    return Field(None, primary_key=True, nullable=False, sa_type=KeyDate)


def time(default: Any = None, **more: Any) -> Any:
    return Field(default, sa_type=UtcTime, **more)


def period(**more: Any) -> Any:
    return Field(sa_type=PeriodKey, **more)


def yes_no(default: Any = False, **more: Any) -> Any:
    return Field(default, sa_type=Boolean, **more)


def count(default: Any = None, *, ge: int = 0, le: int = LARGEST, **more: Any) -> Any:
    return Field(default, ge=ge, le=le, sa_type=WHOLE, **more)


def money(default: Any = None, *, ge: int = 0) -> Any:
    return Field(default, ge=ge, le=LARGEST, sa_type=Money)


def number(default: Any = None, **more: Any) -> Any:
    return Field(default, sa_type=NUMBER, **more)
