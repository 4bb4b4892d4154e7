"""Runs of traces go through the door of all runs, with the cost their tokens have where they do not say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from agent_scorecard.loading.traces.run import TraceRun
from agent_scorecard.loading.traces.stage import Told, TraceStage
from agent_scorecard.runs.context import RunContext
from agent_scorecard.runs.prices import NoPrice
from agent_scorecard.runs.sealed import COMPUTED
from agent_scorecard.runs.stage import FileCounts, RunStage
from agent_scorecard.store.content_text import amount_text
from agent_scorecard.store.moments import day_of, moment


def tell(traces: TraceStage, stage: RunStage) -> Iterator[tuple[str, FileCounts]]:
    """Put the runs of every trace of the load into the stage; yield file by file its fingerprint and counts."""
    prints = {number: file.source.fingerprint() for number, file in enumerate(traces.files)}
    for batch in traces.runs():
        for number, told in groupby(sorted(batch, key=_place), key=lambda one: one.file):
            records = [(one.line, _record(one, stage)) for one in told]
            yield prints[number], stage.add_records(records, traces.files[number].source.label)


def _place(told: Told) -> tuple[int, int]:
    return told.file, told.line


def _record(told: Told, stage: RunStage) -> Mapping[str, Any]:
    run = told.run
    if not run.usages:
        return run.record
    bare = {name: value for name, value in run.record.items() if name not in ("input_tokens", "output_tokens")}
    try:
        cost = _cost(run, stage.context)
    except NoPrice as unknown:
        stage.unpriced[str(unknown)] += 1
        return bare
    return bare if cost is None else {**bare, "cost_usd": amount_text(cost), COMPUTED: True}


def _cost(run: TraceRun, context: RunContext) -> int | None:
    """Nano-USD of a run: what its calls say, and for the others their tokens; None where currencies would mix."""
    if run.told is None:
        return None
    day = day_of(moment(datetime.fromisoformat(run.record["timestamp"])), context.zone)
    return run.told + context.prices.cost(run.usages, day.toordinal())
