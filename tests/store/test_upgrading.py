import re
import threading

import pytest
from sqlalchemy import Engine, text

from agent_scorecard.store import upgrading
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import create, make_engine, open_database, upgrade, writer
from agent_scorecard.store.ledger import Chain, verify
from agent_scorecard.store.refusals import Damaged, UnguardedLedger
from agent_scorecard.store.tables.agents import Alias
from tests.store.fill import put, refunds
from tests.store.test_ledger import record

SQL = "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL"


def parts(sql: str) -> list[str]:
    """The pieces of a statement, its columns and constraints each one of them, in any order."""
    plain = re.sub(r"\s+", " ", sql.replace('"', "")).replace("( ", "(").replace(" )", ")").strip()
    return sorted(re.split(r", (?=[a-z_]+ [A-Z]|CONSTRAINT)|\((?=[a-z_]+ [A-Z])|\) ?(?=STRICT|WITHOUT|$)", plain))


def schema(engine: Engine) -> dict[str, list[str]]:
    """Every table, index and trigger as SQLite keeps it, STRICT and WITHOUT ROWID included."""
    with engine.connect() as connection:
        return {name: parts(sql) for name, sql in connection.execute(text(SQL))}


@pytest.fixture
def upgraded(tmp_path):
    upgraded = make_engine(f"sqlite:///{tmp_path / 'upgraded.db'}")
    upgrade(upgraded)
    yield upgraded
    upgraded.dispose()


def test_upgrading_from_nothing_builds_what_creating_builds(engine: Engine, upgraded: Engine) -> None:
    built = schema(upgraded)
    assert built == schema(engine)
    assert {"WITHOUT ROWID, STRICT"} <= set(built["table observations"])
    assert content_hash(upgraded) == content_hash(engine)


def test_an_upgraded_database_opens_and_holds_rows(upgraded: Engine) -> None:
    put(upgraded, refunds(), Alias(alias="refunds-v2", agent="refunds"))
    open_database(str(upgraded.url)).dispose()


def test_upgrading_again_changes_nothing(engine: Engine) -> None:
    put(engine, refunds())
    before, content = schema(engine), content_hash(engine)
    upgrade(engine)
    assert (schema(engine), content_hash(engine)) == (before, content)


def test_upgrading_brings_lost_triggers_back(engine: Engine) -> None:
    with writer(engine).begin() as connection:
        connection.execute(text("DROP TRIGGER ledger_no_delete"))
    with pytest.raises(UnguardedLedger):
        open_database(str(engine.url))
    upgrade(engine)
    open_database(str(engine.url)).dispose()


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        ("UPDATE ledger SET actor = 'eve' WHERE seq = 1", "Entry 1 was changed after it was written."),
        ("INSERT INTO aliases VALUES ('lost', 'nobody', NULL)", "a row of aliases refers to nothing in agents."),
    ],
    ids=["chain", "reference"],
)
def test_a_database_that_fails_a_check_stays_as_it_was(engine: Engine, monkeypatch, harm: str, sentence: str) -> None:
    with writer(engine).begin() as connection:
        record(connection)
    before = schema(engine)

    def harmful(config, _target) -> None:
        connection = config.attributes["connection"]
        connection.execute(text("DROP TRIGGER ledger_no_update"))
        connection.execute(text("CREATE TABLE half_way (a)"))
        connection.execute(text(harm))

    monkeypatch.setattr(upgrading.command, "upgrade", harmful)
    with pytest.raises(Damaged) as refused:
        upgrade(engine)
    assert sentence in str(refused.value)
    assert schema(engine) == before
    assert verify(engine).whole
    assert verify(engine, chain=Chain.EVENTS).whole


def test_references_are_checked_again_after_an_upgrade(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_nothing_is_created_twice_when_two_upgrade_at_once(tmp_path) -> None:
    url = f"sqlite:///{tmp_path / 'both.db'}"
    engine = make_engine(url)
    create(engine)
    refused: list[Exception] = []

    def again() -> None:
        try:
            upgrade(make_engine(url))
        except Exception as error:  # noqa: BLE001
            refused.append(error)

    threads = [threading.Thread(target=again) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []
    engine.dispose()
