"""Seven agent cards nobody here wrote become seven agents, two of them under one name, each with its skills."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from agent_scorecard.loading.load import load
from agent_scorecard.loading.report import LoadReport, LoadStatus
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import open_database
from agent_scorecard.store.read_agents import TABLES
from tests.loading.mapping.samples import expected, folder
from tests.real.conftest import LOADED_ON, NOW

SAMPLE = "a2a_agent_cards"


def cards() -> list[Path]:
    return sorted(folder(SAMPLE).glob("samples__*.json"))


def loaded(engine: Engine, files: list[Path]) -> LoadReport:
    return load(engine, files, today=LOADED_ON, now=NOW, actor="a manager")


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(f"sqlite:///{tmp_path / 'board.db'}", create_missing=True)


def test_the_cards_give_back_what_was_counted_independently(engine: Engine) -> None:
    figures, names, skills = expected(SAMPLE), {}, {}
    for path in cards():
        report = loaded(engine, [path])
        assert report.refusals == ()
        names[path.name] = json.loads(path.read_text("utf-8"))["name"]
        skills[path.name] = sum(file.new for file in report.files if file.file == "actions")
    with engine.connect() as connection:
        agents = connection.execute(TABLES["agents"].select()).all()
        actions = connection.execute(TABLES["actions"].select()).all()
    assert (len(agents), names, skills) == (figures["count"], figures["names"], figures["skills"])
    assert sorted(row.name for row in agents) == sorted(figures["names"].values())
    assert len({row.agent for row in agents}) == figures["count"]
    assert {(row.status, row.risk_tier) for row in agents} == {("idea", None)}
    assert {(row.mode, row.access) for row in actions} == {("in", None)}


def test_in_one_load_or_seven_and_in_any_order_the_board_is_the_same(engine: Engine, tmp_path: Path) -> None:
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}", create_missing=True)
    loaded(engine, cards())
    for path in reversed(cards()):
        loaded(other, [path])
    assert content_hash(engine) == content_hash(other)


def test_the_second_time_nothing_changes(engine: Engine) -> None:
    loaded(engine, cards())
    before = content_hash(engine)
    assert loaded(engine, cards()).status is LoadStatus.ALREADY
    assert content_hash(engine) == before
