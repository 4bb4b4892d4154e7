"""Templates are made from the contract and load as they are."""

import csv
import io
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from agent_scorecard.loading.contract import contract
from agent_scorecard.loading.templates import note, template_csv, template_workbook
from tests.loading.small_company import database, loaded

FILES = [name for name in contract() if name != "runs"]


def header(file: str) -> list[str]:
    return [column.name for column in contract()[file].columns]


@pytest.mark.parametrize("file", list(contract()))
def test_a_csv_template_is_the_header_of_its_file(file: str) -> None:
    assert list(csv.reader(io.StringIO(template_csv(file)))) == [header(file)]


def test_the_workbook_has_a_sheet_with_header_for_each_file() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(template_workbook()))
    sheets = {name: book.get_sheet_by_name(name).to_python()[0] for name in book.sheet_names}
    assert sheets == {file: header(file) for file in contract()}


@pytest.mark.parametrize("file", FILES)
def test_an_empty_template_changes_nothing_and_says_so(file: str, tmp_path: Path) -> None:
    report = loaded(database(tmp_path), {f"{file}.csv": template_csv(file)})
    assert (report.refusals, report.total("read"), [w.reason for w in report.files[0].warnings]) == (
        (),
        0,
        ["0 rows: the file has a header only, nothing changes"],
    )


def test_a_note_says_what_must_be_filled_and_how() -> None:
    column = contract()["agents"].column("status_since")
    assert column is not None
    assert note(column).splitlines()[0] == "may stay empty"
    assert "YYYY-MM-DD" in note(column)
