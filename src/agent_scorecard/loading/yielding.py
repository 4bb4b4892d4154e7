"""Rows that strangers wrote about an agent give way: to what is on file, and to what the company's own files say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from agent_scorecard.loading.checks.draft import Origin
from agent_scorecard.loading.reading import Row

Rows = list[tuple[Origin, Row]]


def giving_way(
    rows: Rows, yields: Sequence[Mapping[str, str]], stored: Mapping[str, object]
) -> tuple[Rows, list[tuple[str, object]]]:
    """Return the rows of one key without what gives way, and each value that differs from the one on file.

    `yields` holds, for each reading, its columns that give way and the column of the row that decides it.
    """
    if not any(yields[origin.reading] for origin, _ in rows):
        return rows, []
    own = [row.values for origin, row in rows if not yields[origin.reading]]
    said = {column for values in own for column, value in values.items() if value is not None}
    left, kept = [], []
    for origin, row in rows:
        gone = {c for c, decides in yields[origin.reading].items() if c in said or _is_filled(stored.get(decides))}
        kept += [(c, row.values[c]) for c in sorted(gone & row.values.keys()) if _differs(row.values[c], stored.get(c))]
        left.append((origin, Row(row.line, {c: value for c, value in row.values.items() if c not in gone})))
    return left, kept


def _is_filled(value: object) -> bool:
    return value not in (None, "", ())


def _differs(said: object, on_file: object) -> bool:
    return _is_filled(said) and _is_filled(on_file) and said != on_file
