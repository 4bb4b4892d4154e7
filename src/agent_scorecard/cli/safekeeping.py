"""Keep what is kept: take everything out, copy and put back, check the ledger, bring a schema up to date."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from agent_scorecard.cli import clock, opened, printing, reports
from agent_scorecard.cli.options import AsJson, By
from agent_scorecard.cli.trouble import REFUSED, Unreadable

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from agent_scorecard.store.ledger import Head


def export(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.", file_okay=False)],
    by: By = None,
    as_json: AsJson = False,
) -> None:
    """Write every table as CSV, runs and ledger as JSON Lines, ready to be loaded into a new database."""
    from agent_scorecard.loading.exporting import export as write_all

    engine = opened.opened(ctx)
    rows = write_all(engine, folder, actor=opened.user(by), at=clock.now())
    if as_json:
        printing.as_json(reports.exported(str(folder), rows))
    else:
        printing.exported(folder, rows)


def verify(
    ctx: typer.Context,
    against: Annotated[
        Path | None, typer.Option("--against", help="A head kept outside, as --head printed it.", exists=True)
    ] = None,
    head: Annotated[bool, typer.Option("--head", help="Print the head alone, to be kept outside.")] = False,
    as_json: AsJson = False,
) -> None:
    """Recompute the decision ledger; with a head kept outside, a cut or rewritten tail shows too."""
    from agent_scorecard.recording.agreement import disagreements
    from agent_scorecard.store import ledger

    engine = _opened_as_it_is(ctx)
    answer = ledger.verify(engine, _head(against) if against else None)
    differing = disagreements(engine) if answer.whole else ()
    if head:
        printing.as_json(reports.head(answer.head) if answer.head else {})
    elif as_json:
        printing.as_json(reports.verified(answer, differing))
    else:
        printing.verified(answer, differing)
    if not answer.whole or differing:
        raise typer.Exit(REFUSED)


def backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A file that is not there yet.", dir_okay=False)],
    as_json: AsJson = False,
) -> None:
    """Write a checked copy of the database and its manifest, also while others write."""
    from agent_scorecard.store.backup import backup as copy

    manifest = copy(opened.opened(ctx), file)
    if as_json:
        printing.as_json(reports.copied(str(file), manifest))
    else:
        printing.copied(f"Written to {file}.", manifest)


def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A backup.", exists=True, dir_okay=False)],
    as_json: AsJson = False,
) -> None:
    """Put a backup in the place of the database, once it was checked; what lay there is kept beside it."""
    from agent_scorecard.store.backup import restore as put_back

    manifest = put_back(file, opened.url_of(ctx))
    if as_json:
        printing.as_json(reports.copied(str(file), manifest))
    else:
        printing.copied(f"{file} is the database again.", manifest)


def copy(
    ctx: typer.Context,
    to: Annotated[str, typer.Option("--to", metavar="URL", help="A new file, or a new and empty PostgreSQL database.")],
    as_json: AsJson = False,
) -> None:
    """Copy the whole company into a new database of either kind, compare the two, and leave this one as it is."""
    from agent_scorecard.store.copying import copy as copy_all

    engine = opened.opened(ctx, read_only=True)
    with Console(stderr=True).status("Looking at both databases") as status:
        copied = copy_all(engine, to, lambda table, rows: status.update(f"{table}: {rows:,} rows"))
    if as_json:
        printing.as_json(reports.company_copied(copied))
    else:
        printing.company_copied(copied)


def upgrade(
    ctx: typer.Context,
    app_role: Annotated[
        str | None,
        typer.Option("--app-role", help="PostgreSQL: a role that works with it and changes nothing recorded."),
    ] = None,
) -> None:
    """Bring the database to the schema of this version; a backup is kept beside a file, a server keeps its own."""
    from agent_scorecard.store.database import upgrade as bring_up
    from agent_scorecard.store.refusals import OlderSchema, StillEmpty, UnguardedLedger

    kept = ""
    try:
        opened.opened(ctx).dispose()
        if app_role is None:
            typer.echo("The database has the schema of this version already.")
            return
    except (OlderSchema, UnguardedLedger, StillEmpty):
        kept = _backup(opened.unlooked(ctx))
    bring_up(opened.unlooked(ctx), app_role)
    typer.echo(f"The database now has the schema of this version.{kept}")
    if app_role is not None:
        typer.echo(f"{app_role} may read and add, and change nothing that was recorded.")


def _backup(engine: Engine) -> str:
    """Keep a whole copy beside the file and say where; a server keeps its own backups."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return ""
    copy = f"{engine.url.database}.{clock.now():%Y%m%dT%H%M%S}.bak"
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM INTO ?", (copy,))
    finally:
        raw.close()
    return f" A backup is at {copy}."


def _opened_as_it_is(ctx: typer.Context) -> Engine:
    """Open also a database that lost its guards: what became of its ledger is the question asked."""
    from agent_scorecard.store.refusals import UnguardedLedger

    try:
        return opened.opened(ctx, read_only=True)
    except UnguardedLedger as found:
        typer.echo(str(found), err=True)
        return opened.unlooked(ctx, read_only=True)


def _head(path: Path) -> Head:
    from agent_scorecard.store.ledger import Head

    try:
        told = json.loads(path.read_text("utf-8"))
        return Head(int(told["count"]), str(told["hash"]), str(told.get("at", "")))
    except (ValueError, KeyError, TypeError, AttributeError) as refused:
        raise Unreadable(f"{path} does not hold a head: write it with `agent-scorecard verify --head`.") from refused
