"""What goes out comes back: an export loaded into a new database tells the same, ledger included."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from agent_scorecard.loading.exporting import NotEmpty, export
from agent_scorecard.loading.guard import guarded, unguarded
from agent_scorecard.loading.load import load
from agent_scorecard.loading.report import LoadStatus
from agent_scorecard.store import ledger
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import writer
from tests.loading.small_company import NOW, TODAY, company, database, loaded, rows, set_zone

DATA = Path(__file__).parents[1] / "data"
ASKED = {"today": TODAY, "now": NOW, "actor": "ana"}
LATER = {"today": TODAY + timedelta(days=40), "now": NOW + timedelta(days=40), "actor": "ben"}


def record(engine: Engine, *whats: str) -> None:
    with writer(engine).begin() as connection:
        for what in whats:
            body = {"reason": "=1+1", "day": TODAY}
            ledger.append(
                connection, what, actor="ana", subject="refunds", body=body, at=NOW, verified=False, mode="local"
            )


@pytest.fixture
def exported(tmp_path: Path) -> tuple[Engine, Path]:
    """The example company with a ledger, exported."""
    engine = database(tmp_path, "first.db")
    set_zone(engine, "Europe/Berlin")
    load(engine, [DATA / "example_company"], **ASKED)
    loaded(engine, {"tasks.csv": 'task,team\n\'quoted,=1+1\nplain,"-5"\n'})
    record(engine, "decision", "follow-up")
    export(engine, tmp_path / "out")
    return engine, tmp_path / "out"


def test_an_export_loaded_into_a_new_database_tells_the_same(exported: tuple[Engine, Path], tmp_path: Path) -> None:
    engine, folder = exported
    second = database(tmp_path, "second.db")
    report = load(second, [folder], **LATER)
    assert (report.refusals, content_hash(second)) == ((), content_hash(engine))
    assert ledger.head(second) == ledger.head(engine)
    again = load(second, [folder], **LATER)
    assert (again.total("read"), content_hash(second)) == (again.total("same"), content_hash(engine))


def test_an_export_of_an_export_is_the_same_files(exported: tuple[Engine, Path], tmp_path: Path) -> None:
    _, folder = exported
    second = database(tmp_path, "second.db")
    load(second, [folder], **LATER)
    export(second, tmp_path / "again")
    names = sorted(path.relative_to(folder) for path in folder.rglob("*.*"))
    assert [(tmp_path / "again" / name).read_bytes() for name in names] == [
        (folder / name).read_bytes() for name in names
    ]


def test_an_agent_keeps_the_day_it_was_first_loaded(exported: tuple[Engine, Path], tmp_path: Path) -> None:
    _, folder = exported
    second, apart = database(tmp_path, "second.db"), database(tmp_path, "apart.db")
    load(second, [folder], **LATER)
    report = load(apart, [folder / "agents.csv", folder / "people.csv"], **LATER)
    assert {row["first_loaded"] for row in rows(second, "agents")} == {TODAY}
    assert {row["first_loaded"] for row in rows(apart, "agents")} == {LATER["today"]}
    said = [(warning.column, warning.reason) for file in report.files for warning in file.warnings]
    assert [reason for column, reason in said if column == "_first_loaded"] == ["unknown column, kept out"]


def test_a_later_load_of_an_export_moves_no_first_day(exported: tuple[Engine, Path], tmp_path: Path) -> None:
    engine, folder = exported
    cells = (folder / "agents.csv").read_text("utf-8").replace(TODAY.isoformat(), "2020-01-01")
    (folder / "agents.csv").write_text(cells, "utf-8")
    assert load(engine, [folder], **LATER).total("changed") == 0
    assert {row["first_loaded"] for row in rows(engine, "agents")} == {TODAY}


def test_formulas_leave_with_a_mark_and_come_back_without(exported: tuple[Engine, Path], tmp_path: Path) -> None:
    _, folder = exported
    second = database(tmp_path, "second.db")
    load(second, [folder], **LATER)
    assert "''quoted,'=1+1," in (folder / "tasks.csv").read_text("utf-8")
    assert {(row["task"], row["team"]) for row in rows(second, "tasks")} >= {("'quoted", "=1+1"), ("plain", "-5")}


@given(st.text(max_size=30))
def test_a_guarded_text_comes_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).lstrip(" ").startswith(("=", "@", "\t", "＝"))


def test_the_ledger_stays_out_of_a_database_with_records_of_its_own(
    exported: tuple[Engine, Path], tmp_path: Path
) -> None:
    _, folder = exported
    other = company(tmp_path / "other") if (tmp_path / "other").mkdir() is None else None
    assert other is not None
    record(other, "decision")
    before = ledger.head(other)
    report = load(other, [folder], **LATER)
    assert [(file.source, bool(file.refused_whole)) for file in report.files if file.refused_whole] == [
        ("ledger.jsonl", True)
    ]
    assert (report.status, ledger.head(other)) == (LoadStatus.LOADED, before)


@pytest.mark.parametrize("name", ["ledger.jsonl", "recorded/decisions.csv"])
def test_records_changed_after_the_export_are_not_taken_over(
    name: str, exported: tuple[Engine, Path], tmp_path: Path
) -> None:
    _, folder = exported
    path = folder / name
    path.write_text(path.read_text("utf-8").replace("decision", "decisiom") + "\n", encoding="utf-8")
    second = database(tmp_path, "second.db")
    report = load(second, [folder], **LATER)
    (refused,) = [file.refused_whole for file in report.files if file.refused_whole]
    assert refused == f"{name} was changed after the export: it is not taken over"
    assert ledger.head(second) is None


def test_a_chain_that_does_not_verify_is_not_taken_over(exported: tuple[Engine, Path], tmp_path: Path) -> None:
    _, folder = exported
    lines = (folder / "ledger.jsonl").read_text("utf-8").splitlines()
    (folder / "ledger.jsonl").write_text("\n".join([lines[0], *lines[2:]]) + "\n", encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    from agent_scorecard.loading.exporting import fingerprint

    manifest["files"]["ledger.jsonl"]["sha256"] = fingerprint(folder / "ledger.jsonl")
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    report = load(database(tmp_path, "second.db"), [folder], **LATER)
    assert [file.refused_whole for file in report.files if file.refused_whole] == [
        "Entry 1 is missing: entry 2 follows entry 0."
    ]


def test_an_export_is_written_into_an_empty_folder_only(exported: tuple[Engine, Path]) -> None:
    engine, folder = exported
    with pytest.raises(NotEmpty, match="not empty"):
        export(engine, folder)


def test_an_export_is_noted_in_the_events(tmp_path: Path) -> None:
    engine = company(tmp_path)
    export(engine, tmp_path / "out", actor="ana", at=NOW)
    assert [(row["what"], row["actor"]) for row in rows(engine, "events")][-1] == ("export", "ana")
