"""Four sweeps of two agents over several models give the figures that were counted independently."""

from collections import Counter

from tests.loading.expected_figures import by, figures, findings, request_part
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


def sweep_figures(runs):
    total = figures(runs)
    ((agent, model, at, stated),) = {
        (run["agent_id"], run["model_version"], run["timestamp"], run["time_stated"]) for run in runs
    }
    assert stated is True
    return {
        "agent_id": agent,
        "model": model,
        "generated_at": at,
        "runs": total.runs,
        "infra_fail": total.infra_fail,
        "scored": total.runs - total.infra_fail,
        "correct": total.success,
        "success_rate": total.success / total.runs,
        "published_rate_pct": 100 * total.success / total.runs,
        "status": dict(Counter(run.get("error", run["status"]) for run in runs)),
        "duration_ms_sum": total.duration_ms,
    }


def writes(observations):
    found = {row["measure"]: row for row in observations}
    return {
        "verified_writes": int(found["outputs_completed"]["value"]),
        "emitted_not_said": int(found["policy_exceptions"]["numerator"]),
    }


def test_one_agent_under_three_models_is_one_agent():
    models = by(cells(SAMPLE, "runs"), lambda run: str(run["agent_id"]))
    assert len(cells(SAMPLE, "agents")) == len(models) == expected(SAMPLE)["distinct_agent_ids"]
    assert sorted(len({run["model_version"] for run in runs}) for runs in models.values()) == [1, 3]


def test_an_invalid_action_is_a_failed_run_with_its_reason():
    failed = [run for run in cells(SAMPLE, "runs") if run["status"] == "failed"]
    assert Counter((run["error"], run["result"]) for run in failed) == {("agent_invalid_action", "failure"): 11}
