"""Every way in which a database cannot be used as it is, each with its sentence and the way out."""

from __future__ import annotations

from agent_scorecard.store.meta import SCHEMA


class CannotOpen(Exception):
    """The database cannot be used as it is; the message says what is wrong and the way out."""

    problem = "The database {place} cannot be opened: {detail}."
    way_out = ""

    def __init__(self, place: str, detail: str = "") -> None:
        self.place, self.detail = place, detail
        super().__init__(f"{self.problem.format(place=place, detail=detail)} {self.way_out}".strip())


RESTORE = "Bring back a backup with `agent-scorecard restore FILE`, on a server with its own tool, such as pg_restore."


class NotThere(CannotOpen):
    problem = "There is no database at {place}."
    way_out = "Load files with `agent-scorecard load`, try `agent-scorecard demo`, or name another with --db."


class StillEmpty(NotThere):
    problem = "{place} is an empty database."


class NoDriver(CannotOpen):
    problem = "{place} cannot be opened: Python has no module {detail} here."
    way_out = "Install it with `pip install agent-scorecard[postgres]`, or name a file with --db sqlite:///FILE."


class EmptyFile(CannotOpen):
    problem = "{place} is an empty file, so a database may have been lost."
    way_out = f"{RESTORE} Delete the empty file only if nothing was ever kept there."


class NotADatabase(CannotOpen):
    problem = "{place} is not a SQLite database."
    way_out = f"Name the right file with --db. {RESTORE}"


class NotOurs(CannotOpen):
    problem = "{place} is a database of another program."
    way_out = "Name the right database with --db; nothing was changed in this one."


class Damaged(CannotOpen):
    problem = "{place} is damaged: {detail}."
    way_out = RESTORE


class NewerSchema(CannotOpen):
    problem = f"{{place}} was written by a newer version (schema {{detail}}, this version knows {SCHEMA})."
    way_out = "Install the newer version of agent-scorecard."


class OlderSchema(CannotOpen):
    problem = f"{{place}} was written by an older version (schema {{detail}}, this version needs {SCHEMA})."
    way_out = "Run `agent-scorecard upgrade`; it keeps a backup beside a file, and on a server you make one first."


class ReadOnly(CannotOpen):
    problem = "{place} cannot be written to: {detail}."
    way_out = "Give your user the right to write the file and its folder, or name another with --db."


class LogShut(CannotOpen):
    problem = (
        "The last changes of {place} are still in its -wal file, and its folder refuses what it takes to read them."
    )
    way_out = "Copy both files into a folder of your own and name the copy with --db."


class UnguardedLedger(CannotOpen):
    problem = "{place} has lost what keeps its ledger append-only: {detail}."
    way_out = "Run `agent-scorecard verify` to see whether entries were changed, then `agent-scorecard upgrade`."


class NetworkDrive(CannotOpen):
    problem = "{place} lies on a network drive ({detail}), where SQLite loses data when two programs write."
    way_out = "Keep the file on a local disk, or use PostgreSQL."


KINDS = "Name a file with --db sqlite:///FILE, or a PostgreSQL with --db postgresql+psycopg://USER@HOST/NAME."
ADDRESS = "in AGENT_SCORECARD_DB or --db"


class OtherKind(CannotOpen):
    problem = "{place} is no kind of database this program works on."
    way_out = KINDS


class UnclearAddress(CannotOpen):
    problem = "The address of the database cannot be read: it is not told where the password ends or the host begins."
    way_out = f"Write %40 for each @ inside the password, %3A for a colon and %2F for a slash, {ADDRESS}."


class NoServer(CannotOpen):
    problem = "No PostgreSQL answers for {place}: {detail}."
    way_out = f"Start the server, or compare host and port {ADDRESS}."


class NotLetIn(CannotOpen):
    problem = "The server does not let you in to {place}: {detail}."
    way_out = f"Compare the user and the password {ADDRESS}."


class DatabaseMissing(CannotOpen):
    problem = "There is no {place}: {detail}."
    way_out = "Create it on the server with `createdb --encoding=UTF8 --template=template0 NAME`."


class WrongEncoding(CannotOpen):
    problem = "{place} keeps text as {detail}, which cannot hold every name."
    way_out = "Create another with `createdb --encoding=UTF8 --template=template0 NAME` and name it."


class TooOld(CannotOpen):
    problem = "{place} is on PostgreSQL {detail}."
    way_out = "Use PostgreSQL 14 or newer."


class NotAllowed(CannotOpen):
    problem = "{place} does not allow you that: {detail}."
    way_out = (
        "Create and upgrade as the owner of the database; for a user who only works with it,"
        " run `agent-scorecard upgrade --app-role USER` as the owner."
    )
