"""Open the app: on the configured database, or on the sample company in a database of its own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from agent_scorecard import where
from agent_scorecard.cli import opened

if TYPE_CHECKING:
    from datetime import date

DEMO, PART = "demo.db", "demo.part.db"
SIDE_FILES = ("-wal", "-shm")

Port = Annotated[int | None, typer.Option(min=1, max=65535, help="The first free one from 8501 on unless given.")]
NoOpen = Annotated[bool, typer.Option("--no-open", help="Open no browser.")]


Address = Annotated[
    str | None, typer.Option(help="Where to answer; another address than this machine's own only with sign-in.")
]
SignIn = Annotated[
    Path | None,
    typer.Option(envvar=where.SIGN_IN_VARIABLE, help="The file with [auth]: people sign in (docs/company_mode.md)."),
]


def serve(
    ctx: typer.Context, port: Port = None, address: Address = None, sign_in: SignIn = None, no_open: NoOpen = False
) -> None:
    """Run the app on the configured database: on this machine only, unless people sign in."""
    from agent_scorecard.ui import serve as server

    url = opened.url_of(ctx)
    opened.opened(ctx, create=True).dispose()
    if sign_in is not None:
        os.environ[where.SIGN_IN_VARIABLE] = str(sign_in)
    server.serve(port=port, database_url=url, open_browser=not no_open, address=address)


def demo(
    ctx: typer.Context,
    port: Port = None,
    no_open: NoOpen = False,
    load_only: Annotated[bool, typer.Option("--load-only", help="Build the database and stop.")] = False,
) -> None:
    """Build the sample company in a fresh database of its own and open the app on it."""
    path = _beside(opened.url_of(ctx))
    opens = _built(path)
    typer.echo(f"Juniper Outdoor is synthetic: every person, figure and event is made up. As of {opens}.")
    typer.echo(f"Its database: {path}")
    if load_only:
        return
    from agent_scorecard.ui import serve as server

    server.serve(port=port, database_url=_url(path), open_browser=not no_open)


def _beside(url: str) -> Path:
    """Return where the demo's own database lies: beside the configured file, or in the user's data folder."""
    import platformdirs

    from agent_scorecard.store.database import file_of

    configured = file_of(url)
    folder = configured.parent if configured else platformdirs.user_data_path("agent-scorecard", appauthor=False)
    return folder.absolute() / DEMO


def _built(path: Path) -> date:
    """Build beside the last one and put it in its place when whole, so that an app still open keeps what it has."""
    from agent_scorecard.recording.sample import build_sample
    from agent_scorecard.store.database import open_database

    part = path.with_name(PART)
    _remove(part)
    engine = open_database(_url(part), create_missing=True)
    with Console(stderr=True).status("Building the sample company"):
        opens = build_sample(engine)
    engine.dispose()
    _remove(path)
    part.replace(path)
    return opens


def _remove(path: Path) -> None:
    for place in (path, *(path.with_name(path.name + end) for end in SIDE_FILES)):
        place.unlink(missing_ok=True)


def _url(path: Path) -> str:
    return f"sqlite:///{path}"
