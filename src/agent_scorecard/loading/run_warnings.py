"""What runs of a load want a look at: what was kept apart, left out, rounded or has no price."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from agent_scorecard.format import full_day, plural
from agent_scorecard.loading.checks.known import Known
from agent_scorecard.loading.refusal import Code, Refusal
from agent_scorecard.loading.traces.stage import TraceStage
from agent_scorecard.runs.refusal import shown
from agent_scorecard.runs.stage import RunStage
from agent_scorecard.runs.staging import staged_runs
from agent_scorecard.store.moments import day_of
from agent_scorecard.vocabulary import Status

RUNS = "runs"
GONE = (Status.RETIRED, Status.MERGED)
Said = Iterator[tuple[str, Code, str]]


def told(stage: RunStage, traces: TraceStage | None, known: Known) -> list[Refusal]:
    """Point out what was loaded or kept apart and still wants a look."""
    said = (*_of_runs(stage), *_of_prices(stage), *(_of_traces(traces) if traces else ()), *_of_agents(stage, known))
    return [Refusal(RUNS, RUNS, 0, shown(column), "", code, reason) for column, code, reason in said]


def _of_runs(stage: RunStage) -> Said:
    for key, times in sorted(stage.unknown_keys.items()):
        yield key, Code.UNKNOWN_COLUMN, f"unknown key in {plural(times, 'run')}, kept out"
    if stage.rounded:
        yield "cost_usd", Code.ROUNDED, f"{plural(stage.rounded, 'amount')} rounded to nine decimals"
    if stage.waiting:
        reason = f"{plural(stage.waiting, 'run')} of unknown agents, kept apart until an alias names them"
        yield "agent_id", Code.UNKNOWN, reason
    for agent, times in sorted(stage.older.items()):
        since = full_day(day_of(stage.context.agents[agent].kept_from or 0, stage.context.zone))
        reason = f"{plural(times, 'run')} of {shown(agent)} older than kept ({since}): they were purged, and stay out"
        yield "timestamp", Code.OLDER_THAN_KEPT, reason


def _of_prices(stage: RunStage) -> Said:
    for model, times in sorted(stage.unpriced.items()):
        named = f"the model {shown(model)}" if model else "a model they do not name"
        way_out = "load a price list that names it" if model else "their cost stays unknown"
        yield "cost_usd", Code.NO_PRICE, f"{plural(times, 'run')} with tokens of {named}, which has no price: {way_out}"


def _of_traces(traces: TraceStage) -> Said:
    if traces.waiting:
        kept = f"{plural(traces.waiting, 'trace')} ({plural(traces.waiting_spans, 'span')}) without an agent's span"
        yield "request_id", Code.WAITS, f"{kept}, kept apart until a file brings its invoke_agent span"
    if traces.moved:
        told = f"{plural(traces.moved, 'run')} told of another agent than before, which stands above it in its trace"
        yield "agent_id", Code.MOVED, told
    if others := sum(file.others for file in traces.files):
        yield "", Code.LEFT_OUT, f"{plural(others, 'span')} of no agent, model or tool, left out"


def _of_agents(stage: RunStage, known: Known) -> Said:
    names = {local: agent for agent, local in stage.door.locals.items()}
    counted = select(staged_runs.c.local, func.count()).group_by(staged_runs.c.local)
    for local, times in stage.connection.execute(counted):
        status = known.row("agents", names[local]).get("status")
        if status in GONE:
            reason = f"{plural(times, 'run')} of {shown(names[local])}, which is {status}"
            yield "agent_id", Code.RETIRED_AGENT, reason
