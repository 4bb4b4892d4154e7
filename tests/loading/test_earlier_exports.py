"""An export stays loadable for ever: it is held to what its own format holds, and to nothing that came later."""

import csv
import json
import shutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from agent_scorecard.loading.exporting import FORMAT, HELD_FROM, export, fingerprint
from agent_scorecard.loading.load import load
from agent_scorecard.loading.refusal import Refused
from agent_scorecard.loading.report import LoadReport
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.store import ledger
from agent_scorecard.store.content import RECORDED_TABLES
from tests.loading.small_company import NOW, TODAY, database, rows

EARLIER = Path(__file__).parents[1] / "data" / "export_of_format_1"
"""Two decisions, promises, two incidents and an outcome, exported by the last version that wrote the first format."""
LATER = timedelta(days=40)
RECORDED = sorted(path.relative_to(EARLIER).as_posix() for path in (EARLIER / "recorded").iterdir())


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """A copy of the earlier export, to be changed by a test."""
    return Path(shutil.copytree(EARLIER, tmp_path / "earlier"))


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return database(tmp_path)


def taken(engine: Engine, folder: Path) -> LoadReport:
    return load(engine, [folder], today=TODAY + LATER, now=NOW + LATER, actor="ana")


def refused(report: LoadReport) -> list[str]:
    return [file.refused_whole for file in report.files if file.refused_whole]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def told_of(row: Mapping[str, str], like: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row under the columns another one has."""
    return {name: row[name] for name in like}


def write_manifest(folder: Path, **changes: Any) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | changes), "utf-8")


def test_an_earlier_export_is_taken_over_with_its_ledger(engine: Engine) -> None:
    report = taken(engine, EARLIER)
    assert (report.refusals, refused(report), disagreements(engine)) == ((), [], ())
    last = json.loads((EARLIER / "ledger.jsonl").read_text("utf-8").splitlines()[-1])
    head = ledger.head(engine)
    assert head is not None
    assert (head.count, head.hash) == (last["seq"] + 1, last["hash"])
    assert [row["rca_fixes"] for row in rows(engine, "incidents")] == ["A key per ticket", None]


def test_everything_an_earlier_export_held_goes_out_again(engine: Engine, tmp_path: Path) -> None:
    taken(engine, EARLIER)
    export(engine, tmp_path / "again")
    for path in EARLIER.rglob("*.csv"):
        held, again = table(path), table(tmp_path / "again" / path.relative_to(EARLIER))
        assert [told_of(row, like) for row, like in zip(again, held, strict=True)] == held, path.name
    for name in ("ledger.jsonl", "runs.jsonl"):
        assert fingerprint(tmp_path / "again" / name) == fingerprint(EARLIER / name)


@pytest.mark.parametrize("name", ["ledger.jsonl", *RECORDED])
def test_an_earlier_export_changed_afterwards_is_not_taken_over(name: str, earlier: Path, engine: Engine) -> None:
    with (earlier / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert refused(taken(engine, earlier)) == [f"{name} was changed after the export: it is not taken over"]
    assert ledger.head(engine) is None


@pytest.mark.parametrize("name", ["ledger.jsonl", "recorded/decisions.csv"])
def test_an_earlier_export_with_a_file_taken_away_is_not_taken_over(name: str, earlier: Path, engine: Engine) -> None:
    (earlier / name).unlink()
    assert refused(taken(engine, earlier)) == ["a file of the export is missing"]
    assert ledger.head(engine) is None


def test_an_earlier_export_is_not_taken_for_one_of_this_format(earlier: Path, engine: Engine) -> None:
    write_manifest(earlier, format=FORMAT)
    (sentence,) = refused(taken(engine, earlier))
    assert "was changed after the export" in sentence


@pytest.mark.parametrize("format_", [FORMAT + 1, 0, None, "1"])
def test_an_export_of_a_format_to_come_is_left_to_the_version_that_wrote_it(
    format_: object, earlier: Path, engine: Engine
) -> None:
    write_manifest(earlier, format=format_)
    with pytest.raises(Refused, match="written by a newer version of agent-scorecard: load it with that version"):
        taken(engine, earlier)


def test_every_recorded_table_says_from_which_format_on_it_is_held() -> None:
    first = {Path(name).stem for name in RECORDED}
    assert first | HELD_FROM.keys() == RECORDED_TABLES.keys() - {"ledger"}
    assert not first & HELD_FROM.keys()
    assert max(HELD_FROM.values()) == FORMAT
