"""Two hundred real conversations without times or ids give the figures that were counted independently."""

from collections import Counter

from tests.loading.expected_figures import figures, trial_figures
from tests.loading.mapping.samples import cells, expected

SAMPLE = "tau_bench_airline_gpt4o"
AGENT = "gpt-4o / airline"
SKIPPED = {
    "messages_by_role": "messages are never stored",
    "user_cost_sum": "the cost of the simulated customer is not the agent's",
    "user_cost_null": "the cost of the simulated customer is not the agent's",
}


def test_runs_hand_offs_and_tool_calls_add_up():
    wanted = expected(SAMPLE)["agents"][AGENT]
    runs = cells(SAMPLE, "runs")
    assert {row["agent"] for row in cells(SAMPLE, "agents")} == {AGENT} == {run["agent_id"] for run in runs}
    assert trial_figures(runs) == {key: value for key, value in wanted.items() if key not in SKIPPED}


def test_a_hand_off_is_no_failure_and_a_missing_cost_is_not_nothing():
    total = figures(cells(SAMPLE, "runs"))
    assert total.failure == 116
    assert total.status == {"completed": 200}
    assert (total.cost_null, total.cost_sum) == (200, 0)


def test_the_one_time_is_stated():
    assert {(run["timestamp"], run["time_stated"]) for run in cells(SAMPLE, "runs")} == {
        ("2024-05-15T15:00:00-05:00", True)
    }


def test_every_call_was_answered():
    calls = [call for run in cells(SAMPLE, "runs") for call in run["tool_calls"]]
    assert Counter(call["status"] for call in calls) == {"ok": 1164 - 73, "error": 73}
