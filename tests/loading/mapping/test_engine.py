"""Source files become records in the shape of our own files."""

import json

import pytest

from agent_scorecard.loading.mapping import MappedRecord, MappedRefusal, mapped, read_mapping


def files(folder, **contents):
    """Write files under names in which two underscores stand for a folder."""
    for name, content in contents.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return [folder]


RUNS = read_mapping("""
[[records]]
file = "runs"
from = "{agent}/runs.json"
each = "[]"

[records.beside.about]
from = "{agent}/about.json"

[records.beside.day]
from = "{agent}/days.json"
each = "days[]"
where = { batch = "batch" }

[records.columns]
timestamp = { path = "@day.at", time = "iso" }
agent_id = "@file.agent"
request_id = { text = "{batch}/{@key}" }
model_version = "@about.model"
cost_usd = "cost"
""")


def test_a_run_takes_its_folder_its_name_and_what_lies_beside_it(tmp_path):
    roots = files(
        tmp_path,
        desk__runs_dot_json={"r1": {"batch": 2, "cost": 0.25}, "r2": {"batch": 3, "cost": None}},
        desk__about_dot_json={"model": "m1"},
        desk__days_dot_json={
            "days": [{"batch": 1, "at": "2026-01-01T00:00:00Z"}, {"batch": 2, "at": "2026-01-02T00:00:00Z"}]
        },
    )
    known = {"agent_id": "desk", "model_version": "m1"}
    assert list(mapped(RUNS, roots)) == [
        MappedRecord(
            "runs",
            "desk/runs.json",
            1,
            known | {"timestamp": "2026-01-02T00:00:00+00:00", "request_id": "2/r1", "cost_usd": "0.25"},
        ),
        MappedRecord("runs", "desk/runs.json", 2, known | {"request_id": "3/r2"}),
    ]


def test_a_broken_neighbour_refuses_the_file_it_belongs_to(tmp_path):
    roots = files(tmp_path, desk__runs_dot_json={"r1": {"batch": 2}}, desk__about_dot_json="{")
    (refusal,) = mapped(RUNS, roots)
    assert isinstance(refusal, MappedRefusal)
    assert (refusal.source, refusal.line) == ("desk/runs.json", 0)
    assert refusal.reason.startswith("about.json, which belongs to it: not JSON")


SEVERAL = read_mapping("""
name = "desk log"
[[records]]
file = "agents"
from = "*.jsonl"
together = []
[records.columns]
agent = "who"
name = "who"

[[records]]
file = "incidents"
from = "*.jsonl"
each = "findings[]"
[records.columns]
incident = { text = "{@whole.id}/{@number}" }
agent = "@whole.who"
summary = "what"
detected_at = { path = "@whole.at", time = "iso" }
""")


def test_one_file_may_fill_several_of_ours_and_alike_records_are_one(tmp_path):
    lines = [
        {"id": 1, "who": "desk", "at": "2026-01-01T00:00:00Z", "findings": [{"what": "slow"}, {"what": "rude"}]},
        {"id": 2, "who": "desk", "at": "2026-01-02T00:00:00Z", "findings": []},
    ]
    roots = files(tmp_path, log_dot_jsonl="\n".join(map(json.dumps, lines)))
    first = {"agent": "desk", "detected_at": "2026-01-01T00:00:00+00:00"}
    assert list(mapped(SEVERAL, roots)) == [
        MappedRecord("incidents", "log.jsonl", 1, first | {"incident": "1/1", "summary": "slow"}),
        MappedRecord("incidents", "log.jsonl", 1, first | {"incident": "1/2", "summary": "rude"}),
        MappedRecord("agents", "log.jsonl", 1, {"agent": "desk", "name": "desk"}),
    ]


def test_a_bad_line_and_a_bad_cell_are_named_and_the_rest_goes_on(tmp_path):
    good = '{"id": 3, "who": "desk", "at": "2026-01-01T00:00:00Z", "findings": [{"what": "slow"}]}'
    bad_time = good.replace("2026-01-01", "2026-02-30")
    roots = files(tmp_path, log_dot_jsonl=f"{{\n{bad_time}\n{good}\n")
    items = list(mapped(SEVERAL, roots))
    refusals = [item for item in items if isinstance(item, MappedRefusal)]
    assert [(item.source, item.line, item.column, item.file) for item in refusals] == [
        ("log.jsonl", 1, "", ""),
        ("log.jsonl", 2, "detected_at", "incidents"),
    ]
    assert refusals[1].reason == "'2026-02-30T00:00:00Z' is not a time of the calendar"
    assert [item.file for item in items if isinstance(item, MappedRecord)] == ["incidents", "agents"]


def test_where_nothing_is_found_the_load_says_so(tmp_path):
    roots = files(tmp_path, other_dot_txt="x")
    assert list(mapped(SEVERAL, roots)) == [
        MappedRefusal(tmp_path.name, 0, "", "the mapping desk log finds no record here")
    ]
    assert list(mapped(SEVERAL, [tmp_path / "nowhere"])) == [
        MappedRefusal("nowhere", 0, "", "the mapping desk log finds no record here")
    ]


SUMMED = read_mapping("""
[[records]]
file = "observations"
from = "*.csv"
except = ["draft*.csv"]
together = ["numerator", "denominator"]
needs = ["numerator"]
[records.columns]
agent = { text = "desk" }
measure = { text = "accuracy" }
period = { path = "day", time = "date", give = "month" }
numerator = { path = "right", unknown = ["-"] }
denominator = "all"
""")


def test_records_of_one_month_are_added_up_and_unknown_ones_left_out(tmp_path):
    roots = files(
        tmp_path,
        a_dot_csv="day,right,all\n2026-01-03,1,4\n2026-01-09,2.5,4\n2026-02-01,-,9\n",
        b_dot_csv="day;right;all\n2026-01-31;3;4\n2026-03-01;0;0\n",
        draft1_dot_csv="day,right,all\n2026-01-03,100,400\n",
    )
    known = {"agent": "desk", "measure": "accuracy"}
    assert list(mapped(SUMMED, roots)) == [
        MappedRecord(
            "observations", "a.csv", 1, known | {"period": "2026-01", "numerator": "6.5", "denominator": "12"}
        ),
        MappedRecord("observations", "b.csv", 2, known | {"period": "2026-03", "numerator": "0", "denominator": "0"}),
    ]


def test_what_is_no_number_is_not_added_up(tmp_path):
    roots = files(tmp_path, a_dot_csv="day,right,all\n2026-01-03,few,4\n")
    assert list(mapped(SUMMED, roots)) == [
        MappedRefusal("a.csv", 1, "numerator", "'few' is not a number to be summed", "observations")
    ]


CALLS = read_mapping("""
[[records]]
file = "runs"
from = "*.yaml"
time_stated = true
[records.columns]
timestamp = { text = "2026-01-01T00:00:00Z" }
agent_id = { text = "desk" }
request_id = "id"
duration_ms = "took"
infra_failure = "broken"
[records.tool_calls]
each = "calls[]"
tool = "name"
""")


@pytest.mark.parametrize(
    ("calls", "cells"),
    [
        ("calls: [{name: look}]", {"tool_calls": [{"tool": "look"}]}),
        ("calls: []", {"tool_calls": []}),
        ("calls: ~", {}),
    ],
    ids=["one call", "none made", "not recorded"],
)
def test_a_run_with_a_stated_time_says_so(tmp_path, calls, cells):
    roots = files(tmp_path, a_dot_yaml=f"id: 007\ntook: 12\nbroken: no\n{calls}\n")
    assert list(mapped(CALLS, roots)) == [
        MappedRecord(
            "runs",
            "a.yaml",
            1,
            {
                "timestamp": "2026-01-01T00:00:00Z",
                "agent_id": "desk",
                "request_id": "007",
                "duration_ms": 12,
                "infra_failure": False,
                "time_stated": True,
                **cells,
            },
        )
    ]


def test_a_file_given_by_itself_is_read_like_one_in_its_folder(tmp_path):
    files(tmp_path, a_dot_yaml="id: 1\n", b_dot_yaml="id: 2\n")
    assert [item.cells["request_id"] for item in mapped(CALLS, [tmp_path / "b.yaml"])] == ["2"]


def test_the_same_files_give_the_same_records_twice(tmp_path):
    roots = files(tmp_path, a_dot_yaml="id: 1\n", b_dot_yaml="id: 2\n")
    assert list(mapped(CALLS, roots)) == list(mapped(CALLS, roots))
