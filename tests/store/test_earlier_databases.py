"""Whoever updates keeps everything: a database and a backup of the earlier schema become ones of this version."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine

from agent_scorecard.loading.exporting import HELD_FROM
from agent_scorecard.loading.load import load
from agent_scorecard.recording import Fix, StepFields, close_follow_up, handle_incident, record_decision
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.store import ledger
from agent_scorecard.store.backup import CannotCopy, restore
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import create, make_engine, open_database, upgrade, writer
from agent_scorecard.store.refusals import Damaged, OlderSchema
from agent_scorecard.store.upgrading import alembic_config
from agent_scorecard.vocabulary import Cause
from tests.recording.test_decisions import MAINTAIN
from tests.store.test_upgrading import schema
from tests.tampering import unguard

EARLIER = Path(__file__).parents[1] / "data" / "export_of_format_1"
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
ALSO_NEW = ("traces", "prices", "digest_items", "digest_readers")
THERE_BEFORE = ("gate_revisions",)
CAME_WITH_2 = (
    *(f"DROP TABLE {table}" for table in (*HELD_FROM, *ALSO_NEW) if table not in THERE_BEFORE),
    *(f"DROP TABLE {table}" for table in ("rolled_calls", "rolled_days", "roll_ups")),
    *(f"ALTER TABLE decisions DROP COLUMN {column}" for column in ("supersedes", "in_place_of", "measure")),
    "ALTER TABLE follow_ups DROP COLUMN incident",
    "UPDATE alembic_version SET version_num = '0001'",
    "PRAGMA user_version=1",
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The company of the earlier export in a database of this version."""
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('whole') / 'board.db'}")
    create(engine)
    load(engine, [EARLIER], today=NOW.date(), now=NOW, actor="ana")
    yield engine
    engine.dispose()


@pytest.fixture
def earlier(whole: Engine, tmp_path: Path) -> Path:
    """The same company as the version before left it; triggers name tables that came later, so they go too."""
    whole.dispose()
    path = Path(shutil.copy(str(whole.url.database), tmp_path / "board.db"))
    change(path, *CAME_WITH_2)
    return path


def change(path: Path, *statements: str) -> None:
    engine = make_engine(f"sqlite:///{path}")
    unguard(engine)
    with writer(engine).begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def opened(path: Path) -> Engine:
    return open_database(f"sqlite:///{path}")


def test_what_the_tests_here_call_earlier_is_the_first_schema(earlier: Path, tmp_path: Path) -> None:
    first = make_engine(f"sqlite:///{tmp_path / 'first.db'}")
    with writer(first).begin() as connection:
        command.upgrade(alembic_config(connection), "0001")
    assert schema(make_engine(f"sqlite:///{earlier}")) == schema(first)


def test_an_earlier_database_is_refused_with_the_way_out_and_upgraded_whole(earlier: Path, whole: Engine) -> None:
    with pytest.raises(OlderSchema, match="Run `agent-scorecard upgrade`; it keeps a backup"):
        opened(earlier)
    upgrade(make_engine(f"sqlite:///{earlier}"))
    engine = opened(earlier)
    assert (schema(engine), content_hash(engine)) == (schema(whole), content_hash(whole))
    assert (ledger.verify(engine).whole, disagreements(engine)) == (True, ())


def test_what_was_begun_before_an_upgrade_is_ended_after_it(earlier: Path) -> None:
    upgrade(make_engine(f"sqlite:///{earlier}"))
    engine = opened(earlier)
    close_follow_up(engine, "3-1", "Asked; it stays paused", by="ana", at=NOW)
    fix = Fix("Try the retry every night", "ana", NOW.date())
    said = StepFields(incident="R-2026-10-30-1", resolved_at=NOW, cause=Cause.TOOL_SCHEMA, fixes=(fix,))
    handle_incident(engine, said, by="ben", at=NOW)
    fields = replace(MAINTAIN, as_of=NOW.date(), due=NOW.date(), co_signed_by="ben")
    record_decision(engine, fields, by="ana", at=NOW, seen=3)
    assert (ledger.verify(engine).whole, disagreements(engine)) == (True, ())


def test_a_backup_of_an_earlier_version_is_put_back_as_one_of_this(
    earlier: Path, whole: Engine, tmp_path: Path
) -> None:
    kept = earlier.read_bytes()
    restore(earlier, f"sqlite:///{tmp_path / 'place.db'}")
    assert content_hash(opened(tmp_path / "place.db")) == content_hash(whole)
    assert earlier.read_bytes() == kept


def test_an_earlier_backup_with_a_changed_ledger_is_refused_and_leaves_nothing(earlier: Path, tmp_path: Path) -> None:
    change(earlier, "UPDATE ledger SET actor = 'eve' WHERE seq = 1")
    folder = tmp_path / "place"
    with pytest.raises(Damaged, match="Entry 1 was changed after it was written"):
        restore(earlier, f"sqlite:///{folder / 'board.db'}")
    assert list(folder.iterdir()) == []


def test_an_earlier_backup_is_still_held_to_its_manifest(earlier: Path, tmp_path: Path) -> None:
    (tmp_path / "board.db.json").write_text('{"sha256": "of another file"}', encoding="utf-8")
    with pytest.raises(CannotCopy, match="not the file its manifest describes"):
        restore(earlier, f"sqlite:///{tmp_path / 'place.db'}")
    assert not list(tmp_path.glob("place.db*"))
