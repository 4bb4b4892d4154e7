import re
import threading

import pytest
from sqlalchemy import Engine, text

from agent_scorecard.store import upgrading
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import make_engine, open_database, upgrade, writer
from agent_scorecard.store.ledger import Chain, verify
from agent_scorecard.store.refusals import Damaged, UnguardedLedger
from agent_scorecard.store.tables.agents import Alias
from tests.store.fill import put, refunds
from tests.store.test_ledger import record
from tests.tampering import drop_triggers, unguard

SQL = "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
IN_POSTGRESQL = """
SELECT 'column ' || relname || '.' || attname, format_type(atttypid, atttypmod) || ' ' || attnotnull || ' '
  || coalesce(collname, '') || ' ' || coalesce(pg_get_expr(adbin, adrelid), '')
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid LEFT JOIN pg_collation ON pg_collation.oid = attcollation
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped AND relnamespace = current_schema()::regnamespace
UNION ALL SELECT 'constraint ' || conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
UNION ALL SELECT 'index ' || indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()
UNION ALL SELECT 'trigger ' || tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function ' || proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
"""


def parts(sql: str) -> list[str]:
    """The pieces of a statement, its columns and constraints each one of them, in any order."""
    plain = re.sub(r"\s+", " ", sql.replace('"', "")).replace("( ", "(").replace(" )", ")").strip()
    return sorted(re.split(r", (?=[a-z_]+ [A-Z]|CONSTRAINT)|\((?=[a-z_]+ [A-Z])|\) ?(?=STRICT|WITHOUT|$)", plain))


def schema(engine: Engine) -> dict[str, list[str]]:
    """Every table, index and trigger as the database keeps it, in SQLite with STRICT and WITHOUT ROWID."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            return {name: parts(sql) for name, sql in connection.execute(text(SQL))}
        return {name: [told] for name, told in connection.execute(text(IN_POSTGRESQL.replace(":", "\\:")))}


@pytest.fixture
def upgraded(empty):
    upgraded = make_engine(empty)
    upgrade(upgraded)
    yield upgraded
    upgraded.dispose()


@pytest.mark.both
def test_upgrading_from_nothing_builds_what_creating_builds(engine: Engine, upgraded: Engine) -> None:
    built = schema(upgraded)
    assert built == schema(engine)
    assert content_hash(upgraded) == content_hash(engine)


def test_fact_tables_are_strict_and_keyed(upgraded: Engine) -> None:
    assert {"WITHOUT ROWID, STRICT"} <= set(schema(upgraded)["table observations"])


def address(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


@pytest.mark.both
def test_an_upgraded_database_opens_and_holds_rows(upgraded: Engine) -> None:
    put(upgraded, refunds(), Alias(alias="refunds-v2", agent="refunds"))
    open_database(address(upgraded)).dispose()


@pytest.mark.both
def test_upgrading_again_changes_nothing(engine: Engine) -> None:
    put(engine, refunds())
    before, content = schema(engine), content_hash(engine)
    upgrade(engine)
    assert (schema(engine), content_hash(engine)) == (before, content)


@pytest.mark.both
def test_upgrading_brings_lost_triggers_back(engine: Engine) -> None:
    unguard(engine)
    with pytest.raises(UnguardedLedger):
        open_database(address(engine))
    upgrade(engine)
    open_database(address(engine)).dispose()


@pytest.mark.both
def test_an_upgrade_that_ends_with_a_changed_ledger_leaves_the_database_as_it_was(engine: Engine, monkeypatch) -> None:
    with writer(engine).begin() as connection:
        record(connection)
    before = schema(engine)

    def harmful(config, _target) -> None:
        connection = config.attributes["connection"]
        drop_triggers(connection)
        connection.execute(text("CREATE TABLE half_way (a INTEGER)"))
        connection.execute(text("UPDATE ledger SET actor = 'eve' WHERE seq = 1"))

    monkeypatch.setattr(upgrading.command, "upgrade", harmful)
    with pytest.raises(Damaged, match=r"Entry 1 was changed after it was written"):
        upgrade(engine)
    assert schema(engine) == before
    assert verify(engine).whole
    assert verify(engine, chain=Chain.EVENTS).whole


def test_a_reference_that_was_lost_on_the_way_is_found(engine: Engine, monkeypatch) -> None:
    def harmful(config, _target) -> None:
        config.attributes["connection"].execute(text("INSERT INTO aliases VALUES ('lost', 'nobody', NULL)"))

    monkeypatch.setattr(upgrading.command, "upgrade", harmful)
    with pytest.raises(Damaged, match=r"a row of aliases refers to nothing in agents\."):
        upgrade(engine)


def test_references_are_checked_again_after_an_upgrade(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


@pytest.mark.both
def test_nothing_is_created_twice_when_two_upgrade_at_once(created: str) -> None:
    refused: list[Exception] = []

    def again() -> None:
        try:
            engine = make_engine(created)
            upgrade(engine)
            engine.dispose()
        except Exception as error:  # noqa: BLE001
            refused.append(error)

    threads = [threading.Thread(target=again) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []
