"""What only a server has: who is let in, what a role may do, and the sentence for each refusal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from agent_scorecard.store.app_role import CannotGrant
from agent_scorecard.store.database import (
    create,
    make_engine,
    open_database,
    reader,
    revision,
    upgrade,
    writer,
)
from agent_scorecard.store.ledger import verify
from agent_scorecard.store.meta import bump_revision
from agent_scorecard.store.refusals import (
    CannotOpen,
    DatabaseMissing,
    NewerSchema,
    NoServer,
    NotAllowed,
    NotLetIn,
    NotOurs,
    OlderSchema,
    OtherKind,
    StillEmpty,
    UnclearAddress,
    UnguardedLedger,
    WrongEncoding,
)
from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.triggers import ensure_triggers, missing_triggers
from tests.postgresql import Server
from tests.store.fill import put, refunds
from tests.store.test_ledger import record

SECRET = "hush-7"


@pytest.fixture
def empty(postgresql: Server) -> Iterator[str]:
    with postgresql.database() as url:
        yield url


@pytest.fixture
def url(postgresql: Server) -> Iterator[str]:
    with postgresql.created() as url:
        yield url


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_database(url)
    yield engine
    engine.dispose()


@pytest.fixture
def user(postgresql: Server, url: str) -> Iterator[str]:
    """A role that may sign in with its password and do nothing more."""
    role = postgresql.name("app")
    postgresql.run(f"CREATE ROLE {role} LOGIN PASSWORD '{SECRET}'")
    rules = postgresql.folder / "pg_hba.conf"
    rules.write_text(f"local all {role} scram-sha-256\n{rules.read_text('utf-8')}", encoding="utf-8")
    postgresql.reload()
    yield role
    postgresql.run(f"DROP OWNED BY {role}", url=url)
    postgresql.run(f"DROP ROLE {role}")


@pytest.fixture
def app(postgresql: Server, engine: Engine, user: str) -> Iterator[Engine]:
    """The database as the app role sees it."""
    upgrade(engine, user)
    app = open_database(postgresql.url(str(engine.url.database), username=user, password=SECRET))
    yield app
    app.dispose()


def test_an_empty_database_is_filled_once_and_opens_again(empty: str) -> None:
    with pytest.raises(StillEmpty, match=r"is an empty database. Load files with"):
        open_database(empty)
    open_database(empty, create_missing=True).dispose()
    engine = open_database(empty)
    assert set(inspect(engine).get_table_names()) == {*METADATA.tables, "alembic_version"}
    assert revision(engine) == 0
    engine.dispose()


def test_every_text_sorts_by_its_code_points_as_in_a_file(engine: Engine) -> None:
    odd = """SELECT attrelid::regclass || '.' || attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname <> 'alembic_version'
        AND attcollation NOT IN (0, (SELECT oid FROM pg_collation WHERE collname = 'C'))"""
    with engine.connect() as connection:
        assert connection.execute(text(odd)).scalars().all() == []


@pytest.mark.parametrize(
    ("told", "value"),
    [("sum(n)", 6), ("sum(n) + 0.5", 6.5), ("avg(n)", 2.0), ("sum(n) * 10000000000000000000", 6 * 10**19)],
)
def test_a_sum_is_a_plain_number_and_stays_whole(engine: Engine, told: str, value: float) -> None:
    with engine.connect() as connection:
        found = connection.execute(text(f"SELECT {told} FROM (VALUES (1::bigint), (2), (3)) AS given(n)")).scalar_one()
    assert (found, type(found)) == (value, type(value))


def test_nothing_is_created_over_the_tables_of_others(postgresql: Server, empty: str) -> None:
    postgresql.run("CREATE TABLE customers (id int)", url=empty)
    with pytest.raises(NotOurs, match=r"is a database of another program. Name the right database"):
        open_database(empty, create_missing=True)


def test_a_database_that_cannot_hold_every_name_is_refused(postgresql: Server) -> None:
    name = postgresql.name("latin")
    postgresql.run(f"CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(WrongEncoding, match=f"postgresql:///{name} keeps text as LATIN1"):
        open_database(postgresql.url(name), create_missing=True)
    postgresql.run(f"DROP DATABASE {name}")


@pytest.mark.parametrize(
    ("statement", "error", "sentence"),
    [
        ("UPDATE alembic_version SET version_num = '0099'", NewerSchema, "(schema 99, this version knows 3)"),
        ("UPDATE alembic_version SET version_num = '0001'", OlderSchema, "(schema 1, this version needs 3)"),
        ("UPDATE alembic_version SET version_num = 'f00d'", NotOurs, "is a database of another program"),
        ("DELETE FROM alembic_version", NotOurs, "is a database of another program"),
        ("DROP TRIGGER ledger_no_delete ON ledger", UnguardedLedger, "append-only: ledger_no_delete."),
        ("ALTER TABLE events DISABLE TRIGGER events_no_truncate", UnguardedLedger, "append-only: events_no_truncate."),
    ],
    ids=["newer", "older", "of others", "of nobody", "trigger dropped", "trigger off"],
)
def test_a_wrong_database_is_named_with_the_way_out(postgresql: Server, url: str, statement, error, sentence) -> None:
    postgresql.run(statement, url=url)
    with pytest.raises(error) as refused:
        open_database(url, create_missing=True)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("address", "error", "sentence"),
    [
        ("postgresql+psycopg://app:{secret}@127.0.0.1:1/board", NoServer, "No PostgreSQL answers for"),
        ("postgresql+psycopg://app:{secret}@/board?host=/nowhere", NoServer, "No such file or directory"),
        ("postgresql+psycopg://app:{secret}@127.0.0.1:1/board?password={secret}", NoServer, "Connection refused"),
        ("postgresql+psycopg://app:b@{secret}/x@127.0.0.1:1/board", UnclearAddress, "Write %40 for each @"),
        ("postgresql+psycopg://app:b@c:{secret}@127.0.0.1/board", UnclearAddress, "Write %40 for each @"),
        ("mysql://app:{secret}@127.0.0.1/board", OtherKind, "mysql is no kind of database"),
    ],
    ids=["port", "socket", "password twice", "sign in the password", "colon in the password", "kind"],
)
def test_an_address_that_leads_nowhere_is_refused_without_its_password(address: str, error, sentence: str) -> None:
    with pytest.raises(CannotOpen) as refused:
        open_database(address.format(secret=SECRET))
    assert type(refused.value) is error
    assert sentence in str(refused.value)
    assert SECRET not in str(refused.value)


def test_a_wrong_password_and_a_missing_database_are_told_apart(postgresql: Server, url: str, user: str) -> None:
    board = str(make_engine(url).url.database)
    with pytest.raises(NotLetIn, match=r"password authentication failed.*Compare the user and the password") as refused:
        open_database(postgresql.url(board, username=user, password="b@d-9"))
    assert "b@d-9" not in str(refused.value)
    with pytest.raises(NotLetIn, match=r'role "nobody" does not exist'):
        open_database(postgresql.url(board, username="nobody"))
    with pytest.raises(DatabaseMissing, match=r'There is no postgresql:///lost: database "lost" does not exist'):
        open_database(postgresql.url("lost", username=user, password=SECRET))


def test_who_was_given_nothing_is_told_whom_to_ask(postgresql: Server, url: str, user: str) -> None:
    stranger = postgresql.url(str(make_engine(url).url.database), username=user, password=SECRET)
    with pytest.raises(NotAllowed, match=r"permission denied.*--app-role USER` as the owner"):
        open_database(stranger)


def test_who_may_not_create_tables_is_told_so(postgresql: Server, empty: str, user: str) -> None:
    stranger = postgresql.url(str(make_engine(empty).url.database), username=user, password=SECRET)
    with pytest.raises(NotAllowed, match=r"permission denied for schema public"):
        open_database(stranger, create_missing=True)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET actor = 'eve'",
        "DELETE FROM events",
        "TRUNCATE ledger",
        "DELETE FROM decisions",
        "UPDATE alembic_version SET version_num = '0001'",
        "DROP TRIGGER ledger_no_update ON ledger",
        "ALTER TABLE ledger DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION ledger_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    ],
)
def test_the_app_role_may_change_nothing_that_was_recorded(app: Engine, statement: str) -> None:
    with writer(app).begin() as connection:
        record(connection)
    with writer(app).begin() as connection, pytest.raises(DBAPIError, match=r"permission denied|must be owner"):
        connection.exec_driver_sql(statement)


def test_the_app_role_works_with_everything_else(app: Engine) -> None:
    put(app, refunds())
    with writer(app).begin() as connection:
        record(connection)
        bump_revision(connection)
        connection.exec_driver_sql("CREATE TEMPORARY TABLE staged (a int)")
    assert (verify(app).count, revision(app)) == (2, 1)


def test_a_table_laid_in_front_of_another_lets_nobody_past_the_guards(app: Engine) -> None:
    laid = [f"CREATE TEMPORARY TABLE {name} (LIKE public.{name})" for name in ("people", "grants")]
    laid.append("INSERT INTO people (person, name, active) VALUES ('eve', 'Eve', true)")
    laid.append("INSERT INTO grants VALUES ('eve', 'reviewer', 1, 'eve', NULL, NULL, 0)")
    forged = "(1, '2026-11-02T12:00:00.000Z', 'eve', 1, 'company', 'decision recorded', 'agent:a', '{}', '', 'h')"
    with writer(app).begin() as connection:
        for statement in laid:
            connection.exec_driver_sql(statement)
        with pytest.raises(DBAPIError, match=r"this person may not make this entry"):
            connection.exec_driver_sql(f"INSERT INTO ledger VALUES {forged}")


NOTHING = "CREATE OR REPLACE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
AGAIN = "CREATE OR REPLACE TRIGGER ledger_no_update BEFORE UPDATE{} ON {} FOR EACH ROW{} EXECUTE FUNCTION {}()"


@pytest.mark.parametrize(
    "statements",
    [
        [NOTHING.format("ledger_no_update")],
        [NOTHING.format("other"), AGAIN.format("", "ledger", "", "other")],
        [AGAIN.format("", "ledger", " WHEN (false)", "ledger_no_update")],
        [AGAIN.format(" OF actor", "ledger", "", "ledger_no_update")],
        ["DROP TRIGGER ledger_no_update ON ledger", AGAIN.format("", "meta", "", "ledger_no_update")],
        ["ALTER FUNCTION ledger_no_update() RESET search_path"],
        ["ALTER TABLE ledger ENABLE REPLICA TRIGGER ledger_no_update"],
    ],
    ids=["empty body", "another function", "never true", "one column", "another table", "any path", "replica only"],
)
def test_a_trigger_that_only_has_the_name_counts_as_missing_and_is_made_anew(engine: Engine, statements) -> None:
    with writer(engine).begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
        assert missing_triggers(connection) == ("ledger_no_update",)
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS ledger_no_update ON meta")
        ensure_triggers(connection)
        assert missing_triggers(connection) == ()


def test_only_the_owner_upgrades(app: Engine) -> None:
    with pytest.raises(NotAllowed, match=r"must be owner|permission denied"):
        upgrade(app)


def test_a_role_keeps_what_it_was_given_through_an_upgrade(engine: Engine, app: Engine, postgresql: Server) -> None:
    tables = "ALTER TABLE aliases OWNER TO CURRENT_USER", f"REVOKE ALL ON aliases FROM {app.url.username}"
    postgresql.run(*tables, url=engine.url.render_as_string(hide_password=False))
    upgrade(engine)
    with reader(app).begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM aliases").scalar() == 0


@pytest.mark.parametrize(
    ("role", "sentence"),
    [("nobody", "There is no role nobody on the server"), ("postgres", "it could take the guards off")],
)
def test_a_role_that_is_not_there_or_could_unguard_is_given_nothing(engine: Engine, role: str, sentence: str) -> None:
    with pytest.raises(CannotGrant, match=sentence):
        upgrade(engine, role)


def test_a_file_has_no_roles(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'board.db'}")
    create(engine)
    with pytest.raises(CannotGrant, match=r"A file has no roles"):
        upgrade(engine, "app")
    engine.dispose()
