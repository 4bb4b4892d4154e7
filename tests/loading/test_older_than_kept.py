"""A log that holds purged runs is loaded again: the load says how many stay out, and nothing comes back."""

import json

import pytest

from agent_scorecard.loading.report import LoadStatus
from agent_scorecard.recording.purging import PurgeAsked, purge_runs
from agent_scorecard.store.content import content_hash
from tests.loading.small_company import NOW, TODAY, company, loaded, only_file, rows

AGENTS = "agent,name,retention_days\nnew,New,30\n"


def log(*days):
    records = ({"agent_id": "new", "request_id": f"r-{day}", "timestamp": f"{day}T10:00:00Z"} for day in days)
    return "".join(f"{json.dumps(each)}\n" for each in records)


OLD = log("2026-06-01", "2026-07-01", "2026-10-01")


@pytest.fixture
def engine(tmp_path):
    made = company(tmp_path)
    loaded(made, {"agents.csv": AGENTS, "runs.jsonl": OLD})
    purge_runs(made, PurgeAsked(agent="new", as_of=TODAY), by="ana", at=NOW)
    yield made
    made.dispose()


def requests(engine):
    return [row["request"] for row in rows(engine, "runs")]


def test_the_same_file_again_changes_nothing_and_says_why(engine):
    before = content_hash(engine)
    report = loaded(engine, {"runs.jsonl": OLD})
    file = only_file(report)
    assert (report.status, file.read, file.new, file.same, file.refused) == (LoadStatus.ALREADY, 3, 0, 3, 0)
    (warning,) = file.warnings
    assert (warning.code, warning.reason) == (
        "older_than_kept",
        "2 runs of new older than kept (1 Sep 2026): they were purged, and stay out",
    )
    assert (content_hash(engine), requests(engine)) == (before, ["r-2026-10-01"])


def test_new_runs_of_a_file_come_in_beside_old_ones_that_stay_out(engine):
    report = loaded(engine, {"runs.jsonl": OLD + log("2026-08-31", "2026-09-01")})
    file = only_file(report)
    assert (file.new, file.same, file.refused) == (1, 4, 0)
    assert requests(engine) == ["r-2026-09-01", "r-2026-10-01"]


def test_a_run_that_waited_for_its_alias_stays_out_too(engine):
    loaded(engine, {"runs.jsonl": log("2026-06-02").replace('"new"', '"new-v2"')})
    loaded(engine, {"aliases.csv": "alias,agent\nnew-v2,new\n"})
    assert (requests(engine), rows(engine, "unregistered_runs")) == (["r-2026-10-01"], [])


def test_what_arrives_while_a_log_is_gathered_is_left_out_by_the_purge_that_came_between(tmp_path):
    made = company(tmp_path)
    loaded(made, {"agents.csv": AGENTS, "runs.jsonl": OLD})
    between = iter([lambda: purge_runs(made, PurgeAsked(agent="new", as_of=TODAY), by="ana", at=NOW)])

    def progress(step):
        if step.step == "publish":
            next(between, lambda: None)()

    report = loaded(made, {"runs.jsonl": log("2026-06-03", "2026-10-02")}, progress=progress)
    assert (only_file(report).new, requests(made)) == (1, ["r-2026-10-01", "r-2026-10-02"])
    made.dispose()
