"""Company settings, the revision pages are cached by, loads with their reports, and refused cells."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from agent_scorecard.store.tables.columns import Checked, count, long_text, text, time, word
from agent_scorecard.vocabulary import Preset


class SettingsFields(Checked):
    name: str = text(120, "Company")
    zone: str = text(64, "UTC")
    locale: str = text(20, "en")
    currency: str = text(3, "USD", min_length=3)
    preset: Preset = word(Preset, Preset.SMALL)


class Settings(SettingsFields, table=True):
    """One row for the company."""

    __tablename__ = "settings"
    __table_args__: ClassVar[Any] = (CheckConstraint('"only" = 1', name="one_row"),)

    only: int = Field(1, primary_key=True, sa_column_kwargs={"autoincrement": False})


class Meta(Checked, table=True):
    __tablename__ = "meta"

    key: str = text(40, primary_key=True)
    value: str = long_text()


class Load(Checked, table=True):
    """One load = one transaction; its row is written with its rows (reliability E2). `mode` as in the ledger."""

    __tablename__ = "loads"

    load: int | None = Field(None, primary_key=True)
    at: datetime = time(...)
    actor: str = text(254)
    status: str = text(20)
    zone: str | None = text(64, None)
    read: int = count(0)
    new: int = count(0)
    changed: int = count(0)
    same: int = count(0)
    duplicate: int = count(0)
    refused: int = count(0)


class LoadFile(Checked, table=True):
    """What one file of a load did; `notes` holds its warnings, one on each line."""

    __tablename__ = "load_files"

    load: int = count(..., primary_key=True, foreign_key="loads.load")
    number: int = count(..., primary_key=True)
    file: str = text(60)
    source: str = long_text()
    sha256: str | None = text(64, None, index=True)
    read: int = count(0)
    new: int = count(0)
    changed: int = count(0)
    same: int = count(0)
    duplicate: int = count(0)
    refused: int = count(0)
    notes: str | None = long_text(None)
    refused_whole: str | None = long_text(None)


class Refused(Checked, table=True):
    """One refused cell with its reason; the value is masked, the raw line is never kept."""

    __tablename__ = "quarantine"

    load: int = count(..., primary_key=True, foreign_key="loads.load")
    number: int = count(..., primary_key=True)
    file: str = text(60)
    source: str = long_text()
    line: int | None = count()
    column: str | None = text(120, None)
    value: str | None = text(200, None)
    code: str = text(60)
    reason: str = long_text()
