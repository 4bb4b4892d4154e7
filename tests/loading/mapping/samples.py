"""The real samples beside the repository, and what the shipped mappings make of them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from agent_scorecard.loading.mapping import SHIPPED, MappedRecord, MappedRefusal, mapped, read_mapping

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "data"


def folder(name: str) -> Path:
    path = SAMPLES / name
    if not path.is_dir():
        pytest.skip(f"the sample {name} is not in ../shared/data")
    return path


def expected(name: str) -> dict[str, Any]:
    """Read the figures counted independently; `_rules` says how they were counted and is none."""
    figures = json.loads((folder(name) / "expected.json").read_text("utf-8"))
    return {key: value for key, value in figures.items() if key != "_rules"}


@cache
def records(mapping: str, sample: str) -> tuple[MappedRecord, ...]:
    """Read a sample through a shipped mapping; not one record of it may be refused."""
    items = list(mapped(read_mapping(SHIPPED[mapping]), [folder(sample)]))
    assert [item for item in items if isinstance(item, MappedRefusal)] == []
    return tuple(item for item in items if isinstance(item, MappedRecord))


def cells(mapping: str, file: str, sample: str = "") -> list[Any]:
    return [record.cells for record in records(mapping, sample or mapping) if record.file == file]
