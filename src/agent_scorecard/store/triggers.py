"""Triggers that keep the ledger and the events append-only, and hold who may; made again after every migration."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from agent_scorecard.store.guards import ALWAYS, Guard, guards

CHAINS = ("ledger", "events")
_NO_FORK = "EXISTS (SELECT 1 FROM {chain} WHERE seq = NEW.seq OR hash = NEW.hash OR prev = NEW.prev)"
_ROW_BEFORE = {"INSERT": 7, "UPDATE": 19, "DELETE": 11}
_STATEMENT_BEFORE_TRUNCATE = 34
_PRESENT = {
    "sqlite": "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
    "postgresql": """SELECT tgname, relname || ' ' || tgtype || ' ' || prosrc
FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgqual IS NULL AND tgattr = ''
AND relnamespace = current_schema()::regnamespace
AND proconfig = ARRAY['search_path=' || quote_ident(current_schema()) || ', pg_temp']""",
}


def ensure_triggers(connection: Connection) -> None:
    """Make every trigger anew, whatever stands under its name."""
    for statement in _statements(connection):
        connection.exec_driver_sql(statement)


def missing_triggers(connection: Connection) -> tuple[str, ...]:
    """Return the triggers the database has not: not there, switched off, or of another body."""
    dialect = connection.dialect.name
    present = {name: _plain(told) for name, told in connection.execute(text(_PRESENT[dialect]))}
    expected = dict(_in_sqlite() if dialect == "sqlite" else _in_postgresql())
    return tuple(name for name, told in expected.items() if present.get(name) != _plain(told))


def all_guards(dialect: str) -> Iterator[Guard]:
    """Yield what the database of a dialect refuses by itself, row by row."""
    for chain in CHAINS:
        sentence = f"{chain} is append-only"
        yield Guard(f"{chain}_no_update", chain, "UPDATE", ALWAYS, sentence)
        yield Guard(f"{chain}_no_delete", chain, "DELETE", ALWAYS, sentence)
        yield Guard(f"{chain}_no_replace", chain, "INSERT", _NO_FORK.format(chain=chain), sentence)
    yield from guards(dialect)


def _statements(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        for name, statement in _in_sqlite():
            yield f"DROP TRIGGER IF EXISTS {name}"
            yield statement
    else:
        schema = str(connection.exec_driver_sql("SELECT quote_ident(current_schema())").scalar())
        yield from (statement.replace("%", "%%") for statement in _made_in_postgresql(schema))


def _in_sqlite() -> Iterator[tuple[str, str]]:
    """Yield each trigger with the statement that makes it, as SQLite keeps it."""
    for guard in all_guards("sqlite"):
        head = f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table}"
        yield guard.name, f"{head} WHEN {guard.when.strip()} BEGIN SELECT RAISE(ABORT, '{guard.sentence}'); END"


def _in_postgresql() -> Iterator[tuple[str, str]]:
    """Yield each trigger with what PostgreSQL keeps of it: its table, when it acts, and the body of its function."""
    for guard in all_guards("postgresql"):
        yield guard.name, f"{guard.table} {_ROW_BEFORE[guard.event]} {_body(guard)}"
        if guard.event == "DELETE":
            yield f"{guard.table}_no_truncate", f"{guard.table} {_STATEMENT_BEFORE_TRUNCATE} {_refusal(guard)}"


def _made_in_postgresql(schema: str) -> Iterator[str]:
    """Yield each function and its trigger; what is never deleted row by row is not emptied at once either."""
    for guard in all_guards("postgresql"):
        yield _function(guard.name, _body(guard), schema)
        yield _trigger(guard.name, guard.event, guard.table, "ROW")
        if guard.event == "DELETE":
            name = f"{guard.table}_no_truncate"
            yield _function(name, _refusal(guard), schema)
            yield _trigger(name, "TRUNCATE", guard.table, "STATEMENT")


def _function(name: str, body: str, schema: str) -> str:
    """Make a function that looks for its tables where they are, whatever a session puts in front of them."""
    head = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = {schema}, pg_temp"
    return f"{head} AS $$ {body} $$"


def _trigger(name: str, event: str, table: str, each: str) -> str:
    head = f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table}"
    return f"{head} FOR EACH {each} EXECUTE FUNCTION {name}()"


def _body(guard: Guard) -> str:
    row = "OLD" if guard.event == "DELETE" else "NEW"
    return f"BEGIN IF {guard.when.strip()} THEN RAISE EXCEPTION '{guard.sentence}'; END IF; RETURN {row}; END"


def _refusal(guard: Guard) -> str:
    return f"BEGIN RAISE EXCEPTION '{guard.sentence}'; END"


def _plain(told: str) -> str:
    return " ".join(told.split())
