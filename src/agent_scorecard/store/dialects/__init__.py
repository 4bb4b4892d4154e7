"""The two kinds of database, and what differs between them: the same names in `sqlite` and in `postgresql`.

- `engine(url, options, waiting)` makes the engine, its connections set up and its transactions begun as
  `store.database.make_engine` promises
- `place(url)` names a database in a sentence, and never tells a password
- `refusal(fault, place)` puts an error of the driver into one of our sentences
- `unfit(connection, place)` says why a database cannot hold what we keep, None when it can
- `file_of(url)` is the file the database is, None on a server or in memory
- `fill(connection, table, rows)` adds many rows to a table at once
- `settle(connection, tables)` counts on from the rows that were filled in with their numbers

Everything else is one SQL for both; where a word must differ, it stands in a table by the name of the dialect.
"""

from __future__ import annotations

from types import ModuleType

from sqlalchemy import URL, make_url

from agent_scorecard.store.dialects import postgresql, sqlite
from agent_scorecard.store.refusals import OtherKind, UnclearAddress

DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}


def parsed(url: str | URL) -> URL:
    """Return the parts of an address. Raises UnclearAddress, which tells none of it: a part may be of a password."""
    try:
        parts = make_url(url)
    except ValueError as unclear:
        raise UnclearAddress("") from unclear
    if any("@" in part for part in (parts.host, parts.database) if part and parts.get_backend_name() != "sqlite"):
        raise UnclearAddress("")
    return parts


def dialect_of(url: URL) -> ModuleType:
    """Return what differs for the database at an address. Raises OtherKind."""
    name = url.get_backend_name()
    if name not in DIALECTS:
        raise OtherKind(name)
    return DIALECTS[name]
