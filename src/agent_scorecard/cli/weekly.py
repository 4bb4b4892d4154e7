"""The weekly reviews of first months in a terminal: which are due, and the weeks and figures of one agent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent_scorecard.cli import opened, printing
from agent_scorecard.cli.options import AsJson, AsOf
from agent_scorecard.cli.trouble import Unreadable

if TYPE_CHECKING:
    from agent_scorecard.policy.shapes import Policy
    from agent_scorecard.rules.answers import Assessment

Json = Mapping[str, Any]


def weekly(
    ctx: typer.Context,
    agent: Annotated[str | None, typer.Argument(help="One agent; all in their first month unless given.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Print who is in the first month, what each week said and promised, and the figures. Status 1 when one is late."""
    from agent_scorecard.boards.weekly import json_shape

    seen = opened.judged(ctx, as_of)
    if agent is not None and agent not in {one.evidence.agent.agent for one in seen.assessed}:
        raise Unreadable(f"There is no agent {agent}.")
    shape = json_shape.weekly(seen.assessed, seen.as_of, seen.policy, agent or "")
    if as_json:
        printing.as_json(shape)
    else:
        _months(shape["agents"], agent)
        for one in seen.assessed if agent is not None else ():
            if one.evidence.agent.agent == agent:
                _figures(one, seen.policy)
    if any(week["state"] == "overdue" for each in shape["agents"] for week in each["weeks"]):
        raise typer.Exit(1)


def _months(agents: list[Json], agent: str | None) -> None:
    lines = ((each["agent"], each["sentence"], each["card_due"] or "") for each in agents)
    empty = "No agent is in its first month." if agent is None else "No week runs for this agent."
    printing.table("First month", ("Agent", "Weekly review", "Next card"), lines, empty)
    if agent is not None:
        for each in agents:
            heads = ("Week", "Begins", "State", "Held on", "Promised")
            printing.table("Weeks", heads, map(_week, each["weeks"]))


def _figures(one: Assessment, policy: Policy) -> None:
    from agent_scorecard.boards.weekly.board import picked
    from agent_scorecard.boards.weekly.figures import figure_rows

    if (week := picked(one, policy, None)) is None:
        return
    rows = figure_rows(one.evidence, policy, week)
    lines = ((row.asked, f"{row.this} {row.note}".strip(), row.before, row.baseline, row.n) for row in rows)
    printing.table(f"Figures of week {week.number}", ("Asked", "Week", "Before", "Baseline", "n"), lines)


def _week(week: Json) -> tuple[object, ...]:
    held = week["review"]
    promised = _promised(held) if held else ""
    return week["week"], week["begins"], week["state"].replace("_", " "), held["held_on"] if held else "", promised


def _promised(held: Json) -> str:
    row = held["follow_up"]
    if row is None:
        return f"none: {held['no_change']}" if held["no_change"] else "none"
    return f"{row['what']} ({row['owner']}, {'done ' + row['done_on'] if row['done_on'] else 'due ' + row['due']})"
