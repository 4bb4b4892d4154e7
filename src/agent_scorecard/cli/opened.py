"""Open the database a command works on, choose the day, and judge the agents."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import typer

from agent_scorecard.cli import clock
from agent_scorecard.cli.trouble import Unreadable

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from agent_scorecard.boards.quarter.board import Quarter
    from agent_scorecard.policy.shapes import Policy
    from agent_scorecard.rules.answers import Assessment
    from agent_scorecard.rules.evidence import Company


@dataclass(frozen=True, slots=True)
class Judged:
    """The agents of a company as judged on one day."""

    company: Company
    policy: Policy
    as_of: date
    assessed: Sequence[Assessment]


def url_of(ctx: typer.Context) -> str:
    from agent_scorecard.store.database import default_url

    return ctx.obj or default_url()


def opened(ctx: typer.Context, *, create: bool = False, read_only: bool = False) -> Engine:
    """Open the database until the command ends."""
    from agent_scorecard.store.database import open_database

    engine = open_database(url_of(ctx), create_missing=create, read_only=read_only)
    ctx.call_on_close(engine.dispose)
    return engine


def unlooked(ctx: typer.Context, *, read_only: bool = False) -> Engine:
    """Open a database, whatever is wrong with it, until the command ends."""
    from agent_scorecard.store.database import make_engine

    engine = make_engine(url_of(ctx), read_only=read_only)
    ctx.call_on_close(engine.dispose)
    return engine


def day_of(engine: Engine, as_of: datetime | None) -> date:
    """Return the day asked for, otherwise the day the company opens on, otherwise today in its zone."""
    from agent_scorecard.store import read

    if as_of is not None:
        return as_of.date()
    return read.opening_day(engine) or clock.today(read.settings(engine).zone)


def judged(ctx: typer.Context, as_of: datetime | None, *, draft: str | None = None) -> Judged:
    """Judge every agent; `draft` is the TOML text of other policy numbers."""
    from agent_scorecard.policy import read_policy
    from agent_scorecard.recording.policy import policy_in_force
    from agent_scorecard.rules.assess import assess_all
    from agent_scorecard.store import read

    engine = opened(ctx, read_only=True)
    portfolio = read.portfolio(engine, day_of(engine, as_of))
    company = portfolio.company
    policy = policy_in_force(company) if draft is None else read_policy(draft).with_preset(company.preset)
    return Judged(company, policy, portfolio.as_of, assess_all(portfolio, policy))


def reviewed(ctx: typer.Context, quarter: str | None, as_of: datetime | None) -> Quarter:
    """Build the review of a quarter. Raises Unreadable for one that is not there."""
    from agent_scorecard.boards.quarter import board, held
    from agent_scorecard.recording.policy import policy_in_force
    from agent_scorecard.recording.reviews import reviews_of
    from agent_scorecard.rules.assess import assess_all
    from agent_scorecard.store import read

    engine = opened(ctx, read_only=True)
    day = day_of(engine, as_of)
    try:
        wanted = held.asked(quarter, day)
    except held.NoSuchQuarter as refused:
        raise Unreadable(str(refused)) from refused
    sides = [read.portfolio(engine, each) for each in (held.held_on(wanted, day), wanted.previous.last)]
    company = sides[0].company
    policy = policy_in_force(company)
    now, before = (assess_all(each, policy) for each in sides)
    recorded = reviews_of(engine, str(wanted))
    return board.quarter(held.held(company, policy, wanted, now, before, recorded, as_of=day), day)


def one_judged(ctx: typer.Context, agent: str, as_of: datetime | None, period: str | None) -> tuple[Assessment, Policy]:
    """Judge one agent. Raises Unreadable for an agent or a period that is not there."""
    from agent_scorecard.recording.policy import policy_in_force
    from agent_scorecard.rules.assess import assess
    from agent_scorecard.rules.periods import parse
    from agent_scorecard.store import read

    engine = opened(ctx, read_only=True)
    evidence = read.agent_evidence(engine, agent, day_of(engine, as_of))
    if evidence is None:
        raise Unreadable(f"There is no agent {agent}.")
    policy = policy_in_force(evidence.company)
    try:
        return assess(evidence, policy, parse(period) if period else None), policy
    except ValueError as refused:
        raise Unreadable(str(refused)) from refused


def user(by: str | None) -> str:
    """Return who acts: the name given, otherwise that of the user of this computer."""
    if by:
        return by
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
