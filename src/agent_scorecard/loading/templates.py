"""Empty files to fill in, made from the contract: one workbook with every file as a sheet, or one CSV header."""

from __future__ import annotations

import csv
import io

import xlsxwriter

from agent_scorecard.loading.contract import ColumnContract, ColumnType, Required, contract

WRITTEN_AS = {
    ColumnType.DATE: "YYYY-MM-DD",
    ColumnType.DATETIME: "YYYY-MM-DDTHH:MM:SSZ",
    ColumnType.BOOL: "yes or no",
    ColumnType.INT: "whole number",
    ColumnType.DECIMAL: "number such as 1234.5",
    ColumnType.MONEY: "amount such as 1234.50",
    ColumnType.LIST: "separated by |",
}
NEEDED = (Required.KEY, Required.YES)
SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDTH = 18


def template_csv(file: str) -> str:
    """Return the header of one file as CSV. Raises KeyError for a file the contract does not know."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(column.name for column in contract()[file].columns)
    return text.getvalue()


def template_workbook() -> bytes:
    """Return a workbook: a sheet for each file with its header and a note on each column, cells kept as text."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, SAFE) as book:
        text = book.add_format({"num_format": "@"})
        needed = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
        optional = book.add_format({"num_format": "@", "bottom": 1})
        for file in contract().values():
            sheet = book.add_worksheet(file.name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(file.columns) - 1, WIDTH, text)
            for place, column in enumerate(file.columns):
                sheet.write_string(0, place, column.name, needed if column.required in NEEDED else optional)
                sheet.write_comment(0, place, note(column), {"x_scale": 2, "y_scale": 2})
    return content.getvalue()


def note(column: ColumnContract) -> str:
    """Return what somebody who fills the column needs to know, a line for each thing."""
    is_key = column.required is Required.KEY
    must = "must be filled" if column.required in NEEDED else "may stay empty"
    when = f", must be filled when {column.when}" if column.when else ""
    lines = [
        f"{must}{when}" + (" (part of the key)" if is_key else ""),
        column.meaning,
        WRITTEN_AS.get(column.type, ""),
        f"allowed: {column.allowed}" if column.allowed else "",
        f"when empty: {column.default}" if column.default else "",
    ]
    return "\n".join(line for line in lines if line)
