"""Watch the folder a collector writes to, and load each file once, until somebody asks to stop."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent_scorecard.cli import clock, opened, printing, reports
from agent_scorecard.cli.options import AsJson, By, share, zone
from agent_scorecard.cli.trouble import REFUSED

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from agent_scorecard.loading.collecting import Collected
    from agent_scorecard.loading.refusal import Refusal
    from agent_scorecard.loading.report import LoadReport
    from agent_scorecard.loading.sources import Source

REASONS_SHOWN = 3
SHORTEST = 0.02


def watch(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help="The folder files are dropped in.", exists=True, file_okay=False)],
    once: Annotated[bool, typer.Option("--once", help="Look twice, load what stood still between, and end.")] = False,
    every: Annotated[float, typer.Option(help="Seconds between two looks; a file that stands still is whole.")] = 10,
    growing: Annotated[int, typer.Option(help="Read a log that grows at each look after so many of them.")] = 6,
    max_refused: Annotated[str, typer.Option(help="Above this share of bad rows a file is refused whole.")] = "5%",
    timezone: Annotated[str | None, typer.Option(help="Zone of times written without one.", callback=zone)] = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Load each file dropped in a folder once, until stopped. With --once status 1 when anything was refused."""
    from agent_scorecard.loading.collecting import collect
    from agent_scorecard.loading.load import Cancelled
    from agent_scorecard.loading.watching import Watched

    engine = opened.opened(ctx, create=True)
    watched, asked, refused = Watched(folder, growing), share(max_refused), False
    with stoppable() as stop:
        load = partial(_loaded, engine, stop=stop, max_refused=asked, timezone=timezone, by=by)
        try:
            for looks in _looks(stop, max(every, SHORTEST)):
                for done in collect(engine, watched, load):
                    _tell(engine, done, as_json)
                    refused = refused or done.report is None or not done.report.is_clean
                if once and (looks or not watched.waits):
                    break
        except Cancelled:
            pass
    if once and refused:
        raise typer.Exit(REFUSED)


def _looks(stop: Event, every: float) -> Iterator[int]:
    """Count the looks, with a pause before each but the first, until asked to stop."""
    looks = 0
    while not stop.is_set():
        yield looks
        looks += 1
        stop.wait(every)


def _loaded(
    engine: Engine, source: Source, *, stop: Event, max_refused: float, timezone: str | None, by: str | None
) -> LoadReport:
    from agent_scorecard.loading.load import load
    from agent_scorecard.store import read

    return load(
        engine,
        [source],
        max_refused=max_refused,
        timezone=timezone,
        today=clock.today(read.settings(engine).zone),
        now=clock.now(),
        actor=opened.user(by),
        cancelled=stop.is_set,
    )


def _tell(engine: Engine, done: Collected, as_json: bool) -> None:
    from agent_scorecard.store import read

    if as_json and done.report is not None:
        shape = reports.load_report(done.report, clock.today(read.settings(engine).zone))
        printing.json_line({"file": done.source.label, "problem": None, **shape})
    elif as_json:
        printing.json_line({"file": done.source.label, "problem": done.problem})
    else:
        typer.echo(_said(done))


def _said(done: Collected) -> str:
    if done.report is None:
        return f"{done.source.label}: {done.problem}"
    report, counts = done.report, ("new", "changed", "same", "refused")
    told = ", ".join(f"{report.total(name):,} {name}" for name in counts if report.total(name))
    line = f"{done.source.label}: load {report.load} {printing.ENDED[report.status.value]}{told and f', {told}'}."
    return "\n".join((line, *map(_reason, report.refusals[:REASONS_SHOWN])))


def _reason(cell: Refusal) -> str:
    place = ", ".join(part for part in (f"line {cell.line}" if cell.line else "", cell.column) if part)
    return f"  {place and f'{place}: '}{cell.reason}"


@contextmanager
def stoppable() -> Iterator[Event]:
    """Give an event that SIGTERM and Ctrl-C set; the load under way is undone, and a second Ctrl-C ends at once."""
    stop = Event()

    def ask(_number: int, _frame: Any) -> None:
        stop.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
