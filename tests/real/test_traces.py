"""Traces and prices nobody here wrote, loaded through the ordinary door, give back the figures counted elsewhere."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from agent_scorecard.loading.load import load
from agent_scorecard.loading.report import LoadStatus
from agent_scorecard.loading.traces import langfuse
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import open_database
from tests.loading.mapping.samples import expected, folder
from tests.real.conftest import LOADED_ON, NOW
from tests.real.stored import NANO, Stored

MICRO = Decimal("0.000001")
MILLISECOND = 1_000_000
THE_TRACE_ITSELF = 1
NOT_KEPT = {
    "traces_any_agent": {"status": "only what failed is kept of a status; no span of the sample failed"},
    "traces_langfuse": {
        "by_type": "what used neither tokens nor money is left out; tools are compared with the calls of the run",
        "scores": "a judge's figure is no verdict of right or wrong",
    },
}
Sample = Callable[[str], Stored]
ASKED: dict[str, Any] = {"today": LOADED_ON, "now": NOW, "actor": "a manager"}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    known: dict[str, Stored] = {}

    def of(sample: str) -> Stored:
        files = sorted(path for path in folder(sample).glob("*.json") if path.name != "expected.json")
        if sample not in known:
            path = tmp_path_factory.mktemp(sample) / "board.db"
            known[sample] = Stored(path, open_database(f"sqlite:///{path}", create_missing=True))
            known[sample].report = load(known[sample].engine, files, **ASKED)
        return known[sample]

    yield of
    for stored in known.values():
        stored.engine.dispose()


def traces(stored: Stored) -> dict[str, list[dict[str, Any]]]:
    """What is kept of each trace, span by span."""
    return {row["trace"]: json.loads(row["spans"]) for row in stored.sql("SELECT trace, spans FROM traces")}


def waiting(stored: Stored) -> dict[str, dict[str, Any]]:
    """The runs, which wait for somebody to register their agents."""
    return {row["request"]: json.loads(row["record"]) for row in stored.sql("SELECT * FROM unregistered_runs")}


def total(spans: list[dict[str, Any]], name: str) -> Any:
    return sum(span.get(name, 0) for span in spans if span["part"] == "model")


def cost(spans: list[dict[str, Any]]) -> Decimal:
    return sum((Decimal(span["cost"]) for span in spans if span.get("cost")), Decimal())


def rounded(amount: Decimal) -> float:
    return float(amount.quantize(MICRO))


@pytest.mark.parametrize("sample", NOT_KEPT)
def test_every_trace_is_one_run_and_the_second_time_nothing_changes(loaded: Sample, sample: str) -> None:
    stored = loaded(sample)
    files = expected(sample)["files"]
    runs = next(file for file in stored.report.files if file.file == "runs")
    assert (stored.report.refusals, runs.new, len(traces(stored))) == ((), len(files), len(files))
    before = content_hash(stored.engine)
    again = load(stored.engine, sorted(folder(sample) / name for name in files), **ASKED)
    assert (again.status, content_hash(stored.engine)) == (LoadStatus.ALREADY, before)


def test_runs_of_four_frameworks_told_as_spans(loaded: Sample) -> None:
    stored = loaded("traces_any_agent")
    kept = {_first(spans): (trace, spans) for trace, spans in traces(stored).items()}
    records = waiting(stored)
    for name, want in expected("traces_any_agent")["files"].items():
        trace, spans = kept[want["start_ns"]]
        beside = (*NOT_KEPT["traces_any_agent"], "cost_llm_spans", "trace_ids")
        assert spans_figures(spans) == {key: value for key, value in want.items() if key not in beside}
        assert rounded(cost(spans)) == want["cost_llm_spans"]
        run = records[trace]
        calls = Counter(call["tool"] for call in run["tool_calls"])
        assert (run["agent_id"], run["model_version"], dict(calls)) == ("any_agent", *want["models"], want["tools"]), (
            name
        )
        assert rounded(Decimal(run["cost_usd"])) == want["cost_llm_spans"]
        assert (run["input_tokens"], run["output_tokens"]) == (want["input_tokens"], want["output_tokens"])
        assert run["duration_ms"] == (want["end_ns"] - want["start_ns"]) // MILLISECOND
        assert run["timestamp"] == _time(want["start_ns"])


def _first(spans: list[dict[str, Any]]) -> int:
    return min(span["start"] for span in spans)


def _time(nanoseconds: int) -> str:
    at = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=nanoseconds // MILLISECOND)
    return at.isoformat().replace("+00:00", "Z")


def spans_figures(spans: list[dict[str, Any]]) -> dict[str, Any]:
    """Count what is kept as the sample's own figures do."""
    words = {"agent": "invoke_agent", "model": "call_llm", "tool": "execute_tool"}
    return {
        "spans": len(spans),
        "by_operation": dict(Counter(words[span["part"]] for span in spans)),
        "tools": dict(Counter(span["tool"] for span in spans if span.get("tool"))),
        "models": dict(Counter(span["asked_model"] for span in spans if span.get("asked_model"))),
        "input_tokens": total(spans, "input"),
        "output_tokens": total(spans, "output"),
        "start_ns": _first(spans),
        "end_ns": max(span["end"] for span in spans),
        "agent_names": dict(Counter(span["agent"] for span in spans if span.get("agent"))),
    }


def test_runs_of_ten_frameworks_told_as_langfuse_traces(loaded: Sample) -> None:
    stored = loaded("traces_langfuse")
    kept, records = traces(stored), waiting(stored)
    for name, want in expected("traces_langfuse")["files"].items():
        spans, run = kept[want["trace"]], records[want["trace"]]
        assert rounded(cost(spans)) == rounded(Decimal(run["cost_usd"])) == want["cost"], name
        assert (run["input_tokens"], run["output_tokens"]) == (want["input"], want["output"])
        assert datetime.fromisoformat(run["timestamp"]) == datetime.fromisoformat(want["timestamp"])
        assert run["duration_ms"] == round(want["latency"] * 1000)
        assert len(run.get("tool_calls", [])) == want["by_type"].get("TOOL", 0)
        assert ("error" in run) is ("ERROR" in want["level"])
        with (folder("traces_langfuse") / name).open("rb") as stream:
            assert len(list(langfuse.spans(stream))) == want["observations"] + THE_TRACE_ITSELF


def test_the_prices_of_a_list_as_published(loaded: Sample) -> None:
    stored, figures = loaded("pricing_openlit"), expected("pricing_openlit")
    report = stored.report
    others = sum(count for section, count in figures["sections"].items() if section != "chat")
    assert [(file.file, file.new) for file in report.files] == [("prices", figures["sections"]["chat"])]
    assert [each.reason for each in report.files[0].warnings] == [
        f"{others} prices of embeddings, images and audio, left out: runs say no tokens of them"
    ]
    rows = {row["model"]: row for row in stored.sql("SELECT * FROM prices")}
    columns = {
        "promptPrice": "input_price",
        "completionPrice": "output_price",
        "cacheReadPrice": "cache_read_price",
        "cacheCreationPrice": "cache_write_price",
    }
    for model, want in figures["sample"].items():
        found = {key: rows[model][column] for key, column in columns.items() if rows[model][column] is not None}
        assert {key: Decimal(price) / NANO / 1000 for key, price in found.items()} == {
            key: Decimal(str(price)) for key, price in want.items()
        }


def test_a_registered_agent_gets_its_runs(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'board.db'}", create_missing=True)
    files = sorted(folder("traces_any_agent") / name for name in expected("traces_any_agent")["files"])
    (tmp_path / "agents.csv").write_text("agent,name\nany_agent,Any agent\n", "utf-8")
    load(engine, [*files, tmp_path / "agents.csv"], **ASKED)
    stored = Stored(tmp_path / "board.db", engine)
    costs = [rounded(Decimal(run["cost_usd"])) for run in stored.runs()]
    assert sorted(costs) == sorted(want["cost_llm_spans"] for want in expected("traces_any_agent")["files"].values())
    engine.dispose()
