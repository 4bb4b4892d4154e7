"""Roll up run logs where they lie: only their figures come into the database."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from agent_scorecard.cli import clock, opened
from agent_scorecard.cli.loading import tell
from agent_scorecard.cli.options import AsJson, By, share

ENGINES = "embedded|spark"
MOST_DAYS = 4000


def days(given: list[str] | None) -> frozenset[date] | None:
    """Read days and ranges of days, such as 2026-10-04 and 2026-10-01..2026-10-07; None for none."""
    return frozenset(day for text in given for day in _range(text)) if given else None


def _range(text: str) -> list[date]:
    first, _, last = text.partition("..")
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError as refused:
        raise typer.BadParameter(f"{text} is no day: write 2026-10-04 or 2026-10-01..2026-10-07.") from refused
    if not 0 <= (end - begin).days < MOST_DAYS:
        raise typer.BadParameter(f"{text} does not begin before it ends, or is longer than ten years.")
    return [begin + timedelta(days=number) for number in range((end - begin).days + 1)]


def engine_named(name: str) -> str:
    if name not in ENGINES.split("|"):
        raise typer.BadParameter(f"{name} is no engine: write embedded or spark.")
    return name


def roll_up(
    ctx: typer.Context,
    runs: Annotated[str, typer.Option("--runs", metavar="PATH|URL", help="Where the run logs lie; s3a:// with Spark.")],
    engine: Annotated[
        str, typer.Option(metavar=ENGINES, callback=engine_named, help="What counts: this machine, or Spark.")
    ] = "embedded",
    day: Annotated[
        list[str] | None,
        typer.Option("--day", metavar="DAY|FIRST..LAST", help="Only these days of the company; may be given again."),
    ] = None,
    master: Annotated[
        str | None, typer.Option(metavar="URL", help="Spark master; what Spark is set to, otherwise this machine.")
    ] = None,
    max_refused: Annotated[str, typer.Option(help="Above this share of bad runs a file is refused whole.")] = "5%",
    refused: Annotated[
        Path | None, typer.Option("--refused", help="Write every refused cell here, as CSV.", dir_okay=False)
    ] = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Roll up run logs that stay where they are; their days replace those the same place brought before."""
    from agent_scorecard.loading.rolling import Engine, Wanted
    from agent_scorecard.loading.rolling import roll_up as rolled_up
    from agent_scorecard.store import read

    wanted = Wanted(runs, Engine(engine), days(day), share(max_refused), master)
    database = opened.opened(ctx)
    now, today = clock.now(), clock.today(read.settings(database).zone)
    report = rolled_up(database, wanted, today=today, now=now, actor=opened.user(by))
    tell(report, today, as_json, refused)
