"""Gate and checklist answers, candidate tasks, and the control plane of the company (columns.csv)."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field

from agent_scorecard.store.tables.columns import (
    Checked,
    count,
    day,
    ident,
    key,
    number,
    of_agent,
    text,
    word,
    words,
    yes_no,
)
from agent_scorecard.vocabulary import Capability as CapabilityName
from agent_scorecard.vocabulary import Gate, GateAnswer, GateItem


class GateRowFields(Checked):
    """The answer in force: one row for each item of a gate."""

    agent: str = of_agent(primary_key=True)
    gate: Gate = word(Gate, primary_key=True)
    item: GateItem = word(GateItem, primary_key=True)
    answer: GateAnswer = word(GateAnswer)
    evidence: str | None = text(1000, None)
    answered_by: str | None = ident(None)
    answered_on: date | None = day()
    submitted_on: date | None = day()
    reviewers: tuple[str, ...] = words()
    reason: str | None = text(500, None)
    expires_on: date | None = day()


class GateRow(GateRowFields, table=True):
    __tablename__ = "gates"


class GateRevision(GateRowFields, table=True):
    """A gate answer that a later one replaced; `replaced` counts up for each item."""

    __tablename__ = "gate_revisions"

    replaced: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})


class TaskFields(Checked):
    task: str = key()
    team: str | None = text(80, None)
    agent: str | None = of_agent(None)
    repeatability: int | None = count(ge=1, le=5)
    risk: int | None = count(ge=1, le=5)
    data_readiness: int | None = count(ge=1, le=5)
    judgement: int | None = count(ge=1, le=5)
    time_saved: int | None = count(ge=1, le=5)
    hours_per_week: float | None = number(ge=0, le=1000)


class Task(TaskFields, table=True):
    __tablename__ = "tasks"


class CapabilityFields(Checked):
    capability: CapabilityName = word(CapabilityName, primary_key=True)
    owner: str | None = ident(None)
    done: bool = yes_no()
    evidence: str | None = text(500, None)
    verified_on: date | None = day()
    next_review_on: date | None = day()


class Capability(CapabilityFields, table=True):
    __tablename__ = "capabilities"
