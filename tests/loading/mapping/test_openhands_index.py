"""Forty thousand real runs of thirty-five coding agents give the figures that were counted independently."""

from collections import Counter
from decimal import Decimal

from tests.loading.expected_figures import benchmark_figures, figures, request_part
from tests.loading.mapping.samples import cells, expected

SAMPLE = "openhands_index"
ROUNDED = Decimal("0.000001")
NOTED = 0.15


def counted() -> dict[tuple[str, str], list]:
    groups = {}
    for run in cells(SAMPLE, "runs"):
        groups.setdefault((run["agent_id"], request_part(run, 0)), []).append(run)
    return groups


def benchmarks() -> dict[tuple[str, str], dict[str, object]]:
    return {
        (agent, benchmark): found
        for agent, detail in expected(SAMPLE)["detail"].items()
        for benchmark, found in detail["benchmarks"].items()
    }


def test_every_agent_is_there_also_the_one_without_runs():
    agents = {row["agent"]: row for row in cells(SAMPLE, "agents")}
    ran = {run["agent_id"] for run in cells(SAMPLE, "runs")}
    detail = expected(SAMPLE)["detail"]
    assert len(agents) == expected(SAMPLE)["agents"]
    assert set(agents) - ran == {"Minimax-2.7"}
    assert {name: (row["name"], row["version"]) for name, row in agents.items()} == {
        name: (f"{found['agent_name']} with {found['model']}", found["version"]) for name, found in detail.items()
    }


def test_runs_results_and_costs_add_up():
    total = figures(cells(SAMPLE, "runs"))
    wanted = expected(SAMPLE)["totals"]
    assert (total.runs, total.success, total.cost_null) == (wanted["runs"], wanted["resolved"], wanted["cost_null"])
    assert abs(total.cost_sum - Decimal(str(wanted["cost_sum"]))) <= ROUNDED * total.runs


def test_each_benchmark_of_each_agent_adds_up():
    assert {key: benchmark_figures(runs) for key, runs in counted().items()} == {
        key: {
            **{name: want[name] for name in ("runs", "resolved", "resolved_null", "rate_pct", "cost_null")},
            "submission_time": [want["submission_time"]],
        }
        for key, want in benchmarks().items()
    }


def test_the_cost_of_each_benchmark_is_right_to_the_nano_unit():
    totals = {key: figures(runs) for key, runs in counted().items()}
    wrong = {
        key: total.cost_sum
        for key, total in totals.items()
        if abs(total.cost_sum - Decimal(str(benchmarks()[key]["cost_sum"]))) > ROUNDED * total.runs
    }
    assert wrong == {}


def test_times_are_stated_because_the_source_dates_only_the_benchmark():
    assert {run.get("time_stated") for run in cells(SAMPLE, "runs")} == {True}


def test_published_scores_and_costs_stand_beside_the_runs():
    published = {(row["agent"], row["cohort"], row["measure"]): row for row in cells(SAMPLE, "observations")}
    assert len(published) == len(cells(SAMPLE, "observations")) == 2 * len(benchmarks())
    assert {key: (row["value"], row["period"]) for key, row in published.items()} == {
        (agent, f"class:{benchmark}", measure): (value, want["submission_time"][:7])
        for (agent, benchmark), want in benchmarks().items()
        for measure, value in (("accuracy", f"{want['score']} %"), ("cost_per_task", str(want["cost_per_instance"])))
    }


def test_recount_and_publication_differ_where_they_should():
    """Published scores are rounded to a tenth; differences under 0.15 points are not counted as such."""
    recount = {key: 100 * figures(runs).success / len(runs) for key, runs in counted().items()}
    published = {
        (row["agent"], row["cohort"].removeprefix("class:")): float(row["value"].removesuffix(" %"))
        for row in cells(SAMPLE, "observations")
        if row["measure"] == "accuracy"
    }
    assert {(*key, score) for key, score in published.items() if abs(recount[key] - score) >= NOTED} == {
        (agent, benchmark, score)
        for agent, benchmark, score, *_ in expected(SAMPLE)["published_score_differs_from_instances"]
    }


SKIPPED = {"average_runtime": "the catalogue has no mean run time; a benchmark's mean is no quantile of runs"}


def test_no_figure_is_left_out_without_a_reason():
    named = {"runs", "resolved", "resolved_null", "rate_pct", "cost_null", "cost_sum", "score", "cost_per_instance"}
    keys = Counter(key for want in benchmarks().values() for key in want)
    assert set(keys) == named | {"submission_time"} | set(SKIPPED)
