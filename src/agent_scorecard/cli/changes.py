"""Changes and evals in a terminal: what was changed, what saw it, what is planned, and what guards each agent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from agent_scorecard import format as text
from agent_scorecard.cli import opened, printing
from agent_scorecard.cli.options import AsJson, AsOf
from agent_scorecard.cli.trouble import Unreadable

Json = Mapping[str, Any]


def changes(
    ctx: typer.Context,
    agent: Annotated[str | None, typer.Option("--agent", help="Only this agent.")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Print every change with its approver and its eval, the eval suites, tiers, guardrails, credentials and tools."""
    from agent_scorecard.boards.changes import json_shape

    seen = opened.judged(ctx, as_of)
    if agent is not None and agent not in {one.evidence.agent.agent for one in seen.assessed}:
        raise Unreadable(f"There is no agent {agent}.")
    shape = json_shape.changes(seen.assessed, seen.as_of, seen.policy, agent or "")
    if as_json:
        printing.as_json(shape)
    else:
        _print(shape["agents"], shape["tools"])


def _print(agents: list[Json], tools: list[Json]) -> None:
    planned = [(each["agent"], _what(row), _asked(row)) for each in agents for row in each["planned"]]
    if planned:
        printing.table("Planned", ("Agent", "What", "Still asked for"), planned)
    heads = ("On", "Agent", "What", "Approved by", "Eval")
    printing.table("Changes", heads, sorted(_changes(agents), reverse=True), "No change is on record.")
    heads = ("Agent", "Suite", "Last run", "Passed", "State")
    printing.table("Evals", heads, _suites(agents), "No eval suite is on record.")
    printing.table("Tiers", ("Agent", "Counts", "Suggested", "Why"), map(_tier, agents))
    open_ = list(_open_guards(agents))
    printing.table("Guardrails open", ("Agent", "Guardrail", "What and way out"), open_, "All five hold for everybody.")
    ends = sorted(_ends(agents))
    printing.table("Credentials", ("Ends", "Agent", "Action"), ends, "No credential has a last day.")
    printing.table("Tools", ("Tool", "Owner", "Contract compared", "Used by"), map(_tool, tools), "No tool is on file.")


def _changes(agents: list[Json]) -> Iterator[tuple[str, ...]]:
    for each in agents:
        for row in each["changes"]:
            yield row["on"], each["agent"], _what(row), _approved(row), row["gate"].replace("_", " ")


def _what(row: Json) -> str:
    moved = " → ".join(part for part in (row["from"], row["to"]) if part)
    return " ".join(part for part in (row["kind"].replace("_", " "), row["action"], moved) if part)


def _approved(row: Json) -> str:
    return "self-approved" if row["self_approved"] else row["approver"] or "nobody"


def _asked(row: Json) -> str:
    if row["risk_accepted_until"]:
        return f"risk accepted until {row['risk_accepted_until']}"
    return " ".join(row["missing"]) or "somebody who releases it"


def _suites(agents: list[Json]) -> Iterator[tuple[object, ...]]:
    for each in agents:
        for row in each["suites"]:
            yield each["agent"], row["suite"], row["ran_on"], text.n_of(row["passed"], row["cases"]), row["state"]


def _tier(each: Json) -> tuple[object, ...]:
    tier = each["tier"]
    return each["agent"], tier["counts"] or "not known", tier["suggested"] or "nothing", tier["why"]


def _open_guards(agents: list[Json]) -> Iterator[tuple[object, ...]]:
    for each in agents:
        for row in each["guardrails"]:
            if row["way_out"]:
                yield each["agent"], row["guardrail"].replace("_", " "), f"{row['sentence']} {row['way_out']}"


def _ends(agents: list[Json]) -> Iterator[tuple[str, ...]]:
    for each in agents:
        for row in each["credentials"]:
            if row["expires_on"]:
                yield f"{row['expires_on']}{', expired' if row['expired'] else ''}", each["agent"], row["action"]


def _tool(row: Json) -> tuple[object, ...]:
    users = text.listed([each["agent"] for each in row["users"]])
    return row["tool"], row["owner"] or "nobody", row["contract_checked_on"] or "never", users or "nobody"
