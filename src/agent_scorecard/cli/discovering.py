"""The logs against the inventory in a terminal, and the two commands that settle an id nobody registered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent_scorecard import format as text
from agent_scorecard.cli import clock, opened, printing, reports
from agent_scorecard.cli.options import AsJson, AsOf, By
from agent_scorecard.cli.trouble import REFUSED, Unreadable

if TYPE_CHECKING:
    from agent_scorecard.loading.report import LoadReport

Json = Mapping[str, Any]
LogId = Annotated[str, typer.Argument(metavar="ID", help="The id as the logs write it, exactly.")]


def discover(ctx: typer.Context, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Compare the logs with the inventory. Status 1 when anything differs."""
    from agent_scorecard.boards.discovered import board, json_shape
    from agent_scorecard.recording.policy import policy_in_force
    from agent_scorecard.store import read
    from agent_scorecard.store.run_versions import versions_seen

    engine = opened.opened(ctx, read_only=True)
    portfolio = read.portfolio(engine, opened.day_of(engine, as_of))
    policy = policy_in_force(portfolio.company)
    seen = versions_seen(engine, portfolio.as_of)
    found = board.discovered(portfolio.company, portfolio.agents, seen, policy)
    shape = json_shape.discovered(found, portfolio.as_of, policy)
    if as_json:
        printing.as_json(shape)
    else:
        _print(shape)
    if found.total:
        raise typer.Exit(REFUSED)


def alias(
    ctx: typer.Context,
    log_id: LogId,
    agent: Annotated[str, typer.Argument(help="The agent of the inventory it stands for.")],
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Let an id of the logs stand for an agent; its runs join at once."""
    from agent_scorecard.loading.idea import alias_csv

    _load(ctx, "aliases.csv", alias_csv(log_id, agent), by, as_json)


def register(
    ctx: typer.Context,
    log_id: LogId,
    name: Annotated[str | None, typer.Option(help="The name shown to people; the id unless given.")] = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Put an agent the logs show on the board, as an idea nobody owns yet; its runs join at once."""
    from agent_scorecard.loading.idea import registered_csv
    from agent_scorecard.store import read

    engine = opened.opened(ctx)
    if read.agent_evidence(engine, log_id) is not None:
        raise Unreadable(f"{log_id} is on the board already.")
    _load(ctx, "agents.csv", registered_csv(log_id, name or log_id), by, as_json)


def _load(ctx: typer.Context, file: str, content: str, by: str | None, as_json: bool) -> None:
    from agent_scorecard.loading.load import load
    from agent_scorecard.loading.sources import upload
    from agent_scorecard.store import read

    engine = opened.opened(ctx)
    today = clock.today(read.settings(engine).zone)
    given = [upload(file, content.encode())]
    report = load(engine, given, today=today, now=clock.now(), actor=opened.user(by))
    if as_json:
        printing.as_json(reports.load_report(report, today))
    else:
        typer.echo(_said(report))
    if not report.is_clean:
        raise typer.Exit(REFUSED)


def _said(report: LoadReport) -> str:
    if not report.is_clean:
        return "\n".join(dict.fromkeys(f"{cell.column}: {cell.reason}." for cell in report.refusals if cell.column))
    joined = sum(row.new + row.changed for row in report.files if row.file == "runs")
    runs = f"{text.plural(joined, 'run')} joined it." if joined else "No run waited for it."
    return f"Load {report.load}: {printing.ENDED[report.status.value]}. {runs}"


def _print(shape: Json) -> None:
    if not shape["found"]:
        typer.echo("The logs show nothing the board does not know.")
        return
    strangers = [(row["agent_id"], text.count(row["runs"]), _days(row)) for row in shape["unregistered_agents"]]
    if strangers:
        printing.table("Not on the board", ("Id in the logs", "Runs", "Seen"), strangers)
        for row in shape["unregistered_agents"]:
            typer.echo(f"  {row['alias']}\n  {row['register']}")
    calls = [(row["agent"], row["action"], row["ran"], row["last_ok"] or "") for row in shape["unregistered_actions"]]
    if calls:
        printing.table("Called, and no action of the agent", ("Agent", "Action", "Ran", "Last"), calls)
        typer.echo("  Add it to actions.csv, or take the permission away in the agent's own system.")
    tools = [(row["tool"], text.listed(row["agents"])) for row in shape["unregistered_tools"]]
    if tools:
        printing.table("In no catalogue of tools", ("Tool", "Used by"), tools)
    versions = [(row["agent"], row["what"], row["version"], row["since"]) for row in shape["unannounced_versions"]]
    if versions:
        printing.table("New, and announced by nobody", ("Agent", "What", "Version", "Since"), versions)
        typer.echo("  Record the change with its author, approver and date, or load changes.csv.")
    silent = [(row["agent"], row["status"], row["known_since"] or "") for row in shape["never_ran"]]
    if silent:
        printing.table("Never seen to run", ("Agent", "Status", "On the board since"), silent)


def _days(row: Json) -> str:
    return row["last_day"] if row["first_day"] == row["last_day"] else f"{row['first_day']} to {row['last_day']}"
