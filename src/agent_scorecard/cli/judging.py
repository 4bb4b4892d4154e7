"""What is due, what was found, one card, the ladder: read, judged and printed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agent_scorecard.cli import opened, printing
from agent_scorecard.cli.options import AsJson, AsOf
from agent_scorecard.cli.trouble import REFUSED, Unreadable
from agent_scorecard.vocabulary import Severity


def due(ctx: typer.Context, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """List the cards with a date, promises still open and weekly reviews to hold; status 1 when something is late."""
    from agent_scorecard.boards import json_shapes
    from agent_scorecard.boards.weekly.json_shape import weeks_due

    seen = opened.judged(ctx, as_of)
    shape = json_shapes.due(seen.assessed, seen.as_of, weeks_due(seen.assessed, seen.policy))
    if as_json:
        printing.as_json(shape)
    else:
        printing.due(shape)
    if any(row["days_late"] for row in (*shape["due"], *shape["follow_ups"], *shape["causes"], *shape["weeks"])):
        raise typer.Exit(REFUSED)


def findings(
    ctx: typer.Context,
    agent: Annotated[str | None, typer.Option("--agent", help="Only this agent.")] = None,
    severity: Annotated[Severity | None, typer.Option("--severity", help="Only this severity.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """List what needs a person, heaviest first; status 1 when there is anything."""
    from agent_scorecard.boards import json_shapes
    from agent_scorecard.rules.findings import company_findings

    seen = opened.judged(ctx, as_of)
    chosen = [one for one in seen.assessed if agent in (None, one.evidence.agent.agent)]
    if agent is not None and not chosen:
        raise Unreadable(f"There is no agent {agent}.")
    strangers = company_findings(seen.company, seen.policy) if agent is None else ()
    shape = json_shapes.findings(chosen, seen.as_of, severity=severity, strangers=strangers)
    if as_json:
        printing.as_json(shape)
    else:
        printing.findings(shape)
    if shape["findings"]:
        raise typer.Exit(REFUSED)


def scorecard(
    ctx: typer.Context,
    agent: Annotated[str, typer.Argument(help="The agent, as the inventory calls it.")],
    period: Annotated[str | None, typer.Option("--period", help="2026-10, 2026-W41 or 2026-Q3.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Print the card of one agent."""
    from agent_scorecard.boards import json_shapes

    one, policy = opened.one_judged(ctx, agent, as_of, period)
    shape = json_shapes.scorecard(one, policy)
    if as_json:
        printing.as_json(shape)
    else:
        printing.scorecard(shape, one)


def ladder(
    ctx: typer.Context,
    as_of: AsOf = None,
    policy: Annotated[
        Path | None, typer.Option("--policy", help="TOML with other policy numbers: who would move?", dir_okay=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print where every agent stands on the autonomy ladder and what is missing for the next level."""
    from agent_scorecard.boards import json_shapes

    draft = policy.read_text("utf-8") if policy else None
    seen = opened.judged(ctx, as_of, draft=draft)
    shape = json_shapes.ladder(seen.assessed, seen.as_of)
    if as_json:
        printing.as_json(shape)
    else:
        printing.ladder(shape)
