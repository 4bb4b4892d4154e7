"""Runs that stay where they are bring the figures a load of them would bring, and replace what they brought before."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from agent_scorecard.loading.load import load
from agent_scorecard.loading.refusal import Refused
from agent_scorecard.loading.report import LoadStatus
from agent_scorecard.loading.rolling import places
from agent_scorecard.store import ledger, read
from agent_scorecard.store.database import make_engine
from agent_scorecard.store.tables import METADATA
from tests.loading.rolling.conftest import rolled_up
from tests.loading.rolling.month import NOW, TODAY, company, figures, fill

OCTOBER = date(2026, 10, 1).toordinal()


def line(request: str, at: str, agent: str = "refunds", **more: Any) -> str:
    return json.dumps({"timestamp": at, "agent_id": agent, "request_id": request, "duration_ms": 800, **more})


def log(folder: Path, *lines: str, name: str = "runs.jsonl") -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    (folder / name).write_text("\n".join(lines) + "\n")
    return folder


def started(engine: Engine) -> dict[tuple[str, int], int]:
    """Runs started by agent and day of October."""
    found: dict[tuple[str, int], int] = {}
    for agent, day, *_, count in (row[:8] for row in figures(engine)["run_days"]):
        found[agent, day - OCTOBER + 1] = found.get((agent, day - OCTOBER + 1), 0) + count
    return found


def rows(engine: Engine, table: str) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(METADATA.tables[table])).scalar_one()


def test_the_figures_are_those_of_a_load_of_the_same_files(engine: Engine, month: Path, tmp_path: Path) -> None:
    rolled_up(engine, month)
    rolled = figures(engine)
    assert rows(engine, "runs") == 0
    logs = [Path(path) for path in places.run_logs(places.here(str(month)))[0]]
    folder = tmp_path / "logs"
    folder.mkdir()
    (tmp_path / "other").mkdir()
    for place, path in enumerate(logs):
        (folder / f"runs-{place:03}{''.join(path.suffixes)}").write_bytes(path.read_bytes())
    other = company(tmp_path / "other")
    load(other, [folder], today=TODAY, now=NOW, actor="ana")
    counted = figures(other)
    other.dispose()
    assert {name: rolled[name] for name in ("run_days", "run_months")} == {
        name: counted[name] for name in ("run_days", "run_months")
    }


def test_running_twice_changes_nothing(engine: Engine, month: Path) -> None:
    first = rolled_up(engine, month)
    before, loads, events = figures(engine), rows(engine, "loads"), rows(engine, "events")
    again = rolled_up(engine, month)
    assert (again.status, again.load) == (LoadStatus.ALREADY, first.load)
    assert (figures(engine), rows(engine, "loads"), rows(engine, "events")) == (before, loads, events)


def test_a_corrected_day_replaces_that_day_and_no_other(engine: Engine, tmp_path: Path) -> None:
    place = tmp_path / "log"
    log(place / "day=2026-10-04", line("a", "2026-10-04T10:00:00Z"), line("b", "2026-10-04T11:00:00Z"))
    log(place / "day=2026-10-05", line("c", "2026-10-05T10:00:00Z"))
    rolled_up(engine, place)
    log(place / "day=2026-10-04", line("a", "2026-10-04T10:00:00Z"))
    log(place / "day=2026-10-05", line("c", "2026-10-05T10:00:00Z"), line("d", "2026-10-05T11:00:00Z"))
    report = rolled_up(engine, place, days=frozenset({date(2026, 10, 4)}))
    assert started(engine) == {("refunds", 4): 1, ("refunds", 5): 1}
    assert (report.total("changed"), report.total("same"), report.status) == (1, 2, LoadStatus.LOADED)


def test_a_day_begins_and_ends_by_the_clock_of_the_company(engine: Engine, tmp_path: Path) -> None:
    late, early = line("a", "2026-10-03T22:30:00Z"), line("b", "2026-10-04T21:30:00Z")
    place = tmp_path / "log"
    log(place / "day=2026-10-03", late)
    log(place / "day=2026-10-04", early, line("c", "2026-10-04T22:30:00Z"))
    log(place / "day=2026-10-09", line("d", "2026-10-09T22:30:00Z"))
    report = rolled_up(engine, place, days=frozenset({date(2026, 10, 4)}))
    assert started(engine) == {("refunds", 4): 2}
    assert report.total("read") == 3


def test_a_day_that_is_gone_from_the_log_is_taken_out(engine: Engine, tmp_path: Path) -> None:
    place = log(tmp_path / "log", line("a", "2026-10-04T10:00:00Z"), line("m", "2026-10-04T10:00:00Z", "mail"))
    rolled_up(engine, place)
    log(place, line("a", "2026-10-04T10:00:00Z"))
    report = rolled_up(engine, place)
    assert started(engine) == {("refunds", 4): 1}
    assert report.notes == ("1 day of agents are no longer in the log and were taken out",)


def test_days_whose_runs_are_stored_here_stay_as_they_are(engine: Engine, tmp_path: Path) -> None:
    log(tmp_path / "here", line("a", "2026-10-04T10:00:00Z"))
    load(engine, [tmp_path / "here"], today=TODAY, now=NOW, actor="ana")
    place = log(tmp_path / "log", line("b", "2026-10-04T12:00:00Z"), line("c", "2026-10-05T10:00:00Z"))
    report = rolled_up(engine, place)
    assert started(engine) == {("refunds", 4): 1, ("refunds", 5): 1}
    assert "1 day of agents whose runs are stored here stay as they are" in [w.reason for w in report.files[0].warnings]


def test_a_load_counts_no_rolled_up_day_again(engine: Engine, tmp_path: Path) -> None:
    place = log(tmp_path / "log", line("a", "2026-10-04T10:00:00Z"), line("b", "2026-10-04T11:00:00Z"))
    rolled_up(engine, place)
    log(tmp_path / "here", line("z", "2026-10-04T12:00:00Z"), line("y", "2026-10-06T12:00:00Z"))
    load(engine, [tmp_path / "here"], today=TODAY, now=NOW, actor="ana")
    assert started(engine) == {("refunds", 4): 2, ("refunds", 6): 1}


def test_another_place_keeps_the_days_it_brought(engine: Engine, tmp_path: Path) -> None:
    rolled_up(engine, log(tmp_path / "one", line("a", "2026-10-04T10:00:00Z")))
    other = log(tmp_path / "two", line("b", "2026-10-04T10:00:00Z"), line("m", "2026-10-04T10:00:00Z", "mail"))
    rolled_up(engine, other)
    assert started(engine) == {("refunds", 4): 1, ("mail", 4): 1}


def test_quantiles_are_kept_of_months_read_whole_only(engine: Engine, tmp_path: Path) -> None:
    place = tmp_path / "log"
    log(place / "day=2026-10-04", line("a", "2026-10-04T10:00:00Z"))
    log(place / "day=2026-10-20", line("b", "2026-10-20T10:00:00Z", duration_ms=5000))
    rolled_up(engine, place)
    whole = figures(engine)["run_months"]
    assert ("refunds", OCTOBER, "p95_task_latency", 5.0, 2) in whole
    log(place / "day=2026-10-04", line("a", "2026-10-04T10:00:00Z", duration_ms=900))
    report = rolled_up(engine, place, days=frozenset({date(2026, 10, 4)}))
    assert figures(engine)["run_months"] == []
    assert "of 1 month of agents only a part was read" in report.notes[0]
    rolled_up(engine, place)
    assert figures(engine)["run_months"] == whole


def test_calls_by_tool_are_there_without_the_runs(engine: Engine, tmp_path: Path) -> None:
    calls = [{"tool": "pay", "status": "ok"}, {"tool": "pay", "status": "ok"}, {"tool": "look", "status": "error"}]
    rolled_up(engine, log(tmp_path / "log", line("a", "2026-10-24T10:00:00Z", tool_calls=calls, review_outcome="none")))
    evidence = read.agent_evidence(engine, "refunds", date(2026, 11, 1))
    assert evidence is not None
    assert [(row.tool, row.ok, row.error, row.last_ok) for row in evidence.calls] == [
        ("look", 0, 1, None),
        ("pay", 2, 0, date(2026, 10, 24)),
    ]
    assert sum(day.counts[0] for day in evidence.days) == 1


@pytest.mark.both
def test_both_kinds_of_database_keep_a_roll_up_alike(created: str, tmp_path: Path) -> None:
    engine = make_engine(created)
    fill(engine)
    calls = [{"tool": "pay", "status": "ok"}]
    lines = [line(f"r{n}", f"2026-10-0{n % 4 + 1}T10:00:00Z", tool_calls=calls, cost_usd="0.3") for n in range(9)]
    place = log(tmp_path / "log", *lines)
    rolled_up(engine, place)
    log(place, *lines[:6])
    changed, again = rolled_up(engine, place), rolled_up(engine, place)
    assert (changed.total("changed"), changed.total("same"), again.status) == (4, 2, LoadStatus.ALREADY)
    assert started(engine) == {("refunds", day): n for day, n in ((1, 2), (2, 2), (3, 1), (4, 1))}
    engine.dispose()


def test_a_roll_up_is_one_load_with_its_event_and_its_refused_lines(engine: Engine, tmp_path: Path) -> None:
    good = [line(f"r{n}", "2026-10-04T10:00:00Z") for n in range(30)]
    report = rolled_up(engine, log(tmp_path / "log", *good, "{"))
    assert (report.total("new"), report.total("refused")) == (30, 1)
    assert [(each.source, each.line, each.code) for each in report.refusals] == [("runs.jsonl", 31, "not_readable")]
    assert rows(engine, "quarantine") == 1
    with engine.connect() as connection:
        events = METADATA.tables["events"]
        body = json.loads(
            connection.execute(select(events.c.body).order_by(events.c.seq.desc())).scalars().first() or ""
        )
    assert body["roll_up"]["engine"] == "embedded"
    assert body["roll_up"]["days"] == ["2026-10-04", "2026-10-04"]
    assert ledger.verify(engine).whole


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("s3a://bucket/runs", "The embedded engine reads files of this machine: use --engine spark"),
        ("/nowhere/at/all", "There is no run log in /nowhere/at/all"),
    ],
)
def test_a_place_that_cannot_be_read_is_refused_with_the_way_out(engine: Engine, place: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        rolled_up(engine, place)


@pytest.mark.parametrize(
    ("place", "written"),
    [
        ("s3a://key:secret@bucket/runs?token=x", "s3a://bucket/runs"),
        ("hdfs://name:9000/runs", "hdfs://name:9000/runs"),
    ],
)
def test_a_place_is_written_down_without_what_signs_in_there(place: str, written: str) -> None:
    assert places.without_sign_in(place) == written
