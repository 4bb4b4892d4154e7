"""Purge runs older than they are kept, of one agent or of every one that states a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import typer

from agent_scorecard.cli import clock, opened, printing
from agent_scorecard.cli.options import AsJson, AsOf, By

HEADS = ("Agent", "Runs", "Before", "Important runs that stay")


def purge(
    ctx: typer.Context,
    agent: Annotated[str | None, typer.Option("--agent", help="Only this agent.")] = None,
    important: Annotated[
        bool, typer.Option("--important", help="Also runs the policy keeps longer; refused before their time.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would go, and change nothing.")] = False,
    by: By = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Let raw runs go that are older than retention_days of their agent. Figures stay as they are.

    Status 1 when a purge that was asked for is refused; an agent with nothing to purge is none.
    """
    from agent_scorecard.recording import PurgeAsked, Refused, planned_purge, purge_runs
    from agent_scorecard.store import read

    engine, now = opened.opened(ctx, read_only=dry_run), clock.now()
    day = opened.day_of(engine, as_of)
    today = max(clock.today(read.settings(engine).zone), opened.day_of(engine, None))
    named = [agent] if agent else [one.agent.agent for one in read.portfolio(engine, day).agents]
    asked = [PurgeAsked(agent=each, as_of=day, with_important=important) for each in named]
    plans = [planned_purge(engine, each, today) for each in asked]
    told, refused = [], False
    for each, plan in zip(asked, plans, strict=True):
        if dry_run or (plan.why_not and agent is None and not important):
            told.append(asdict(plan))
            continue
        try:
            told.append(asdict(purge_runs(engine, each, by=opened.user(by), at=now)))
        except Refused as why:
            refused = True
            told.append({**asdict(plan), "why_not": str(why)})
    _say(day, told, dry_run, as_json)
    if refused:
        raise typer.Exit(1)


def _say(day: date, told: Sequence[dict[str, Any]], dry_run: bool, as_json: bool) -> None:
    if as_json:
        printing.as_json({"as_of": day.isoformat(), "dry_run": dry_run, "agents": [_plain(row) for row in told]})
        return
    gone = [(row["agent"], row["removed"], row["kept_from"], row["kept"]) for row in told if not row["why_not"]]
    printing.table("Would be purged" if dry_run else "Purged", HEADS, gone, "Nothing goes.")
    for why in dict.fromkeys(row["why_not"] for row in told if row["why_not"]):
        typer.echo(why)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}
