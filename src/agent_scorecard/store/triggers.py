"""Triggers that keep the ledger and the events append-only; made again after every migration."""

from __future__ import annotations

from sqlalchemy import Connection, text

CHAINS = ("ledger", "events")

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {chain}_no_update BEFORE UPDATE ON {chain}
  BEGIN SELECT RAISE(ABORT, '{chain} is append-only'); END
;;
CREATE TRIGGER IF NOT EXISTS {chain}_no_delete BEFORE DELETE ON {chain}
  BEGIN SELECT RAISE(ABORT, '{chain} is append-only'); END
;;
CREATE TRIGGER IF NOT EXISTS {chain}_no_replace BEFORE INSERT ON {chain}
  WHEN EXISTS (SELECT 1 FROM {chain} WHERE seq = NEW.seq OR hash = NEW.hash OR prev = NEW.prev)
  BEGIN SELECT RAISE(ABORT, '{chain} is append-only'); END
"""
_POSTGRESQL = """
CREATE OR REPLACE FUNCTION {chain}_append_only() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION '{chain} is append-only'; END $$
;;
CREATE OR REPLACE TRIGGER {chain}_no_update BEFORE UPDATE OR DELETE ON {chain}
  FOR EACH ROW EXECUTE FUNCTION {chain}_append_only()
;;
CREATE OR REPLACE TRIGGER {chain}_no_truncate BEFORE TRUNCATE ON {chain}
  FOR EACH STATEMENT EXECUTE FUNCTION {chain}_append_only()
"""
_NAMES = {
    "sqlite": ("{chain}_no_update", "{chain}_no_delete", "{chain}_no_replace"),
    "postgresql": ("{chain}_no_update", "{chain}_no_truncate"),
}
_PRESENT = {
    "sqlite": "SELECT name FROM sqlite_schema WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}


def ensure_triggers(connection: Connection) -> None:
    """Create the append-only triggers of both chains where they are missing."""
    statements = _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL
    for chain in CHAINS:
        for statement in statements.split(";;"):
            connection.execute(text(statement.format(chain=chain).strip()))


def missing_triggers(connection: Connection) -> tuple[str, ...]:
    """Return the names of append-only triggers the database should have and has not."""
    dialect = connection.dialect.name
    present = set(connection.execute(text(_PRESENT[dialect])).scalars())
    expected = [name.format(chain=chain) for chain in CHAINS for name in _NAMES[dialect]]
    return tuple(name for name in expected if name not in present)
