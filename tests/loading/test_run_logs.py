"""Run logs of every kind come through one door and are told like other files."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from sqlalchemy import Engine

from agent_scorecard.loading.exporting import export
from agent_scorecard.loading.load import Cancelled, load
from agent_scorecard.loading.report import LoadStatus, Progress
from agent_scorecard.store.content import content_hash, content_rows
from tests.loading.small_company import NOW, TODAY, company, database, loaded, only_file, rows, set_zone

ASKED = {"today": TODAY, "now": NOW, "actor": "ana"}
FIRST = {"agent_id": "refunds", "request_id": "r1", "timestamp": "2026-10-01T10:00:00Z", "duration_ms": 800}
SECOND = {"agent_id": "refunds-v3", "request_id": "r2", "timestamp": "2026-10-02T10:00:00Z", "status": "failed"}
COLUMNS = ("agent_id", "request_id", "timestamp", "duration_ms", "status")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = company(tmp_path)
    yield made
    made.dispose()


def lines(*runs: dict[str, Any]) -> str:
    return "".join(json.dumps(run) + "\n" for run in runs)


def as_csv(*runs: dict[str, Any]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(runs)
    return text.getvalue()


def as_parquet(*runs: dict[str, Any]) -> bytes:
    content = io.BytesIO()
    columns = {name: [run.get(name) for run in runs] for name in COLUMNS}
    columns["duration_ms"] = [None if value is None else float(value) for value in columns["duration_ms"]]
    pq.write_table(pa.table(columns), content)
    return content.getvalue()


def as_workbook(*runs: dict[str, Any]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("runs")
        sheet.write_row(0, 0, COLUMNS)
        for line, run in enumerate(runs, 1):
            sheet.write_row(line, 0, [run.get(name, "") for name in COLUMNS])
    return content.getvalue()


def runs_of(engine: Engine) -> list[tuple[str, ...]]:
    with engine.connect() as connection:
        header, found = content_rows(connection, "runs")
        wanted = [header.index(name) for name in ("agent_id", "request_id", "timestamp", "duration_ms")]
        return [tuple(row[place] for place in wanted) for row in found]


def days_of(engine: Engine) -> list[dict[str, Any]]:
    """The daily figures without the number the agent has in this database."""
    return [{name: value for name, value in row.items() if name != "agent"} for row in rows(engine, "run_days")]


STORED = [("refunds", "r1", "2026-10-01T10:00:00Z", "800"), ("refunds", "r2", "2026-10-02T10:00:00Z", "")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("runs.jsonl", lines(FIRST, SECOND)),
        ("runs.jsonl.gz", gzip.compress(lines(FIRST, SECOND).encode(), mtime=0)),
        ("runs.csv", as_csv(FIRST, SECOND)),
        ("runs-october.parquet", as_parquet(FIRST, SECOND)),
        ("log.xlsx", as_workbook(FIRST, SECOND)),
    ],
    ids=["JSON lines", "gzip", "CSV", "Parquet", "workbook"],
)
def test_the_same_runs_are_stored_from_any_kind_of_file(name: str, content: str | bytes, engine: Engine) -> None:
    first = loaded(engine, {name: content})
    again = loaded(engine, {name: content})
    assert (only_file(first).new, first.refusals, runs_of(engine)) == (2, (), STORED)
    assert (again.status, only_file(again).same) == (LoadStatus.ALREADY, 2)


def test_runs_load_beside_the_agents_they_belong_to(tmp_path: Path) -> None:
    files = {
        "runs.jsonl": lines(FIRST | {"agent_id": "new-v1"}),
        "aliases.csv": "alias,agent\nnew-v1,new\n",
        "agents.csv": "agent,name\nnew,New\n",
    }
    made = database(tmp_path)
    assert loaded(made, files).refusals == ()
    assert [run[0] for run in runs_of(made)] == ["new"]


def test_runs_of_an_unknown_agent_wait_and_join_when_an_alias_names_it(engine: Engine) -> None:
    apart = loaded(engine, {"runs.jsonl": lines(FIRST, FIRST | {"agent_id": "billing-v7"})})
    before = runs_of(engine)
    joined = loaded(engine, {"aliases.csv": "alias,agent\nbilling-v7,billing\n"})
    assert ([warning.code for warning in only_file(apart).warnings], [run[0] for run in before]) == (
        ["unknown"],
        ["refunds"],
    )
    assert [(file.source, file.new) for file in joined.files] == [
        ("aliases.csv", 1),
        ("runs that waited for an alias", 1),
    ]
    assert [run[0] for run in runs_of(engine)] == ["billing", "refunds"]


def test_a_repeated_request_id_replaces_and_the_touched_days_are_counted_again(engine: Engine) -> None:
    loaded(engine, {"runs.jsonl": lines(FIRST, SECOND)})
    report = loaded(
        engine, {"runs.jsonl": lines(FIRST | {"duration_ms": 900}, SECOND | {"timestamp": "2026-10-03T10:00:00Z"})}
    )
    assert (only_file(report).changed, only_file(report).new) == (2, 0)
    assert sum(row["started"] for row in rows(engine, "run_days")) == 2


def test_an_approval_loaded_later_joins_its_run(engine: Engine) -> None:
    loaded(engine, {"runs.jsonl": lines(FIRST)})
    header = "approval,agent,request_id,requested_at,decided_at,approver,verdict\n"
    row = "A1,refunds,r1,2026-10-01T10:00:00Z,2026-10-01T10:05:00Z,ana,rejected\n"
    loaded(engine, {"approvals.csv": header + row})
    assert [(day["reviewed"], day["rejected"]) for day in rows(engine, "run_days")] == [(1, 1)]


def test_several_run_logs_are_told_together_and_a_bad_one_apart(engine: Engine) -> None:
    files = {"runs-1.jsonl": lines(FIRST), "runs-2.jsonl": lines(FIRST, SECOND), "runs-3.jsonl": "[]\n"}
    report = loaded(engine, files)
    assert [(file.source, file.read, file.new, file.duplicate, bool(file.refused_whole)) for file in report.files] == [
        ("runs-3.jsonl", 0, 0, 0, True),
        ("runs-1.jsonl, runs-2.jsonl", 3, 2, 1, False),
    ]


def test_nothing_of_the_runs_is_loaded_when_all_or_nothing_was_asked(engine: Engine) -> None:
    state = content_hash(engine)
    report = loaded(engine, {"runs.jsonl": lines(FIRST) + "7\n"}, all_or_nothing=True)
    assert (report.status, report.total("refused"), content_hash(engine)) == (LoadStatus.REFUSED, 2, state)


def test_a_long_log_tells_its_lines_and_can_be_cancelled_between(engine: Engine) -> None:
    told: list[Progress] = []
    many = lines(*({**FIRST, "request_id": f"r{number}", "error": "x" * 400} for number in range(9000)))

    def enough() -> bool:
        return bool(told) and told[-1].rows > 0

    state = content_hash(engine)
    with pytest.raises(Cancelled):
        loaded(engine, {"runs.jsonl": many}, progress=told.append, cancelled=enough)
    assert (told[-1].source, 0 < told[-1].rows < 9000, content_hash(engine)) == ("runs.jsonl", True, state)


def test_runs_leave_with_an_export_and_come_back_as_they_were(tmp_path: Path) -> None:
    first = company(tmp_path)
    agents = "agent,name,keep_content,mask_keys\nrefunds,Refunds,both,card\n"
    held = [{"tool": "stripe.refund", "status": "blocked", "reason": "needs_human_approval"}]
    carried = {"inputs": {"card": "4242", "order": 7}, "output": "=1+1", "user": "u-17"}
    run = FIRST | carried | {"cost_usd": "0.043", "tool_calls": held}
    waits = FIRST | {"agent_id": "nobody", "user": "u-18"}
    loaded(first, {"agents.csv": agents, "runs.jsonl": lines(run, SECOND, waits)})
    export(first, tmp_path / "out")
    second = database(tmp_path, "second.db")
    report = load(second, [tmp_path / "out"], **ASKED)
    assert (report.refusals, content_hash(second)) == ((), content_hash(first))
    assert days_of(second) == days_of(first)
    assert "4242" not in (tmp_path / "out" / "runs.jsonl").read_text("utf-8")


def test_door_keys_of_a_run_log_without_manifest_are_kept_out(engine: Engine) -> None:
    report = loaded(engine, {"runs.jsonl": lines(FIRST | {"_user": "forged", "_present": ["output"]})})
    assert {warning.column for warning in only_file(report).warnings} == {"_user", "_present"}
    assert rows(engine, "run_users") == []


@pytest.mark.parametrize(("zone", "day"), [("UTC", "2026-03-31"), ("Europe/Berlin", "2026-04-01")])
def test_a_run_counts_in_the_day_of_the_company_zone(zone: str, day: str, engine: Engine) -> None:
    set_zone(engine, zone)
    loaded(engine, {"runs.jsonl": lines(FIRST | {"timestamp": "2026-03-31T22:30:00Z"})})
    assert [date.fromordinal(row["day"]).isoformat() for row in rows(engine, "run_days")] == [day]
