"""The performance table is measured, never invented, and its log is what a load accepts."""

import json

import pytest

from agent_scorecard.bench import Goal, Row, main, run_bench
from agent_scorecard.bench.measure import Cost, NotMeasured, command
from agent_scorecard.bench.records import BAD_ONE_IN, records
from agent_scorecard.bench.report import line
from agent_scorecard.bench.run import MEASURED


def test_the_log_is_the_same_every_time_and_one_line_in_a_thousand_is_bad():
    first = list(records(2000, 5))
    assert first == list(records(2000, 5))
    assert [record["cost_usd"] for record in first].count("-1") == 2000 // BAD_ONE_IN
    assert len({record["request_id"] for record in first}) == 2000


def test_a_line_is_about_as_long_as_the_goals_say():
    lines = [len(json.dumps(record)) + 1 for record in records(1000, 50)]
    assert 500 <= sum(lines) / len(lines) <= 540


@pytest.mark.slow
def test_a_small_bench_measures_what_needs_no_other_tool(tmp_path, capsys):
    target = tmp_path / "bench.json"
    main(2000, 5, (5, 12, 17), target)
    written = json.loads(target.read_text())
    assert [row["goal"]["number"] for row in written["rows"]] == [5, 12, 17]
    assert all(row["not_measured"] is None and row["ratio"] > 0 for row in written["rows"])
    assert written["rows"][0]["note"] == "0 rows changed"
    assert "2,000 runs, 5 agents" in capsys.readouterr().out


def test_a_missing_peer_is_said_and_not_invented(monkeypatch):
    monkeypatch.setenv("PATH", "")
    row = run_bench(50, 2, (4,)).rows[0]
    assert (row.ratio, row.reached, row.not_measured) == (None, None, "the sqlite3 command is not installed")
    assert "not measured: the sqlite3 command is not installed" in line(row)


@pytest.mark.parametrize(
    ("words", "reason"),
    [(["/bin/sh", "-c", "echo lost >&2; exit 3"], "lost"), (["/bin/sh", "-c", "sleep 30"], "took longer than 0 s")],
    ids=["it fails", "it takes too long"],
)
def test_a_command_that_fails_is_not_measured(words, reason):
    with pytest.raises(NotMeasured, match=reason):
        command(words, seconds=0.4)


@pytest.mark.parametrize(
    ("ratio", "rss", "memory", "reached"),
    [(0.5, 10, 0.05, True), (0.51, 10, 0.05, False), (0.5, 11, 0.05, False), (0.5, 10, 0.06, False)],
)
def test_a_goal_is_reached_on_time_and_memory(ratio, rss, memory, reached):
    goal = Goal(1, "work", "peer", 0.5, most_memory=0.05, most_bytes=10)
    row = Row(goal, Cost(1.0, rss), Cost(2.0, 200), ratio, memory)
    assert row.reached is reached


def test_a_goal_with_an_error_is_missed_however_quick_it_was():
    goal = Goal(18, "work", "limit", 1.0)
    rows = [Row(goal, Cost(1.0, 10), None, 0.1, errors=errors) for errors in (0, 1)]
    assert [row.reached for row in rows] == [True, False]


def test_every_goal_of_loading_judging_and_showing_can_be_measured():
    assert sorted({goal.number for goal, _ in MEASURED}) == [*range(1, 19)]
    assert len({goal.work for goal, _ in MEASURED if goal.number > 4}) == len(MEASURED) - 4


def test_a_page_of_many_agents_may_take_a_little_longer():
    rows = [row for agents in (1000, 1001) for row in run_bench(50, agents, (9,), seconds=0.01).rows]
    assert [(row.goal.most, row.not_measured) for row in rows] == [
        (most, "took longer than 0 s") for most in (2, 2, 3, 3)
    ]
