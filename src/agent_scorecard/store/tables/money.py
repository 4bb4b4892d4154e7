"""Budgets, costs and token prices, in whole nano-units of their currency (columns.csv)."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint

from agent_scorecard.rules.periods import Period
from agent_scorecard.store.tables.columns import (
    Checked,
    ident,
    key_day,
    key_text,
    money,
    of_agent,
    period,
    text,
    word,
    yes_no,
)
from agent_scorecard.vocabulary import BudgetPeriod, CostCategory


class BudgetFields(Checked):
    """Exactly one of agent and workflow is filled."""

    agent: str | None = key_text()
    workflow: str | None = key_text()
    period: BudgetPeriod = word(BudgetPeriod, primary_key=True)
    effective_from: date | None = key_day()
    amount: int = money(..., ge=1)
    currency: str = text(3, min_length=3)
    hard_stop: bool = yes_no()
    spend_owner: str | None = ident(None)


class Budget(BudgetFields, table=True):
    __tablename__ = "budgets"
    __table_args__: ClassVar[Any] = (CheckConstraint("(agent = '') <> (workflow = '')", name="agent_or_workflow"),)


class CostFields(Checked):
    agent: str = of_agent(primary_key=True)
    period: Period = period(primary_key=True)
    category: CostCategory = word(CostCategory, primary_key=True)
    amount: int = money(...)
    currency: str = text(3, min_length=3)


class Cost(CostFields, table=True):
    __tablename__ = "costs"


class PriceFields(Checked):
    """What a million tokens of a model cost, in USD, from a day on."""

    model: str = text(120, primary_key=True, min_length=1)
    effective_from: date | None = key_day()
    input_price: int = money(...)
    output_price: int = money(...)
    cache_read_price: int | None = money()
    cache_write_price: int | None = money()
    source: str | None = text(200, None)


class Price(PriceFields, table=True):
    __tablename__ = "prices"
