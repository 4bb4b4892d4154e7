"""Triggers that keep the ledger and the events append-only, and hold who may; made again after every migration."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from agent_scorecard.store.guards import Guard, guards

CHAINS = ("ledger", "events")
_NO_FORK = "EXISTS (SELECT 1 FROM {chain} WHERE seq = NEW.seq OR hash = NEW.hash OR prev = NEW.prev)"
_REFUSAL = "BEGIN RAISE EXCEPTION '{chain} is append-only'; END"
_ROW_BEFORE_UPDATE_OR_DELETE, _STATEMENT_BEFORE_TRUNCATE = 27, 34
_ROW_BEFORE = {"INSERT": 7, "UPDATE": 19, "DELETE": 11}
_PRESENT = {
    "sqlite": "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, tgtype || ' ' || prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
    " WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
}


def ensure_triggers(connection: Connection) -> None:
    """Make every trigger anew, whatever stands under its name."""
    for statement in _statements(connection.dialect.name):
        connection.exec_driver_sql(statement)


def missing_triggers(connection: Connection) -> tuple[str, ...]:
    """Return the triggers the database has not: not there, switched off, or of another body."""
    dialect = connection.dialect.name
    present = {name: _plain(told) for name, told in connection.execute(text(_PRESENT[dialect]))}
    expected = dict(_in_sqlite() if dialect == "sqlite" else _in_postgresql())
    return tuple(name for name, told in expected.items() if present.get(name) != _plain(told))


def _statements(dialect: str) -> Iterator[str]:
    if dialect == "sqlite":
        for name, statement in _in_sqlite():
            yield f"DROP TRIGGER IF EXISTS {name}"
            yield statement
    else:
        yield from (statement.replace("%", "%%") for statement in _made_in_postgresql())


def _in_sqlite() -> Iterator[tuple[str, str]]:
    """Yield each trigger with the statement that makes it, as SQLite keeps it."""
    for guard in (*_of_chains(), *guards("sqlite")):
        head = f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table}"
        yield guard.name, f"{head} WHEN {guard.when.strip()} BEGIN SELECT RAISE(ABORT, '{guard.sentence}'); END"


def _of_chains() -> Iterator[Guard]:
    for chain in CHAINS:
        sentence = f"{chain} is append-only"
        yield Guard(f"{chain}_no_update", chain, "UPDATE", "1 = 1", sentence)
        yield Guard(f"{chain}_no_delete", chain, "DELETE", "1 = 1", sentence)
        yield Guard(f"{chain}_no_replace", chain, "INSERT", _NO_FORK.format(chain=chain), sentence)


def _in_postgresql() -> Iterator[tuple[str, str]]:
    """Yield each trigger with what PostgreSQL keeps of it: when it acts, and the body of its function."""
    for chain in CHAINS:
        refusal = _REFUSAL.format(chain=chain)
        yield f"{chain}_no_update", f"{_ROW_BEFORE_UPDATE_OR_DELETE} {refusal}"
        yield f"{chain}_no_truncate", f"{_STATEMENT_BEFORE_TRUNCATE} {refusal}"
    for guard in guards("postgresql"):
        yield guard.name, f"{_ROW_BEFORE[guard.event]} {_body(guard)}"


def _made_in_postgresql() -> Iterator[str]:
    for chain in CHAINS:
        yield _function(f"{chain}_append_only", _REFUSAL.format(chain=chain))
        for name, event in (("no_update", "UPDATE OR DELETE"), ("no_truncate", "TRUNCATE")):
            each = "STATEMENT" if event == "TRUNCATE" else "ROW"
            yield _trigger(f"{chain}_{name}", event, chain, each, f"{chain}_append_only")
    for guard in guards("postgresql"):
        yield _function(guard.name, _body(guard))
        yield _trigger(guard.name, guard.event, guard.table, "ROW", guard.name)


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"


def _trigger(name: str, event: str, table: str, each: str, function: str) -> str:
    head = f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table}"
    return f"{head} FOR EACH {each} EXECUTE FUNCTION {function}()"


def _body(guard: Guard) -> str:
    row = "OLD" if guard.event == "DELETE" else "NEW"
    return f"BEGIN IF {guard.when.strip()} THEN RAISE EXCEPTION '{guard.sentence}'; END IF; RETURN {row}; END"


def _plain(told: str) -> str:
    return " ".join(told.split())
