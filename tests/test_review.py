"""The review on the command line: the board's own figures, equal to those anybody works out from the export."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from agent_scorecard.cli import app
from agent_scorecard.loading.exporting import export
from agent_scorecard.store.database import open_database
from tests.boards.test_json_shapes import documented, paths
from tests.recomputed import Exported, Seen
from tests.sample import sample_copy

SAMPLE_DAY = date(2026, 10, 30)
CHECKS: dict[str, Callable[[Seen, str], bool]] = {
    "visibility": Seen.is_visible,
    "approval_rules": Seen.is_ruled,
    "spending_limits": Seen.is_limited,
    "accountability": Seen.is_accounted_for,
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Exported]:
    """What the command says of the third quarter of the sample, and the export of the same database."""
    folder = tmp_path_factory.mktemp("review")
    url = sample_copy(folder)
    printed = CliRunner().invoke(app, ["--db", url, "review", "2026-Q3", "--json"])
    assert printed.exit_code == 0, printed.output
    engine = open_database(url)
    export(engine, folder / "out", actor="ana", at=datetime(2026, 11, 2, 9, tzinfo=UTC))
    engine.dispose()
    return json.loads(printed.stdout), Exported(folder / "out")


@pytest.mark.parametrize("figure", CHECKS)
def test_a_control_figure_is_the_one_worked_out_from_the_export(told, figure: str) -> None:
    shape, files = told
    now, before = Seen(files, "2026-Q3", SAMPLE_DAY), Seen(files, "2026-Q2", date(2026, 6, 30))
    (row,) = [row for row in shape["control"] if row["figure"] == figure]
    missing = [agent for agent in now.counted() if not CHECKS[figure](now, agent)]
    assert sorted(gap["agent"] for gap in row["missing"]) == missing
    assert (row["there"], row["of"]) == (len(now.counted()) - len(missing), len(now.counted()))
    there = sum(CHECKS[figure](before, agent) for agent in before.counted())
    assert row["before"] == {"there": there, "of": len(before.counted())}


def test_the_spend_is_the_one_worked_out_from_the_export(told) -> None:
    shape, files = told
    seen = Seen(files, "2026-Q3", SAMPLE_DAY)
    assert shape["spend"]["agents"]
    for row in shape["spend"]["agents"]:
        agent = row["agent"]
        total, before = seen.spent(agent, "2026-Q3"), seen.spent(agent, "2026-Q2")
        charged = seen.spent(agent, "2026-Q3", people=False)
        expected = [None if amount is None else pytest.approx(float(amount)) for amount in (total, before, charged)]
        assert [row["total"], row["before"], row["charged"]] == expected, agent
        assert row["outcomes"] == (seen.outcomes(agent) or None), agent
        if total and row["outcomes"]:
            assert row["per_outcome"] == pytest.approx(float(total) / row["outcomes"])
    everything = [seen.spent(agent, "2026-Q3") or 0 for agent in files.agents]
    assert sum(row["total"] for row in shape["spend"]["totals"]) == pytest.approx(float(sum(everything)))


def test_the_cost_beside_the_value_and_in_the_inventory_is_that_spend(told) -> None:
    shape, _ = told
    spent = {row["agent"]: row["total"] for row in shape["spend"]["agents"]}
    assert {row["agent"]: row["cost"] for row in shape["values"]}.items() <= spent.items()
    assert {row["agent"]: row["cost"] for row in shape["inventory"] if row["cost"] is not None}.items() <= spent.items()


def test_what_is_printed_is_documented(told) -> None:
    known = documented("review")
    lists = {path.rpartition("[]")[0] for path in known if "[]" in path}
    assert {path for path in paths(told[0]) if path not in known | lists} == set()


@pytest.mark.parametrize(
    ("quarter", "sentence"),
    [("2027-Q1", "2027-Q1 has not begun."), ("2026-10", "2026-10 is not a quarter: write one as 2026-Q3.")],
)
def test_a_quarter_that_is_none_ends_with_2(tmp_path: Path, quarter: str, sentence: str) -> None:
    answer = CliRunner().invoke(app, ["--db", sample_copy(tmp_path), "review", quarter])
    assert (answer.exit_code, answer.stderr.strip()) == (2, sentence)


def test_a_review_is_printed_for_people(tmp_path: Path) -> None:
    answer = CliRunner(env={"COLUMNS": "140"}).invoke(app, ["--db", sample_copy(tmp_path), "review"])
    assert answer.exit_code == 0
    titles = ("Control", "Exceptions", "Value, risk, adoption, cost", "Ladder", "Proposals", "Spend", "Outcome")
    assert [title for title in titles if title not in answer.stdout] == []
    assert answer.stdout.startswith("Third quarter 2026 · 2026-10-30")


def test_an_empty_company_has_a_review(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    open_database(url, create_missing=True).dispose()
    answer = CliRunner().invoke(app, ["--db", url, "review", "2026-Q3", "--as-of", "2026-10-30"])
    assert (answer.exit_code, "No agent was live in the quarter." in answer.stdout) == (0, True)
