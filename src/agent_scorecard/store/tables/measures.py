"""Own measures, the bounds they are judged by, and observations as narrow rows with whole-number keys."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlmodel import Field

from agent_scorecard.store.tables.columns import (
    FACT_TABLE,
    Checked,
    day,
    ident,
    key,
    number,
    of_agent,
    text,
    word,
    yes_no,
)
from agent_scorecard.store.tables.types import WHOLE
from agent_scorecard.vocabulary import Aggregation, BaselineKind, Direction, Group, Layer


class MeasureFields(Checked):
    measure: str = key()
    name: str = text(120)
    group: Group = word(Group)
    layer: Layer | None = word(Layer, None)
    direction: Direction = word(Direction)
    unit: str = text(40)
    aggregation: Aggregation = word(Aggregation)
    definition: str = text(300)
    formula: str = text(300)
    gameable: bool = yes_no()
    definition_owner: str | None = ident(None)


class Measure(MeasureFields, table=True):
    __tablename__ = "measures"


class BoundsFields(Checked):
    """A plain limit fills its low column alone, a band both; rates are shares 0..1."""

    agent: str = of_agent(primary_key=True)
    measure: str = key()
    effective_from: date = day(..., primary_key=True)
    baseline_kind: BaselineKind | None = word(BaselineKind, None)
    baseline_value: float | None = number()
    baseline_numerator: float | None = number()
    baseline_denominator: float | None = number()
    baseline_period: str | None = text(40, None)
    baseline_source: str | None = text(200, None)
    target_low: float | None = number()
    target_high: float | None = number()
    pass_low: float | None = number()
    pass_high: float | None = number()
    fail_low: float | None = number()
    fail_high: float | None = number()
    headline: bool = yes_no()
    guard_of: str | None = ident(None)
    set_by: str | None = ident(None)
    set_on: date | None = day()


class Bounds(BoundsFields, table=True):
    __tablename__ = "bounds"


class AgentKey(Checked, table=True):
    """The whole number that stands for an agent in narrow tables; it never changes and is never used again."""

    __tablename__ = "agent_keys"

    key: int | None = Field(None, primary_key=True)
    agent: str = of_agent(unique=True)


class MeasureKey(Checked, table=True):
    __tablename__ = "measure_keys"

    key: int | None = Field(None, primary_key=True)
    measure: str = ident(unique=True)


class Label(Checked, table=True):
    """A short text told once: cohorts and sources of observations."""

    __tablename__ = "labels"

    key: int | None = Field(None, primary_key=True)
    label: str = text(200, unique=True)


def whole(default: Any = ..., **more: Any) -> Any:
    return Field(default, sa_type=WHOLE, **more)


def key_number() -> Any:
    return whole(primary_key=True, sa_column_kwargs={"autoincrement": False})


class Figure(Checked):
    """A figure for a period: `start` is the ordinal of its first day; agent, measure, cohort, source are keys."""

    grain: int = key_number()
    start: int = key_number()
    agent: int = key_number()
    measure: int = key_number()
    cohort: int = key_number()
    value: float | None = number()
    numerator: float | None = number()
    denominator: float | None = number()
    n: int | None = whole(None)
    source: int | None = whole(None)
    load: int = whole()


class Observation(Figure, table=True):
    __tablename__ = "observations"
    __table_args__: ClassVar[Any] = FACT_TABLE


class ObservationRevision(Figure, table=True):
    """What an observation was before the load `replaced_by` corrected it; `load` is the one it came with."""

    __tablename__ = "observation_revisions"
    __table_args__: ClassVar[Any] = FACT_TABLE

    replaced_by: int = key_number()
