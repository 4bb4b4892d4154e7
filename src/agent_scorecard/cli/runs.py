"""Runs in a terminal: how complete the records are, the runs of one agent by filter, one run with its trail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Annotated, Any

import typer

from agent_scorecard import format as text
from agent_scorecard.cli import opened, printing
from agent_scorecard.cli.options import AsJson, AsOf
from agent_scorecard.cli.trouble import Unreadable
from agent_scorecard.vocabulary import ReviewOutcome, RunResult, RunStatus

Json = dict[str, Any]
Text = str | None
MOST = 1_000


def runs(
    ctx: typer.Context,
    agent: Annotated[Text, typer.Option("--agent", help="Only this agent; without it, every agent's record.")] = None,
    run: Annotated[Text, typer.Option("--run", metavar="REQUEST", help="One run with its trail.")] = None,
    period: Annotated[Text, typer.Option(help="Such as 2026-10 or 2026-Q3; the last 28 days unless given.")] = None,
    outcome: Annotated[ReviewOutcome | None, typer.Option(help="What people did.")] = None,
    status: Annotated[RunStatus | None, typer.Option(help="How it ended.")] = None,
    result: Annotated[RunResult | None, typer.Option(help="Whether it came out right.")] = None,
    model: Annotated[Text, typer.Option(help="Model version.")] = None,
    prompt: Annotated[Text, typer.Option(help="Prompt version.")] = None,
    tool: Annotated[Text, typer.Option("--tool", "--action", help="A tool it called.")] = None,
    reason: Annotated[Text, typer.Option(help="Why a call was blocked, as the log gave it.")] = None,
    error: Annotated[Text, typer.Option(help="The error note, as the log gave it.")] = None,
    before: Annotated[Text, typer.Option(metavar="PLACE", help="Go on from `next` of the page before.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="How many runs.")] = 20,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Print runs, the latest first, with what recurs in them and which audit fields they lack."""
    from agent_scorecard.boards.runs.asked import RunsFilter, is_period

    if agent is None:
        _every_agent(ctx, as_of, as_json)
        return
    one, policy = opened.one_judged(ctx, agent, as_of, None)
    evidence, engine = one.evidence, opened.opened(ctx, read_only=True)
    if run is not None:
        _one_run(engine, evidence, policy, run, as_json)
        return
    if period is not None and not is_period(period, evidence.as_of):
        raise Unreadable(f"{period} is no period that has begun: write one such as 2026-10 or 2026-Q3.")
    words: dict[str, str | None] = {"outcome": outcome, "status": status, "result": result, "model": model}
    words |= {"prompt": prompt, "tool": tool, "reason": reason, "error": error, "period": period}
    choice = RunsFilter(agent, **{name: str(word or "") for name, word in words.items()})
    _list(engine, evidence, policy, choice, before, limit, as_json)


def _list(engine: Any, evidence: Any, policy: Any, choice: Any, before: str | None, limit: int, as_json: bool) -> None:
    from agent_scorecard.boards.runs import json_shape
    from agent_scorecard.boards.runs.asked import wanted
    from agent_scorecard.boards.runs.found import place_in
    from agent_scorecard.runs.explorer.pages import page_of
    from agent_scorecard.runs.explorer.tallies import tally_of

    after = place_in(before or "")
    if before and after is None:
        raise Unreadable(f"{before} is no place in a list of runs: copy `next` of the page before.")
    asked = wanted(choice, evidence.as_of)
    found = page_of(engine, asked, limit + 1, after)
    shape = json_shape.runs(evidence, policy, choice, found, tally_of(engine, asked), limit)
    printing.as_json(shape) if as_json else _print(shape)


def _one_run(engine: Any, evidence: Any, policy: Any, run: str, as_json: bool) -> None:
    from agent_scorecard.boards.runs import json_shape
    from agent_scorecard.boards.runs.trail import trail
    from agent_scorecard.runs.explorer.trails import trail_of

    found = trail_of(engine, evidence.agent.agent, run)
    if found is None:
        name = evidence.agent.agent
        raise Unreadable(f"There is no run {run} of {name} here: it may be older than its runs are kept.")
    if as_json:
        printing.as_json(json_shape.trail(evidence, policy, found))
        return
    board = trail(evidence, found)
    printing.table(f"{board.request_id}, {board.about}", ("What", "Known"), board.facts)
    calls = [(row.tool, row.ended, row.reason or "none given", row.times) for row in board.calls or ()]
    printing.table("Tool calls", ("Tool", "Ended", "Reason", "Times"), calls, "It recorded no tool call.")
    typer.echo(f"{board.audit_said} {board.approvals_said}")


def _every_agent(ctx: typer.Context, as_of: Any, as_json: bool) -> None:
    from agent_scorecard.boards.runs import json_shape
    from agent_scorecard.boards.runs.agents import run_log, short_agents
    from agent_scorecard.rules.audit_log import audited
    from agent_scorecard.rules.run_facts import RunsAsked
    from agent_scorecard.runs.explorer.tallies import tally_of

    seen, engine = opened.judged(ctx, as_of), opened.opened(ctx, read_only=True)
    months = {one.evidence.agent.agent: audited(one.evidence, seen.policy).month for one in seen.assessed}
    tallies = {
        agent: tally_of(engine, RunsAsked(agent, months[agent].first, months[agent].last))
        for agent in short_agents(seen.assessed, seen.policy)
    }
    if as_json:
        printing.as_json(json_shape.log(seen.assessed, seen.as_of, seen.policy, tallies))
        return
    board = run_log(seen.company, seen.as_of, seen.assessed, seen.policy, tallies)
    typer.echo(board.deck)
    rows = [(row.agent, row.tier, row.runs, row.audit or "no run", row.missing, row.kept.days) for row in board.lines]
    heads = ("Agent", "Tier", "Runs", "Audit record", "Lacks", "Kept for")
    printing.table("Runs of the last 28 days", heads, rows, "No run was ever loaded: load logs as runs.jsonl.")


def _print(shape: Json) -> None:
    days = f"{shape['first']} to {shape['last']}"
    more = "more than " if shape["more_than_counted"] else ""
    typer.echo(f"{more}{text.plural(shape['counted'], 'run')} of {shape['agent']}, {days}.")
    heads = ("At", "Run", "People", "Ended", "Model", "Wrong")
    printing.table("Runs", heads, map(_run, shape["runs"]), "No run fits.")
    if shape["next"]:
        typer.echo(f"Older ones: --before {shape['next']}")
    columns = ("What", "Reason", "Runs", "First", "Last")
    printing.table(
        "What recurs", columns, map(_recurring, shape["recurring"]), "Nothing was blocked and nothing failed."
    )
    slow = [
        (str(timedelta(seconds=round(row["wait_seconds"]))), row["action"] or "", row["approver"] or "nobody yet")
        for row in shape["slow_approvals"]
    ]
    printing.table("Slow approvals", ("Wait", "Action", "Who"), slow, "Nobody was asked to approve anything.")
    printing.table("Audit fields missing", ("Field", "Missing in"), _gaps(shape["audit"]), "No field is missing.")


def _run(row: Json) -> tuple[str, ...]:
    bad = [call["reason"] for call in row["calls"] or () if call["status"] in ("blocked", "error") and call["reason"]]
    wrong = row["error"] or next(iter(bad), "")
    return row["at"][:16], row["request_id"], row["review_outcome"], row["status"], row["model_version"] or "", wrong


def _recurring(row: Json) -> tuple[str, ...]:
    what = f"{row['tool']} {row['status']}" if row["tool"] else "error"
    share = text.percent(row["share"])
    return what, row["reason"] or "none given", f"{row['runs']}, {share}", row["first"][:16], row["last"][:16]


def _gaps(found: Iterable[Json]) -> list[tuple[str, str]]:
    return [(row["field"], text.n_of(row["missing"], row["needed"])) for row in found if row["missing"]]
