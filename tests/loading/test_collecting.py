"""What a collector drops is loaded once each, over restarts, refusals and files that grow."""

import gzip
import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from agent_scorecard.loading.collecting import Collected, collect
from agent_scorecard.loading.load import Busy, load
from agent_scorecard.loading.report import LoadReport, LoadStatus
from agent_scorecard.loading.sources import Source
from agent_scorecard.loading.watching import Watched
from agent_scorecard.store.read_loads import load_refusals, loads
from agent_scorecard.store.tables import METADATA
from tests.loading.small_company import NOW, TODAY, company
from tests.loading.test_agent_cards import V03
from tests.loading.test_tool_lists import listing, tool
from tests.loading.traces import shapes


def run(number: int) -> str:
    told = {"agent_id": "refunds", "request_id": f"r{number}", "timestamp": "2026-10-01T10:00:00Z"}
    return json.dumps(told) + "\n"


def looked(engine: Engine, watched: Watched) -> list[Collected]:
    def load_one(source: Source) -> LoadReport:
        return load(engine, [source], today=TODAY, now=NOW, actor="collector")

    return list(collect(engine, watched, load_one))


def settled(engine: Engine, watched: Watched) -> list[Collected]:
    """Two looks with nothing written in between."""
    return [*looked(engine, watched), *looked(engine, watched)]


def runs_of(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(METADATA.tables["runs"])).scalar_one()


def test_each_file_is_loaded_once_over_restarts(tmp_path: Path) -> None:
    engine, drop = company(tmp_path), tmp_path / "drop"
    drop.mkdir()
    (drop / "runs.jsonl").write_text(run(1) + run(2), encoding="utf-8")
    (drop / "people.csv").write_text("person,name\ncy,Cy\n", encoding="utf-8")
    done = settled(engine, Watched(drop, growing=6))
    assert [(one.source.name, one.report.status) for one in done if one.report] == [
        ("people.csv", LoadStatus.LOADED),
        ("runs.jsonl", LoadStatus.LOADED),
    ]
    assert settled(engine, Watched(drop, growing=6)) == []
    assert (runs_of(engine), len(loads(engine))) == (2, 3)


DROPPED = {
    "aliases.csv": b"alias,agent\nbilling-v1,billing\n",
    "runs.csv": b"agent_id,request_id,timestamp\nrefunds,r1,2026-10-01T10:00:00Z\n",
    "runs.jsonl.gz": gzip.compress(run(1).encode(), mtime=0),
    "traces.json": shapes.otlp(shapes.agent(), shapes.tool(1)),
    "spans.jsonl": shapes.lines(shapes.agent(), shapes.tool(1)),
    "agent-card.json": json.dumps(V03).encode(),
    "crm.json": json.dumps(listing(tool("close"))).encode(),
    "agents.xlsx": b"no workbook",
    "runs.parquet": b"no parquet",
    "runs-broken.jsonl": b"{]\n",
    "people.csv": b"\xff\xfe\x00",
    "photo.png": b"\x89PNG",
}


@pytest.mark.parametrize("name", DROPPED)
def test_a_file_of_any_kind_taken_or_refused_is_known_again_by_its_bytes(tmp_path: Path, name: str) -> None:
    engine, drop = company(tmp_path), tmp_path / "drop"
    drop.mkdir()
    (drop / name).write_bytes(DROPPED[name])
    (done,) = settled(engine, Watched(drop, growing=6))
    assert done.report is not None
    assert (done.report.status is LoadStatus.LOADED) == (list(DROPPED).index(name) < list(DROPPED).index("agents.xlsx"))
    assert settled(engine, Watched(drop, growing=6)) == []


def test_the_same_bytes_under_another_name_are_not_loaded_again(tmp_path: Path) -> None:
    engine, drop = company(tmp_path), tmp_path / "drop"
    drop.mkdir()
    watched = Watched(drop, growing=6)
    (drop / "runs.jsonl").write_text(run(1), encoding="utf-8")
    assert len(settled(engine, watched)) == 1
    (drop / "runs.jsonl").rename(drop / "runs-2026-10-20.jsonl")
    assert settled(engine, watched) == []


def test_a_log_that_grew_is_read_again_and_counts_what_is_new_only(tmp_path: Path) -> None:
    engine, drop = company(tmp_path), tmp_path / "drop"
    drop.mkdir()
    watched = Watched(drop, growing=6)
    (drop / "runs.jsonl").write_text(run(1) + run(2), encoding="utf-8")
    settled(engine, watched)
    (drop / "runs.jsonl").write_text(run(1) + run(2) + run(3), encoding="utf-8")
    (again,) = settled(engine, watched)
    assert again.report is not None
    assert (again.report.total("new"), again.report.total("same")) == (1, 2)
    assert runs_of(engine) == 3


def test_a_refused_file_is_told_once_and_its_refusals_are_kept(tmp_path: Path) -> None:
    engine, drop = company(tmp_path), tmp_path / "drop"
    drop.mkdir()
    (drop / "notes.txt").write_text("shopping", encoding="utf-8")
    (drop / "aliases.csv").write_text("alias,agent\nx-1,nobody\n", encoding="utf-8")
    refused = settled(engine, Watched(drop, growing=6))
    assert [(one.source.name, one.report.status) for one in refused if one.report] == [
        ("aliases.csv", LoadStatus.REFUSED),
        ("notes.txt", LoadStatus.REFUSED),
    ]
    kept = [cell.reason for told in loads(engine)[:2] for cell in load_refusals(engine, told.load)]
    assert any("unknown agent nobody" in reason for reason in kept)
    assert any("notes is not a file the product knows" in reason for reason in kept)
    assert settled(engine, Watched(drop, growing=6)) == []


def test_what_the_database_had_no_time_for_is_tried_at_the_next_look(tmp_path: Path) -> None:
    engine, drop = company(tmp_path), tmp_path / "drop"
    drop.mkdir()
    (drop / "runs.jsonl").write_text(run(1), encoding="utf-8")
    watched = Watched(drop, growing=6)

    def too_busy(_source: Source) -> LoadReport:
        raise Busy("Somebody else is writing.")

    watched.look()
    (waits,) = collect(engine, watched, too_busy)
    assert (waits.report, waits.problem, watched.waits) == (None, "Somebody else is writing.", True)
    (done,) = looked(engine, watched)
    assert done.report is not None
    assert done.report.status is LoadStatus.LOADED


def test_a_file_nobody_may_read_is_told_once_until_it_changes(tmp_path: Path) -> None:
    engine, drop = company(tmp_path), tmp_path / "drop"
    drop.mkdir()
    (drop / "runs.jsonl").write_text(run(1), encoding="utf-8")
    watched = Watched(drop, growing=6)

    def locked(_source: Source) -> LoadReport:
        raise PermissionError(13, "Permission denied")

    watched.look()
    assert [one.problem for one in collect(engine, watched, locked)] == ["cannot be read: Permission denied"]
    assert looked(engine, watched) == []
    (drop / "runs.jsonl").write_text(run(1) + run(2), encoding="utf-8")
    assert len(settled(engine, watched)) == 1


def test_two_watchers_on_one_folder_load_a_file_once(tmp_path: Path) -> None:
    engine, drop = company(tmp_path), tmp_path / "drop"
    drop.mkdir()
    (drop / "runs.jsonl").write_text(run(1), encoding="utf-8")
    watched, other = Watched(drop, growing=6), Watched(drop, growing=6)
    watched.look()
    other.look()

    def later(source: Source) -> LoadReport:
        (first,) = looked(engine, other)
        assert first.report is not None
        assert first.report.status is LoadStatus.LOADED
        return load(engine, [source], today=TODAY, now=NOW, actor="collector")

    (second,) = collect(engine, watched, later)
    assert second.report is not None
    assert second.report.status is LoadStatus.ALREADY
    assert (runs_of(engine), len(loads(engine))) == (1, 2)
