"""Rollout plans in a terminal: how far each agent is, and of one agent every step with what shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from agent_scorecard import format as text
from agent_scorecard.cli import opened, printing
from agent_scorecard.cli.options import AsJson, AsOf
from agent_scorecard.cli.trouble import REFUSED, Unreadable

Json = Mapping[str, Any]


def plans(
    ctx: typer.Context,
    agent: Annotated[str | None, typer.Option("--agent", help="Only this agent, step by step.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Print the loop and the rollout plans of each agent; status 1 when a step of its first days is late."""
    from agent_scorecard.boards.gates import json_rollout

    seen = opened.judged(ctx, as_of)
    shape = json_rollout.rollouts(seen.assessed, seen.as_of, seen.policy, agent or "")
    if agent is not None and not shape["agents"]:
        raise Unreadable(f"There is no agent {agent}.")
    if as_json:
        printing.as_json(shape)
    elif agent is None:
        heads = ("Agent", "Day", "Plans", "Next")
        printing.table("Rollout plans", heads, map(_row, shape["agents"]), "No agent is on the board yet.")
    else:
        columns = ("Plan", "", "By", "Step", "What shows it, or what to do")
        printing.table(f"Rollout plans of {agent}", columns, _steps(shape["agents"][0]))
    if any(_late(each) for each in shape["agents"]):
        raise typer.Exit(REFUSED)


def _row(each: Json) -> tuple[object, ...]:
    counts = ", ".join(f"{plan['name']} {text.n_of(plan['there'], plan['of'])}" for plan in each["plans"])
    owed = (step["text"] for plan in each["plans"] for step in plan["steps"] if not step["there"])
    return each["agent"], "" if each["day"] is None else each["day"], counts, next(owed, "Nothing is open")


def _steps(each: Json) -> Iterator[tuple[object, ...]]:
    for plan in each["plans"]:
        for step in plan["steps"]:
            state = "there" if step["there"] else "late" if step["late"] else "open"
            yield plan["name"], state, step["due"] or "", step["text"], step["sentence"]


def _late(each: Json) -> bool:
    return each["in_first_days"] and any(step["late"] for plan in each["plans"] for step in plan["steps"])
