"""Gates in a terminal: which agents passed what, what each misses next, and the control plane of the company."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from agent_scorecard import format as text
from agent_scorecard.cli import opened, printing
from agent_scorecard.cli.options import AsJson, AsOf
from agent_scorecard.cli.trouble import Unreadable

Json = Mapping[str, Any]
HEADS = ("Agent", "Intake, design, readiness, portfolio", "Checklist", "Contract", "Missing next")


def gates(
    ctx: typer.Context,
    agent: Annotated[str | None, typer.Option("--agent", help="Only this agent, item by item.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Print how each gate stands, how complete the papers are, and what is missing next."""
    from agent_scorecard.boards.gates import json_shape

    seen = opened.judged(ctx, as_of)
    shape = json_shape.gates(seen.assessed, seen.as_of, seen.policy, agent or "")
    if agent is not None and not shape["agents"]:
        raise Unreadable(f"There is no agent {agent}.")
    if as_json:
        printing.as_json(shape)
        return
    printing.table("Gates", HEADS, map(_row, shape["agents"]), "No agent is on the board yet.")
    if agent is not None:
        _print_items(shape["agents"][0])
    plane = ("Capability", "", "Owner", "On record", "Next look")
    printing.table("Control plane", plane, map(_capability, shape["control_plane"]))


def _row(each: Json) -> tuple[object, ...]:
    papers = {row["paper"]: text.n_of(row["there"], row["of"]) for row in each["papers"]}
    states = ", ".join(_state(row) for row in each["gates"])
    sixteen = text.n_of(each["checklist"]["there"], each["checklist"]["of"])
    return each["agent"], states, sixteen, papers["contract"], each["missing_next"] or ""


def _state(row: Json) -> str:
    word = str(row["state"]).replace("_", " ")
    return f"{word} {text.plural(row['days'], 'day')}" if row["state"] == "open" and row["days"] is not None else word


def _print_items(each: Json) -> None:
    named = [*((row["gate"], row["items"]) for row in each["gates"]), ("checklist", each["checklist"]["items"])]
    rows = [
        (name.replace("_", " "), item["item"], item["state"].replace("_", " "), item["text"], item["sentence"])
        for name, items in named
        for item in items
    ]
    printing.table("Items", ("Gate", "", "State", "Item", "Why"), rows)


def _capability(row: Json) -> tuple[object, ...]:
    counted = text.n_of(row["counted"], row["counted_of"]) if row["counted_of"] else "nothing to count"
    done = "done" if row["done"] else "not done"
    return row["capability"].replace("_", " "), done, row["owner"] or "", counted, row["next_review_on"] or ""
