"""Each work of the performance table does what its name says, on the smallest company and log."""

import csv
import json

import pytest

from agent_scorecard.bench import records, run_bench
from agent_scorecard.bench.works import company, frames, logs, peers
from agent_scorecard.bench.works.timing import CPU, timed

AGENTS, MONTHS, MEASURES, RUNS = 6, 6, 20, 600


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def judged(place):
    """The database of a company; its files lie beside it."""
    database = str(place / "company.db")
    assert company.build(database, str(place / "files"), str(AGENTS), str(MONTHS))["refused"] == 0
    return database


@pytest.fixture(scope="module")
def working(place, judged):
    with (place / "files" / "observations.csv").open(encoding="utf-8", newline="") as file:
        return len({row["agent"] for row in csv.DictReader(file)})


@pytest.fixture(scope="module")
def rolled(place):
    """The database of a run log, rolled up."""
    database, log = str(place / "runs.db"), place / "runs.jsonl"
    records.write(log, RUNS, AGENTS)
    logs.prepare(database, str(AGENTS))
    assert logs.load(database, str(log), "yes")["new"] == RUNS
    return database


def test_every_agent_is_judged_and_written(judged, place):
    assert company.judge(judged)["agents"] == AGENTS
    company.cards(judged, str(place / "cards.json"))
    cards = json.loads((place / "cards.json").read_text(encoding="utf-8"))
    assert [len(card["measures"]) > 0 for card in cards] == [True] * AGENTS


def test_agents_are_looked_at_one_by_one(judged, working):
    assert company.one_card(judged)["cards"] == len(company.watched(judged)) - 1 <= working


def test_both_peers_score_every_measure_of_every_agent_that_works(judged, working, place):
    company.workbook(str(place / "files"), str(place / "company.xlsx"))
    verdicts = [frames.score_frames(judged), frames.score_workbook(str(place / "company.xlsx"))]
    assert [said["verdicts"] for said in verdicts] == [working * MEASURES] * 2


def test_the_same_observations_take_less_room_under_whole_number_keys(judged, place):
    narrow, text = frames.narrow_layout(judged), frames.default_layout(judged, str(place / "text.db"))
    assert 0 < narrow["bytes"] < text["bytes"] / 2


def test_the_roll_up_is_done_whole_and_in_part(rolled):
    assert CPU in logs.roll_up(rolled)
    assert logs.roll_up_touched(rolled, "4")["touched"] == 4


def test_the_peer_finds_three_percentiles_of_cost_and_of_latency_in_each_group(rolled):
    said = peers.rolled_up_frame(rolled)
    assert 0 < said["groups"] <= AGENTS * MONTHS * 4
    assert said["groups"] <= said["percentiles"] <= said["groups"] * 6


def test_only_the_work_itself_is_timed():
    sum(range(1_000_000))
    with timed() as nothing:
        pass
    with timed() as something:
        sum(range(1_000_000))
    assert 0 <= nothing[CPU] < something[CPU]


@pytest.mark.slow
def test_pages_are_run_in_a_server_of_their_own():
    rows = run_bench(50, 3, (9,)).rows
    assert [row.not_measured for row in rows] == [None, None]
    assert all(row.ours.cpu > 0 and row.ours.said["bytes"] > row.theirs.said["bytes"] > 0 for row in rows)
