import json
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine

from agent_scorecard.store.backup import CannotCopy, backup, restore
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import open_database, writer
from agent_scorecard.store.ledger import head
from agent_scorecard.store.meta import bump_revision
from agent_scorecard.store.refusals import Damaged, EmptyFile, NotADatabase
from tests.store.fill import put, refunds
from tests.store.test_ledger import record


@pytest.fixture
def filled(engine: Engine) -> Engine:
    put(engine, refunds())
    with writer(engine).begin() as connection:
        record(connection)
    return engine


def test_a_backup_brings_everything_back(filled: Engine, tmp_path: Path) -> None:
    manifest = backup(filled, tmp_path / "board.bak")
    assert manifest.head == head(filled)
    assert {name: n for name, n in manifest.rows.items() if n} == {"agents": 1, "ledger": 2, "meta": 1, "settings": 1}
    url = f"sqlite:///{tmp_path / 'elsewhere' / 'board.db'}"
    assert restore(tmp_path / "board.bak", url) == manifest
    restored = open_database(url)
    assert content_hash(restored) == content_hash(filled)
    restored.dispose()


def test_a_backup_leaves_only_the_copy_and_its_manifest(filled: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    manifest = backup(filled, folder / "board.bak")
    assert sorted(path.name for path in folder.iterdir()) == ["board.bak", "board.bak.json"]
    told = json.loads((folder / "board.bak.json").read_text())
    assert (told["sha256"], told["head"]["count"]) == (manifest.sha256, 2)


def test_a_backup_made_while_others_write_is_whole(filled: Engine, tmp_path: Path) -> None:
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            with writer(filled).begin() as connection:
                record(connection)
                bump_revision(connection)

    busy = threading.Thread(target=write)
    busy.start()
    counts = [backup(filled, tmp_path / f"{number}.bak").head.count for number in range(5)]
    done.set()
    busy.join()
    assert counts == sorted(counts)


def test_a_backup_never_replaces_a_file(filled: Engine, tmp_path: Path) -> None:
    (tmp_path / "board.bak").write_text("mine")
    with pytest.raises(CannotCopy, match="exists already"):
        backup(filled, tmp_path / "board.bak")
    assert (tmp_path / "board.bak").read_text() == "mine"


def test_what_lay_in_the_place_is_kept(filled: Engine, tmp_path: Path) -> None:
    backup(filled, tmp_path / "board.bak")
    url = f"sqlite:///{tmp_path / 'place.db'}"
    for text in ("first", "second"):
        (tmp_path / "place.db").write_text(text)
        restore(tmp_path / "board.bak", url)
    assert (tmp_path / "place.db.replaced-1").read_text() == "first"
    assert (tmp_path / "place.db.replaced-2").read_text() == "second"
    open_database(url).dispose()


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[content.rindex(b'"maintain"') + 1] ^= 1
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda path: path.write_bytes(b""), EmptyFile),
        (lambda path: path.write_text("not a database"), NotADatabase),
        (lambda path: path.write_bytes(path.read_bytes()[:9000]), Damaged),
        (flip, Damaged),
        (lambda path: path.unlink(), CannotCopy),
    ],
    ids=["empty", "text", "cut", "one bit of an entry", "missing"],
)
def test_a_spoilt_backup_is_refused_and_the_database_stays(filled: Engine, tmp_path: Path, spoil, error) -> None:
    backup(filled, tmp_path / "board.bak")
    before = content_hash(filled)
    spoil(tmp_path / "board.bak")
    with pytest.raises(error):
        restore(tmp_path / "board.bak", str(filled.url))
    assert content_hash(filled) == before


def test_a_backup_that_is_not_the_one_of_its_manifest_is_refused(filled: Engine, tmp_path: Path) -> None:
    backup(filled, tmp_path / "old.bak")
    put(filled, refunds(agent="other"))
    backup(filled, tmp_path / "new.bak")
    (tmp_path / "old.bak").replace(tmp_path / "new.bak")
    with pytest.raises(CannotCopy, match="not the file its manifest describes"):
        restore(tmp_path / "new.bak", f"sqlite:///{tmp_path / 'place.db'}")
    assert not (tmp_path / "place.db").exists()


def test_a_database_on_a_server_is_left_to_its_own_tool(tmp_path: Path) -> None:
    with pytest.raises(CannotCopy, match="This database is on a server: bring a backup back with its own tool"):
        restore(tmp_path / "board.bak", "postgresql+psycopg://board")
    with pytest.raises(CannotCopy, match="This database is on a server: bring a backup back with its own tool"):
        restore(tmp_path / "board.bak", "sqlite://")
