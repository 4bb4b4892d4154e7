"""Four sweeps of two agents over several models give the figures that were counted independently."""

from collections import Counter

from tests.loading.expected_figures import by, findings, request_part, sweep_figures
from tests.loading.mapping.samples import cells, expected

SAMPLE = "whissle_medagent"
SKIPPED = {"rounds_sum": "a run keeps no number of rounds"}


def test_each_sweep_adds_up():
    runs = by(cells(SAMPLE, "runs"), lambda run: request_part(run, 0))
    incidents = by(cells(SAMPLE, "incidents"), lambda row: str(row["incident"]).split("/")[0])
    observed = by(cells(SAMPLE, "observations"), lambda row: str(row["source"]).split("sweep ")[1].split(":")[0])
    assert {
        sweep: sweep_figures(group) | writes(observed[sweep]) | {"findings": findings(incidents.get(sweep, []))}
        for sweep, group in runs.items()
    } == {
        sweep: {key: value for key, value in wanted.items() if key not in SKIPPED}
        for sweep, wanted in expected(SAMPLE)["sweeps"].items()
    }


def writes(observations):
    found = {row["measure"]: row for row in observations}
    return {
        "verified_writes": int(found["outputs_completed"]["value"]),
        "emitted_not_said": int(found["policy_exceptions"]["numerator"]),
    }


def test_times_are_stated_because_only_the_summary_has_one():
    assert {run.get("time_stated") for run in cells(SAMPLE, "runs")} == {True}


def test_one_agent_under_three_models_is_one_agent():
    models = by(cells(SAMPLE, "runs"), lambda run: str(run["agent_id"]))
    assert len(cells(SAMPLE, "agents")) == len(models) == expected(SAMPLE)["distinct_agent_ids"]
    assert sorted(len({run["model_version"] for run in runs}) for runs in models.values()) == [1, 3]


def test_an_invalid_action_is_a_failed_run_with_its_reason():
    failed = [run for run in cells(SAMPLE, "runs") if run["status"] == "failed"]
    assert Counter((run["error"], run["result"]) for run in failed) == {("agent_invalid_action", "failure"): 11}
