"""What nobody here wrote, loaded through the product, gives back the figures that were counted independently."""

from collections import Counter, defaultdict
from datetime import timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from agent_scorecard.loading.report import LoadStatus
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import revision
from tests.loading import expected_figures as count
from tests.loading.expected_figures import by, request_part
from tests.loading.mapping.samples import expected
from tests.real.conftest import Loaded, load_sample
from tests.real.samples import SAMPLE_OF, wanted
from tests.real.stored import Stored, to_the_millisecond

ROUNDED = Decimal("0.000001")
NOTED = 0.15
SMALL = ("tau_bench_airline_gpt4o", "tau2_results_whissle", "whissle_flow", "whissle_medagent")
COMPARED_BESIDE = ("cost_sum", "score", "cost_per_instance")
ZONES = {
    "airline / whissle": timezone(timedelta(hours=-7)),
    "retail / gpt-4.1-2025-04-14": timezone(timedelta(hours=9)),
}


@pytest.mark.parametrize("mapping", SAMPLE_OF)
def test_every_record_is_taken_and_each_report_adds_up(loaded: Loaded, mapping: str) -> None:
    report = loaded(mapping, SAMPLE_OF[mapping]).report
    assert report.status is LoadStatus.LOADED
    assert report.refusals == ()
    assert [(file.file, file.new) for file in report.files] == [(file.file, file.read) for file in report.files]


def test_what_was_read_through_a_mapping_is_known_again_by_the_bytes_it_was_read_from(loaded: Loaded) -> None:
    prints = [{file.fingerprint for file in loaded(name, SAMPLE_OF[name]).report.files} for name in SMALL]
    assert [len(of_one) for of_one in prints] == [1] * len(SMALL)
    assert len(set.union(*prints)) == len(SMALL)


@pytest.mark.slow
@pytest.mark.parametrize("mapping", SAMPLE_OF)
def test_the_second_time_changes_nothing_and_says_so(loaded: Loaded, mapping: str) -> None:
    stored = loaded(mapping, SAMPLE_OF[mapping])
    before = content_hash(stored.engine), revision(stored.engine)
    again = load_sample(stored, SAMPLE_OF[mapping], mapping)
    assert again.status is LoadStatus.ALREADY
    assert [(file.file, file.same) for file in again.files] == [(file.file, file.read) for file in again.files]
    assert (content_hash(stored.engine), revision(stored.engine)) == before


def test_forty_thousand_runs_of_thirty_five_agents(loaded: Loaded) -> None:
    stored, figures = loaded("openhands_index"), expected("openhands_index")
    total = count.figures(stored.runs())
    agents = {row["agent"]: (row["name"], row["version"]) for row in stored.rows("agents")}
    assert agents == {
        name: (f"{found['agent_name']} with {found['model']}", found["version"])
        for name, found in figures["detail"].items()
    }
    assert (len(agents), total.runs, total.success, total.cost_null) == (
        figures["agents"],
        *(figures["totals"][key] for key in ("runs", "resolved", "cost_null")),
    )
    assert abs(total.cost_sum - Decimal(str(figures["totals"]["cost_sum"]))) <= ROUNDED * total.runs
    assert {run["stated"] for run in stored.runs()} == {1}


def benchmarks() -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (agent, benchmark): wanted("openhands_index", found)
        for agent, detail in expected("openhands_index")["detail"].items()
        for benchmark, found in detail["benchmarks"].items()
    }


def by_benchmark(stored: Stored) -> dict[tuple[str, str], list[dict[str, Any]]]:
    groups = defaultdict[tuple[str, str], list[dict[str, Any]]](list)
    for run in stored.runs():
        groups[run["agent_id"], run["case_class"]].append(run)
    return dict(groups)


def test_each_benchmark_of_each_coding_agent(loaded: Loaded) -> None:
    runs = by_benchmark(loaded("openhands_index"))
    assert {key: count.benchmark_figures(group) for key, group in runs.items()} == {
        key: {name: value for name, value in want.items() if name not in COMPARED_BESIDE}
        | {"submission_time": [to_the_millisecond(want["submission_time"])]}
        for key, want in benchmarks().items()
    }
    sums = {key: (count.figures(runs[key]), Decimal(str(want["cost_sum"]))) for key, want in benchmarks().items()}
    assert {key: pair for key, pair in sums.items() if abs(pair[0].cost_sum - pair[1]) > ROUNDED * pair[0].runs} == {}


def test_published_scores_and_costs_stand_beside_the_runs(loaded: Loaded) -> None:
    rows = loaded("openhands_index").rows("observations")
    assert {(row["agent"], row["cohort"], row["measure"]): (Decimal(row["value"]), row["period"]) for row in rows} == {
        (agent, f"class:{benchmark}", measure): (Decimal(str(value)), want["submission_time"][:7])
        for (agent, benchmark), want in benchmarks().items()
        for measure, value in (
            ("accuracy", Decimal(str(want["score"])) / 100),
            ("cost_per_task", want["cost_per_instance"]),
        )
    }
    assert len(rows) == 2 * sum(detail["score_rows"] for detail in expected("openhands_index")["detail"].values())


def test_published_score_and_recount_differ_where_they_should(loaded: Loaded) -> None:
    """Published scores are rounded to a tenth; differences under 0.15 points are not counted as such."""
    stored = loaded("openhands_index")
    scores = {
        (row["agent"], row["cohort"].removeprefix("class:")): float(100 * Decimal(row["value"]))
        for row in stored.rows("observations")
        if row["measure"] == "accuracy"
    }
    recount = {key: 100 * count.figures(runs).success / len(runs) for key, runs in by_benchmark(stored).items()}
    assert {(*key, score) for key, score in scores.items() if abs(recount[key] - score) >= NOTED} == {
        (agent, benchmark, score)
        for agent, benchmark, score, *_ in expected("openhands_index")["published_score_differs_from_instances"]
    }


def test_conversations_without_times_ids_or_costs(loaded: Loaded) -> None:
    sample = "tau_bench_airline_gpt4o"
    runs = by(loaded(sample).runs(), lambda run: str(run["agent_id"]))
    assert {agent: count.trial_figures(group) for agent, group in runs.items()} == {
        agent: wanted(sample, want) for agent, want in expected(sample)["agents"].items()
    }
    assert {(run["status"], run["cost"], run["stated"]) for group in runs.values() for run in group} == {
        ("completed", None, 1)
    }


def test_conversations_with_local_times_of_two_zones(loaded: Loaded) -> None:
    sample = "tau2_results_whissle"
    figures = expected(sample)
    runs = by(loaded(sample).runs(), lambda run: str(run["agent_id"]))
    assert {agent: count.simulation_figures(group, ZONES[agent]) for agent, group in runs.items()} == {
        agent: wanted(sample, want) | {"first_start": to_the_millisecond(want["first_start"])}
        for agent, want in figures["agents"].items()
    }
    for agent, group in runs.items():
        total = count.figures(group)
        assert total.not_judged == figures["agents"][agent]["reward_null"]
        assert abs(total.duration_ms - 1000 * figures["agents"][agent]["duration_s"]) <= 0.5 * total.runs
    ids = Counter(run["request_id"] for group in runs.values() for run in group)
    assert len(ids) == figures["total_runs"]
    assert {name: times for name, times in ids.items() if times > 1} == figures["duplicate_simulation_ids"]


@pytest.mark.parametrize(
    ("mapping", "files"), [("whissle_flow", "case_files"), ("whissle_flow_sessions", "session_files")]
)
def test_voice_conversations_before_and_after_a_change(loaded: Loaded, mapping: str, files: str) -> None:
    stored = loaded(mapping, "whissle_flow")
    incidents = by(stored.rows("incidents"), lambda row: f"{row['incident'].split('/')[0]}/{row['agent']}")
    runs = by(stored.runs(), lambda run: f"{run['prompt_version']}/{run['agent_id']}")
    assert {
        suite: count.conversation_figures(group) | {"findings": count.findings(incidents.get(suite, []))}
        for suite, group in runs.items()
    } == {suite: wanted("whissle_flow", want) for suite, want in expected("whissle_flow")[files].items()}


def test_a_hundred_throw_away_ids_are_three_agents(loaded: Loaded) -> None:
    stored = loaded("whissle_flow_sessions", "whissle_flow")
    aliases = by(stored.rows("aliases"), lambda row: row["agent"])
    assert {row["agent"] for row in stored.rows("agents")} == set(aliases) == {run["agent_id"] for run in stored.runs()}
    assert sum(map(len, aliases.values())) == expected("whissle_flow")["distinct_agent_ids"]
    assert stored.sql("SELECT * FROM unregistered_runs") == []


def test_sweeps_of_one_agent_over_several_models(loaded: Loaded) -> None:
    sample = "whissle_medagent"
    stored = loaded(sample)
    incidents = by(stored.rows("incidents"), lambda row: row["incident"].split("/")[0])
    observed = by(stored.rows("observations"), lambda row: row["source"].split("sweep ")[1].split(":")[0])
    sweeps = by(stored.runs(), lambda run: request_part(run, 0))
    assert {
        sweep: count.sweep_figures(group)
        | written(observed[sweep])
        | {"findings": count.findings(incidents.get(sweep, []))}
        for sweep, group in sweeps.items()
    } == {
        sweep: wanted(sample, want) | {"generated_at": to_the_millisecond(want["generated_at"])}
        for sweep, want in expected(sample)["sweeps"].items()
    }
    assert len(stored.rows("agents")) == expected(sample)["distinct_agent_ids"]


def written(observations: list[dict[str, str]]) -> dict[str, int]:
    rows = {row["measure"]: row for row in observations}
    return {
        "verified_writes": int(rows["outputs_completed"]["value"]),
        "emitted_not_said": int(rows["policy_exceptions"]["numerator"]),
    }


@pytest.mark.parametrize("mapping", SAMPLE_OF)
def test_a_cost_nobody_gave_stays_unknown_and_has_no_currency(loaded: Loaded, mapping: str) -> None:
    runs = loaded(mapping, SAMPLE_OF[mapping]).runs()
    assert {run["currency"] for run in runs if run["cost"] is None} <= {""}
    assert {run["currency"] for run in runs if run["cost"] is not None} <= {"USD"}
