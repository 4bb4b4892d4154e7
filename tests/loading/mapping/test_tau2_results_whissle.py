"""Conversations with local times of two zones give the figures that were counted independently."""

import json
from datetime import datetime, timedelta, timezone

from tests.loading.expected_figures import by, figures, simulation_figures
from tests.loading.mapping.samples import cells, expected, folder

SAMPLE = "tau2_results_whissle"
ZONES = {
    "airline / whissle": timezone(timedelta(hours=-7)),
    "retail / gpt-4.1-2025-04-14": timezone(timedelta(hours=9)),
}
SKIPPED = {
    "last_end": "a run has a start and a duration; the source's end differs from their sum by up to 3 ms",
    "files": "how many tasks a file lists and when it was written are no figures of an agent",
    "messages": "messages are never stored",
    "tool_calls_user": "only the agent's calls are its own",
    "user_cost_sum": "the cost of the simulated customer is not the agent's",
    "reward_sum": "a reward is kept as right or wrong",
    "reward_null": "a reward is kept as right or wrong; an unknown one would be not judged",
    "duration_s": "compared below, within half a millisecond per run",
}


def test_both_agents_add_up():
    wanted = expected(SAMPLE)["agents"]
    runs = by(cells(SAMPLE, "runs"), lambda run: str(run["agent_id"]))
    assert {row["agent"] for row in cells(SAMPLE, "agents")} == set(runs) == set(wanted)
    for agent, group in runs.items():
        total = figures(group)
        assert simulation_figures(group, ZONES[agent]) == {
            key: value for key, value in wanted[agent].items() if key not in SKIPPED
        }
        assert total.not_judged == wanted[agent]["reward_null"]
        assert abs(total.duration_ms - 1000 * wanted[agent]["duration_s"]) <= 0.5 * total.runs


def test_the_stated_zones_are_those_of_the_time_stamps_inside_the_files():
    """The model that plays the customer stamps its answers in seconds since 1970; the first comes within a minute."""
    for name in ("airline_run1.json", "hd_retail_n5.json"):
        conversations = json.loads((folder(SAMPLE) / name).read_text("utf-8"))["simulations"]
        starts = {run["request_id"]: datetime.fromisoformat(run["timestamp"]) for run in cells(SAMPLE, "runs")}
        waits = [first_stamp(talk) - starts[talk["id"]].timestamp() for talk in conversations]
        assert all(-1 <= wait < 60 for wait in waits)


def first_stamp(talk):
    return next(said["raw_data"]["created"] for said in talk["messages"] if said["role"] == "user" and said["raw_data"])


def test_ids_are_the_sources_own_and_all_different():
    ids = [run["request_id"] for run in cells(SAMPLE, "runs")]
    assert len(set(ids)) == len(ids) == expected(SAMPLE)["total_runs"]
    assert expected(SAMPLE)["duplicate_simulation_ids"] == {}
