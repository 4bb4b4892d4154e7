import sqlite3
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, Integer, cast, inspect, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from agent_scorecard.store import looking
from agent_scorecard.store.database import (
    ForReading,
    create,
    default_url,
    make_engine,
    open_database,
    reader,
    revision,
    writer,
)
from agent_scorecard.store.looking import network_drive
from agent_scorecard.store.meta import SCHEMA, bump_revision, opening_day, set_opening_day
from agent_scorecard.store.read import portfolio
from agent_scorecard.store.refusals import (
    Damaged,
    EmptyFile,
    LogShut,
    NetworkDrive,
    NewerSchema,
    NotADatabase,
    NotOurs,
    NotThere,
    OlderSchema,
    ReadOnly,
    UnguardedLedger,
)
from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.tables.agents import Alias
from agent_scorecard.store.tables.meta import Meta
from tests.store.fill import day, put, refunds


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


@pytest.fixture
def closed(url: str) -> Path:
    """A database that was created, filled with nothing and closed."""
    engine = open_database(url, create_missing=True)
    engine.dispose()
    return file_of(url)


def test_a_new_database_holds_every_table_and_opens_again(url: str) -> None:
    open_database(url, create_missing=True).dispose()
    engine = open_database(url)
    assert set(inspect(engine).get_table_names()) == {*METADATA.tables, "alembic_version"}
    assert revision(engine) == 0


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("trusted_schema", 0),
        ("page_size", 8192),
        ("application_id", looking.APPLICATION_ID),
        ("user_version", SCHEMA),
    ],
)
def test_every_connection_is_set_up_safely(engine: Engine, pragma: str, value: object) -> None:
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def spoil_empty(path: Path) -> None:
    path.write_bytes(b"")


def spoil_text(path: Path) -> None:
    path.write_text("agent,name\nrefunds,Refunds\n", encoding="utf-8")


def spoil_truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def spoil_header_only(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:50])


def spoil_zeroed(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:8192] + bytes(len(content) - 8192))


def run(statement: str):
    def spoil(path: Path) -> None:
        with sqlite3.connect(path) as connection:
            connection.execute(statement)
        connection.close()

    return spoil


@pytest.mark.parametrize(
    ("spoil", "error", "sentence"),
    [
        (spoil_empty, EmptyFile, "is an empty file, so a database may have been lost. Bring back a backup"),
        (spoil_text, NotADatabase, "is not a SQLite database. Name the right file with --db."),
        (spoil_truncated, Damaged, "is damaged: the end of the file is missing. Bring back a backup"),
        (spoil_header_only, Damaged, "is damaged: the end of the file is missing. Bring back a backup"),
        (spoil_zeroed, Damaged, "is damaged: "),
        (run("PRAGMA application_id=7"), NotOurs, "is a database of another program."),
        (run("PRAGMA user_version=99"), NewerSchema, "(schema 99, this version knows 3). Install the newer version"),
        (run("PRAGMA user_version=0"), OlderSchema, "(schema 0, this version needs 3). Run `agent-scorecard upgrade`"),
        (run("DROP TRIGGER ledger_no_delete"), UnguardedLedger, "append-only: ledger_no_delete."),
    ],
    ids=["empty", "text", "truncated", "header", "zeroed", "foreign", "newer", "older", "trigger"],
)
def test_a_wrong_file_is_named_with_the_way_out_and_left_as_it_is(closed, url, spoil, error, sentence) -> None:
    spoil(closed)
    before = closed.read_bytes()
    with pytest.raises(error) as refused:
        open_database(url, create_missing=True)
    assert str(closed) in str(refused.value)
    assert sentence in str(refused.value)
    assert closed.read_bytes() == before


def test_no_database_is_made_where_none_was_asked_for(url: str) -> None:
    with pytest.raises(NotThere, match="There is no database at"):
        open_database(url)
    assert not file_of(url).exists()


def test_creating_leaves_nothing_beside_the_database(url: str) -> None:
    open_database(url, create_missing=True).dispose()
    assert [path.name for path in file_of(url).parent.iterdir()] == ["board.db"]


def test_two_that_create_at_once_share_one_database(url: str) -> None:
    ready = threading.Barrier(2)
    engines: list[Engine] = []

    def start() -> None:
        ready.wait()
        engines.append(open_database(url, create_missing=True))

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with writer(engines[0]).begin() as connection:
        bump_revision(connection)
    assert [revision(engine) for engine in engines] == [1, 1]


def test_a_folder_that_refuses_a_new_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file, not a folder")
    with pytest.raises(ReadOnly, match="its folder refuses a new file"):
        open_database(f"sqlite:///{tmp_path / 'folder' / 'board.db'}", create_missing=True)


def test_a_file_that_cannot_be_written_is_refused_for_writing_only(closed, url, monkeypatch) -> None:
    monkeypatch.setattr(looking.os, "access", lambda path, _right: path != closed)
    with pytest.raises(ReadOnly, match=r"board\.db is read-only\. Give your user the right"):
        open_database(url)
    assert revision(open_database(url, read_only=True)) == 0


@pytest.fixture
def shut(closed, url, monkeypatch) -> Iterator[Path]:
    """A database in a folder nobody may write to; who may do everything is asked like everybody else."""
    path = file_of(url)
    monkeypatch.setattr(looking.os, "access", lambda asked, _right: asked not in (path, path.parent))
    path.parent.chmod(0o555)
    yield path
    path.parent.chmod(0o755)


def test_a_database_in_a_folder_that_cannot_be_written_is_read_and_nothing_is_laid_beside_it(shut, url) -> None:
    engine = open_database(url, read_only=True)
    assert revision(engine) == 0
    assert [path.name for path in shut.parent.iterdir()] == [shut.name]
    engine.dispose()


def test_a_database_named_as_sqlite_names_files_is_read_as_named(closed: Path) -> None:
    engine = make_engine(f"sqlite:///file:{closed}?mode=ro&uri=true", read_only=True)
    assert revision(engine) == 0
    engine.dispose()


def test_a_database_whose_last_changes_cannot_be_read_there_says_so(shut, url) -> None:
    shut.parent.chmod(0o755)
    shut.with_name(f"{shut.name}-wal").write_bytes(b"not empty")
    with pytest.raises(LogShut, match=r"still in its -wal file.*Copy both files into a folder of your own"):
        open_database(url, read_only=True)


def test_tables_are_never_created_over_others(url: str) -> None:
    run("CREATE TABLE customers (id)")(file_of(url))
    with pytest.raises(NotOurs):
        create(make_engine(url))


@pytest.mark.parametrize(
    ("mounts", "kind"),
    [
        ("disk / ext4 rw 0 0", None),
        ("disk / ext4 rw 0 0\nhost:/share /data nfs4 rw 0 0", "nfs4"),
        ("disk / ext4 rw 0 0\nhost:/share /data nfs4 rw 0 0\ndisk /data/local ext4 rw 0 0", None),
        ("disk / ext4 rw 0 0\n//host/share /data cifs rw 0 0", "cifs"),
        ("disk / ext4 rw 0 0\nhost /data fuse.sshfs rw 0 0", "fuse.sshfs"),
        ("disk / ext4 rw 0 0\nhost:/share /dat nfs rw 0 0", None),
    ],
    ids=["local", "nfs", "local inside nfs", "cifs", "sshfs", "like-named folder"],
)
def test_a_network_drive_is_recognised_by_its_mount(tmp_path: Path, mounts: str, kind: str | None) -> None:
    listing = tmp_path / "mounts"
    listing.write_text(mounts, encoding="utf-8")
    assert network_drive(Path("/data/local/board.db"), listing) == kind


def test_a_database_on_a_network_drive_is_refused(url: str, monkeypatch, tmp_path: Path) -> None:
    listing = tmp_path / "mounts"
    listing.write_text("host:/share / nfs rw 0 0", encoding="utf-8")
    monkeypatch.setattr(looking, "MOUNTS", listing)
    with pytest.raises(NetworkDrive, match=r"on a network drive \(nfs\), where SQLite loses data"):
        open_database(url, create_missing=True)


def test_the_named_database_comes_before_the_data_folder(monkeypatch) -> None:
    monkeypatch.setenv("AGENT_SCORECARD_DB", "postgresql+psycopg://board")
    assert default_url() == "postgresql+psycopg://board"
    monkeypatch.delenv("AGENT_SCORECARD_DB")
    assert default_url().endswith("/agent_scorecard.db")


@pytest.mark.both
@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO meta VALUES ('a', 'b')",
        "UPDATE meta SET value = '7'",
        "DELETE FROM meta",
        "CREATE TABLE x (a INTEGER)",
        "DROP TABLE meta",
    ],
)
def test_every_write_through_the_reader_is_refused(engine: Engine, statement: str) -> None:
    with reader(engine).connect() as connection, pytest.raises(DBAPIError, match=r"read-?only"):
        connection.exec_driver_sql(statement)
    assert revision(engine) == 0


@pytest.mark.both
def test_a_connection_that_read_may_write_again_later(engine: Engine) -> None:
    assert revision(engine) == 0
    with writer(engine).begin() as connection:
        bump_revision(connection)
    assert revision(engine) == 1


def test_an_engine_made_for_reading_never_becomes_a_writer(engine: Engine, url: str) -> None:
    with pytest.raises(ForReading):
        writer(make_engine(url, read_only=True))


@pytest.mark.both
def test_a_reference_to_nothing_is_refused(engine: Engine) -> None:
    with writer(engine).begin() as connection, pytest.raises(IntegrityError, match=r"(?i)foreign key"):
        connection.execute(Alias.__table__.insert().values(alias="refunds-v2", agent="refunds"))


@pytest.mark.both
def test_no_update_is_lost_between_threads(engine: Engine) -> None:
    def count_up() -> None:
        for _ in range(20):
            with writer(engine).begin() as connection:
                found = connection.execute(select(cast(Meta.value, Integer)).where(Meta.key == "revision")).scalar_one()
                connection.execute(update(Meta).where(Meta.key == "revision").values(value=str(found + 1)))

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert revision(engine) == 80


@pytest.mark.both
def test_a_reader_sees_one_moment_while_others_write(engine: Engine) -> None:
    with reader(engine).begin() as connection:
        before = connection.execute(select(Meta.value)).scalars().all()
        with writer(engine).begin() as other:
            bump_revision(other)
        assert connection.execute(select(Meta.value)).scalars().all() == before


@pytest.mark.both
def test_a_second_writer_waits_instead_of_failing_at_once(engine: Engine) -> None:
    begun = threading.Event()

    def second() -> None:
        begun.set()
        with writer(engine).begin() as connection:
            bump_revision(connection)

    waiting = threading.Thread(target=second)
    with writer(engine).begin() as connection:
        bump_revision(connection)
        waiting.start()
        begun.wait()
    waiting.join()
    assert revision(engine) == 2


@pytest.mark.both
def test_a_company_whose_story_ends_opens_on_that_day(engine: Engine) -> None:
    with writer(engine).begin() as connection:
        assert opening_day(connection) is None
        for text in ("2026-10-31", "2026-11-02"):
            set_opening_day(connection, date.fromisoformat(text))
        assert opening_day(connection) == date(2026, 11, 2)


def test_a_file_beside_a_log_is_not_judged_by_its_size(closed: Path, url: str) -> None:
    closed.with_name(f"{closed.name}-wal").write_bytes(b"no log of this file")
    spoil_truncated(closed)
    with pytest.raises(Damaged) as refused:
        open_database(url)
    assert "the end of the file is missing" not in str(refused.value)


def test_what_an_error_says_holds_no_values(engine: Engine) -> None:
    with pytest.raises(DBAPIError) as raised, writer(engine).begin() as connection:
        connection.execute(update(Meta).values(key=None, value="ana@example.com"))
    assert "ana@example.com" not in str(raised.value)


def test_reading_never_writes(engine: Engine) -> None:
    put(engine, refunds())
    with reader(engine).begin() as connection:
        before = connection.exec_driver_sql("PRAGMA data_version").scalar()
        portfolio(engine, day("2026-11-02"))
        assert connection.exec_driver_sql("PRAGMA data_version").scalar() == before
