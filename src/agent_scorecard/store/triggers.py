"""Triggers that keep the ledger and the events append-only; made again after every migration."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, text

CHAINS = ("ledger", "events")

_SQLITE = {
    "{chain}_no_update": """
CREATE TRIGGER {chain}_no_update BEFORE UPDATE ON {chain}
  BEGIN SELECT RAISE(ABORT, '{chain} is append-only'); END
""",
    "{chain}_no_delete": """
CREATE TRIGGER {chain}_no_delete BEFORE DELETE ON {chain}
  BEGIN SELECT RAISE(ABORT, '{chain} is append-only'); END
""",
    "{chain}_no_replace": """
CREATE TRIGGER {chain}_no_replace BEFORE INSERT ON {chain}
  WHEN EXISTS (SELECT 1 FROM {chain} WHERE seq = NEW.seq OR hash = NEW.hash OR prev = NEW.prev)
  BEGIN SELECT RAISE(ABORT, '{chain} is append-only'); END
""",
}
_REFUSAL = "BEGIN RAISE EXCEPTION '{chain} is append-only'; END"
_POSTGRESQL = {
    "{chain}_no_update": """
CREATE OR REPLACE TRIGGER {chain}_no_update BEFORE UPDATE OR DELETE ON {chain}
  FOR EACH ROW EXECUTE FUNCTION {chain}_append_only()
""",
    "{chain}_no_truncate": """
CREATE OR REPLACE TRIGGER {chain}_no_truncate BEFORE TRUNCATE ON {chain}
  FOR EACH STATEMENT EXECUTE FUNCTION {chain}_append_only()
""",
}
_FUNCTION = "CREATE OR REPLACE FUNCTION {chain}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ {refusal} $$"
_ROW_BEFORE_UPDATE_OR_DELETE, _STATEMENT_BEFORE_TRUNCATE = 27, 34
_KINDS = {
    "{chain}_no_update": _ROW_BEFORE_UPDATE_OR_DELETE,
    "{chain}_no_truncate": _STATEMENT_BEFORE_TRUNCATE,
}
_PRESENT = {
    "sqlite": "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, tgtype || ' ' || prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
    " WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
}


def ensure_triggers(connection: Connection) -> None:
    """Make the append-only triggers of both chains anew, whatever stands under their names."""
    for chain in CHAINS:
        if connection.dialect.name == "sqlite":
            for name, statement in _of(_SQLITE, chain).items():
                connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
                connection.execute(text(statement))
        else:
            connection.execute(text(_FUNCTION.format(chain=chain, refusal=_REFUSAL.format(chain=chain))))
            for statement in _of(_POSTGRESQL, chain).values():
                connection.execute(text(statement))


def missing_triggers(connection: Connection) -> tuple[str, ...]:
    """Return the append-only triggers the database has not: not there, switched off, or of another body."""
    dialect = connection.dialect.name
    present = {name: _plain(told) for name, told in connection.execute(text(_PRESENT[dialect]))}
    expected = {name: _plain(told) for chain in CHAINS for name, told in _expected(dialect, chain).items()}
    return tuple(name for name, told in expected.items() if present.get(name) != told)


def _expected(dialect: str, chain: str) -> Mapping[str, str]:
    if dialect == "sqlite":
        return _of(_SQLITE, chain)
    return {name.format(chain=chain): f"{kind} {_REFUSAL.format(chain=chain)}" for name, kind in _KINDS.items()}


def _of(statements: Mapping[str, str], chain: str) -> dict[str, str]:
    return {name.format(chain=chain): told.format(chain=chain).strip() for name, told in statements.items()}


def _plain(told: str) -> str:
    return " ".join(told.split())
