"""Oversight in a terminal: where a person stands, what stops an agent, how approvals run, what earned the next mode."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from agent_scorecard import format as text
from agent_scorecard.cli import opened, printing
from agent_scorecard.cli.options import AsJson, AsOf
from agent_scorecard.cli.trouble import Unreadable

Json = Mapping[str, Any]


def oversight(
    ctx: typer.Context,
    agent: Annotated[str | None, typer.Option("--agent", help="Only this agent.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Print the mode of every action with what decided it, kill switches, approvals and earned next modes."""
    from agent_scorecard.boards.oversight import json_shape

    seen = opened.judged(ctx, as_of)
    if agent is not None and agent not in {one.evidence.agent.agent for one in seen.assessed}:
        raise Unreadable(f"There is no agent {agent}.")
    shape = json_shape.oversight(seen.assessed, seen.as_of, seen.policy, agent or "")
    if as_json:
        printing.as_json(shape)
    else:
        _print(shape["agents"])


def _print(agents: list[Json]) -> None:
    actions = [(each, row) for each in agents for row in each["actions"]]
    modes = (_mode(*pair) for pair in actions)
    printing.table("Modes today", ("Agent", "Action", "Mode", "Why"), modes, "No action is on file.")
    gaps = [_gap(row, gap) for _, row in actions for gap in row["people"]["gaps"]]
    if gaps:
        printing.table("People missing", ("Action", "What and way out"), gaps)
    acting = [
        (each["agent"], row["action"], _worst(row["blast_radius"])) for each, row in actions if row["blast_radius"]
    ]
    if acting:
        printing.table("Worst case before somebody notices", ("Agent", "Action", ""), acting)
    printing.table("Kill switches", ("Agent", "How", "Last drill", "Next"), map(_switch, agents))
    queues = [each for each in agents if each["approvals"]["decided"] or each["approvals"]["waiting"]]
    if queues:
        heads = ("Agent", "Decided", "Median wait", "One in ten", "Waiting", "Too fast", "Busiest")
        printing.table("Approvals", heads, map(_queue, queues))
    printing.table("Next mode", ("Agent", "Action", "To", "Evidence"), _earned(actions), "No action has earned one.")


def _mode(each: Json, row: Json) -> tuple[object, ...]:
    return *_named(each, row), row["mode"].replace("_", " "), row["why"]


def _named(each: Json, row: Json) -> tuple[object, object]:
    return each["agent"], row["action"]


def _gap(row: Json, gap: Json) -> tuple[object, ...]:
    return row["action"], f"{gap['sentence']} {gap['way_out']}"


def _worst(radius: Json) -> str:
    if radius["unknown"]:
        return f"Not known without {text.listed(radius['unknown'])}."
    amount = "" if radius["worst_amount"] is None else f"{text.number(radius['worst_amount'])} in "
    return f"{amount}{text.plural(radius['worst_calls'], 'call')}"


def _switch(each: Json) -> tuple[object, ...]:
    held = each["kill_switch"]
    last = held["last_drill"]["on"] if held["last_drill"] else "never"
    due = f"{held['due']}{', overdue' if held['overdue'] else ''}" if held["due"] else ""
    return each["agent"], held["stops"] or "not stated", last, due


def _queue(each: Json) -> tuple[object, ...]:
    queue = each["approvals"]
    share = text.n_of(queue["busiest_decided"], queue["approver_known"])
    busiest = f"{queue['busiest']}, {share}" if queue["busiest"] else ""
    waits = (text.duration(queue[name]) for name in ("median_wait", "slow_wait"))
    fast = text.n_of(queue["fast"], queue["decided"])
    return each["agent"], queue["decided"], *waits, queue["waiting"], fast, busiest


def _earned(actions: list[tuple[Json, Json]]) -> Iterator[tuple[object, ...]]:
    for each, row in actions:
        step = row["next_mode"]
        if step and step["earned"]:
            judged = text.n_of(step["unedited"], step["judged"]) if step["judged"] else "every one was read"
            yield *_named(each, row), step["to"].replace("_", " "), judged
