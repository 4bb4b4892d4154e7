"""Whatever a source holds, a mapping answers with records and refusals, and never invents a value."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_scorecard.loading.contract import contract
from agent_scorecard.loading.mapping import MappedRecord, mapped, read_mapping

PLAN = read_mapping("""
[[records]]
file = "runs"
from = "source.json"
each = "runs[]"
[records.columns]
timestamp = { path = "at", time = "epoch_ms" }
agent_id = "who"
request_id = { text = "{@key}/{id}" }
result = { path = "right", words = { true = "success", false = "failure" } }
review_outcome = { path = "said[role=agent].tools[].name", words = { hand_off = "escalated" } }
duration_ms = { path = "took", scale = 1000, whole = true }
sources_count = "said(count)"
inputs = "args(json)"
cost_usd = { path = ["cost", "price"], unknown = ["0"] }
[records.tool_calls]
each = "said[role=agent].tools[]"
tool = "name"
id = "id"
answers = "said[role=tool]"
answer_id = "id"
status = { path = "text", begins = { Error = "error" }, otherwise = "ok" }

[[records]]
file = "incidents"
from = "source.json"
each = "runs[]"
together = []
[records.columns]
incident = "id"
affected_runs = "said[].id"
summary = { path = "args", cut = 5 }
""")
NAMES = ["runs", "at", "who", "id", "right", "said", "role", "tools", "name", "took", "args", "cost", "price", "text"]
TEXTS = st.sampled_from(["", "agent", "tool", "hand_off", "true", "1.50", "Error: no", '{"a": 1}', "|", "é"]) | st.text(
    max_size=5
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=25,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("source")


@given(runs=st.lists(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=8), max_size=3), value=VALUES)
def test_no_source_breaks_a_mapping_and_no_cell_is_empty(folder, runs, value):
    for content in ({"runs": runs}, {"runs": dict(enumerate(runs))}, value):
        (folder / "source.json").write_text(json.dumps(content), "utf-8", errors="replace")
        for item in mapped(PLAN, [folder]):
            if isinstance(item, MappedRecord):
                known = {column.name for column in contract()[item.file].columns} | {"time_stated"}
                assert set(item.cells) <= known
                assert not [name for name, cell in item.cells.items() if cell in (None, "")]
            else:
                assert item.reason
