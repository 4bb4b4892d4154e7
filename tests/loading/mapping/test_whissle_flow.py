"""Two ways to read the same test conversations, each with the figures that were counted independently."""

import pytest

from tests.loading.expected_figures import by, conversation_figures, findings
from tests.loading.mapping.samples import cells, expected, records

SAMPLE = "whissle_flow"
WAYS = [("whissle_flow", "case_files"), ("whissle_flow_sessions", "session_files")]
SKIPPED = {
    "turns": "a run keeps no number of turns",
    "other_json": "summaries repeat what the conversations say",
    "jsonl_lines": "event logs repeat what the sessions say",
    "jsonl_events": "event logs repeat what the sessions say",
}


def suites(mapping: str, file: str) -> dict[str, list]:
    groups = {}
    for record in records(mapping, SAMPLE):
        if record.file == file:
            groups.setdefault(record.source.rpartition("/")[0], []).append(record.cells)
    return groups


@pytest.mark.parametrize(("mapping", "files"), WAYS, ids=["latest attempts", "every attempt"])
def test_each_suite_adds_up(mapping, files):
    incidents = suites(mapping, "incidents")
    assert {
        suite: conversation_figures(runs) | {"findings": findings(incidents.get(suite, []))}
        for suite, runs in suites(mapping, "runs").items()
    } == {
        suite: {key: value for key, value in wanted.items() if key not in SKIPPED}
        for suite, wanted in expected(SAMPLE)[files].items()
    }


def test_a_hundred_throw_away_ids_are_three_agents():
    aliases = cells("whissle_flow_sessions", "aliases", SAMPLE)
    assert len({row["alias"] for row in aliases}) == expected(SAMPLE)["distinct_agent_ids"] == 103
    assert {row["agent"] for row in aliases} == {"car_rental", "customer_support", "dental_receptionist"}
    assert [row["agent"] for row in cells("whissle_flow_sessions", "agents", SAMPLE)] == sorted(
        {row["agent"] for row in aliases}
    )


def test_the_same_attempt_has_the_same_id_whichever_way_it_is_read():
    latest = {run["request_id"] for run in cells("whissle_flow", "runs", SAMPLE)}
    every = [run["request_id"] for run in cells("whissle_flow_sessions", "runs", SAMPLE)]
    assert latest <= set(every)
    assert len(set(every)) == len(every)


@pytest.mark.parametrize(("mapping", "files"), WAYS, ids=["latest attempts", "every attempt"])
def test_a_conversation_that_never_ran_failed_and_one_that_was_capped_was_stopped(mapping, files):
    ways = {
        run["status"]: {"not_judged"} & {run.get("result", "not_judged")}
        for run in cells(mapping, "runs", SAMPLE)
        if run.get("status") == "failed"
    }
    stopped = [run for run in cells(mapping, "runs", SAMPLE) if run.get("status") == "stopped"]
    assert ways == {"failed": {"not_judged"}}
    assert len(stopped) == {"case_files": 1, "session_files": 2}[files]


def test_every_incident_names_a_run():
    for mapping, _ in WAYS:
        ran = {run["request_id"] for run in cells(mapping, "runs", SAMPLE)}
        assert {row["affected_runs"] for row in cells(mapping, "incidents", SAMPLE)} <= ran


def test_the_flow_in_use_is_known_for_before_and_after():
    before_and_after = by(cells("whissle_flow", "runs", SAMPLE), lambda run: str(run["prompt_version"]))
    assert {name: len(runs) for name, runs in before_and_after.items()} == {"flow_sim": 33, "flow_sim_baseline": 12}
