"""Load files into the database, with a bar while it runs and every refused cell after it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from agent_scorecard.cli import clock, opened, printing, reports
from agent_scorecard.cli.options import AsJson, By, mapping_file, share, zone
from agent_scorecard.cli.trouble import REFUSED, UNREADABLE, Unreadable
from agent_scorecard.vocabulary import Preset

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from agent_scorecard.loading.report import LoadReport, Progress

Told = Callable[["Progress"], None]


def load(
    ctx: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Files or folders; .gz and .xlsx too.", exists=True)],
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--map",
            metavar="NAME|FILE",
            parser=mapping_file,
            help="How foreign files are read: a mapping that ships, or a TOML file.",
        ),
    ] = None,
    prices: Annotated[
        Path | None,
        typer.Option(help="A list of token prices, for runs that say no cost; kept.", exists=True, dir_okay=False),
    ] = None,
    all_or_nothing: Annotated[bool, typer.Option("--all-or-nothing", help="Any refusal leaves all as it was.")] = False,
    max_refused: Annotated[str, typer.Option(help="Above this share of bad rows a file is refused whole.")] = "5%",
    refused: Annotated[
        Path | None, typer.Option("--refused", help="Write every refused cell here, as CSV.", dir_okay=False)
    ] = None,
    timezone: Annotated[str | None, typer.Option(help="Zone of times written without one.", callback=zone)] = None,
    agent: Annotated[str | None, typer.Option(metavar="AGENT", help="Whose tools an MCP tool list names.")] = None,
    confirm_hints: Annotated[
        bool, typer.Option("--confirm-hints", help="What the server says of these tools is so: --by answers for it.")
    ] = False,
    preset: Annotated[Preset | None, typer.Option(help="Depth of the policy; on the first load only.")] = None,
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Load files; refused rows stay out and are listed. Status 1 when anything was refused."""
    from agent_scorecard.loading.load import load as load_files
    from agent_scorecard.loading.sources import of_path, told_by
    from agent_scorecard.store import read

    engine = opened.opened(ctx, create=True)
    _fit_together(agent, mapping, confirm_hints)
    given = paths if agent is None else told_by(paths, agent, _confirming(engine, by) if confirm_hints else "")
    now, today = clock.now(), clock.today(read.settings(engine).zone)
    with interruptible() as cancelled, _bar(as_json) as told:
        report = load_files(
            engine,
            given,
            mapping=mapping,
            prices=None if prices is None else of_path(prices),
            all_or_nothing=all_or_nothing,
            max_refused=share(max_refused),
            timezone=timezone,
            preset=preset,
            today=today,
            now=now,
            actor=opened.user(by),
            progress=told,
            cancelled=cancelled,
        )
    tell(report, today, as_json, refused)


def _fit_together(agent: str | None, mapping: Path | None, confirm_hints: bool) -> None:
    if agent is not None and mapping is not None:
        raise Unreadable("--agent is for the tool list of a server, --map for foreign files: load them one by one.")
    if confirm_hints and agent is None:
        raise Unreadable("Hints are confirmed for one agent: name it with --agent AGENT.")


def _confirming(engine: Engine, by: str | None) -> str:
    """Return the person on file who confirms. Raises Unreadable for anybody else."""
    from agent_scorecard.store.read_people import active_person

    person = active_person(engine, by) if by else None
    if person is None:
        raise Unreadable("Hints are confirmed by somebody active in people.csv: name them with --by PERSON.")
    return person


def tell(report: LoadReport, today: date, as_json: bool, refused: Path | None) -> None:
    """Print a report, write what was refused where asked, and end with the status it deserves."""
    from agent_scorecard.loading.report import refused_csv

    if as_json:
        printing.as_json(reports.load_report(report, today))
    else:
        printing.load(report)
    if refused is not None:
        refused.write_text(refused_csv(report), encoding="utf-8")
    if status := _status(report):
        raise typer.Exit(status)


def _status(report: LoadReport) -> int:
    if all(row.refused_whole for row in report.files):
        return UNREADABLE
    return 0 if report.is_clean else REFUSED


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Ask the load to stop at Ctrl-C, so that nothing of it stays; a second Ctrl-C ends at once."""
    asked = False

    def ask(_number: int, _frame: Any) -> None:
        nonlocal asked
        asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _bar(quiet: bool) -> Iterator[Told | None]:
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield None
        return
    with console.status("Reading") as status:
        yield lambda at: status.update(f"{at.step.capitalize()} {at.source}".strip())
