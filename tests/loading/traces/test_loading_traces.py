"""Files of spans load like run logs: through one door, refused by line, the same whatever their split and order."""

import gzip
import json
from collections.abc import Callable, Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from agent_scorecard.loading.exporting import export
from agent_scorecard.loading.load import load
from agent_scorecard.loading.report import FileReport, LoadReport, LoadStatus, refused_csv
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import make_engine
from agent_scorecard.store.read_loads import waiting_traces
from tests.loading.small_company import COMPANY, NOW, TODAY, company, database, loaded, rows
from tests.loading.traces import shapes
from tests.loading.traces.shapes import AGENT, TRACE, agent, model, otlp, tool

HELPER = {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.id": "billing"}
STRANGER = {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.id": "stranger"}
HTTP = shapes.span(9, {"http.request.method": "GET"})
SHAPES: dict[str, tuple[str, Callable[..., bytes]]] = {
    "the collector's JSON": ("traces.json", otlp),
    "the collector's JSON, packed": ("traces.json.gz", lambda *given: gzip.compress(otlp(*given), mtime=0)),
    "the collector's protobuf": ("traces.pb", shapes.binary),
    "the collector's protobuf, packed": ("traces.pb.gz", lambda *given: gzip.compress(shapes.binary(*given), mtime=0)),
    "plain spans on lines": ("spans.jsonl", shapes.lines),
    "a document of plain spans": ("spans.json", shapes.document),
    "a list of plain spans": (
        "spans.json",
        lambda *given: json.dumps(json.loads(shapes.document(*given))["spans"]).encode(),
    ),
}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = company(tmp_path)
    yield made
    made.dispose()


def of(report: LoadReport, file: str) -> FileReport:
    (found,) = (each for each in report.files if each.file == file)
    return found


def counts(file: FileReport) -> tuple[int, ...]:
    return file.read, file.new, file.changed, file.same, file.duplicate, file.refused


def said(report: LoadReport) -> str:
    return " | ".join(warning.reason for file in report.files for warning in file.warnings)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_spans_is_the_same_run_and_the_second_time_nothing(tmp_path: Path, shape: str) -> None:
    name, write = SHAPES[shape]
    given = [agent(), model(1), tool(2)]
    one, other = company(tmp_path), database(tmp_path, "other.db")
    report = loaded(one, {name: write(*given)})
    assert (counts(of(report, "spans")), counts(of(report, "runs"))) == ((3, 3, 0, 0, 0, 0), (1, 1, 0, 0, 0, 0))
    again = loaded(one, {name: write(*given)})
    assert again.status is LoadStatus.ALREADY
    assert (counts(of(again, "spans")), counts(of(again, "runs"))) == ((3, 0, 0, 3, 0, 0), (1, 0, 0, 1, 0, 0))
    stored = rows(one, "runs")
    assert [(run["request"], run["duration_ms"]) for run in stored] == [(TRACE, 60_000)]
    kept = rows(one, "traces")
    loaded(one, {"traces.json": otlp(*given)})
    assert (rows(one, "traces"), rows(one, "runs")) == (kept, stored)
    other.dispose()
    one.dispose()


def test_a_trace_without_its_agent_is_kept_apart_and_counted_until_a_file_brings_it(engine: Engine) -> None:
    early = loaded(engine, {"a.json": otlp(model(1), tool(2), HTTP)})
    assert "1 trace (2 spans) without an agent's span, kept apart until a file brings its invoke_agent span" in said(
        early
    )
    assert "1 span of no agent, model or tool, left out" in said(early)
    assert (counts(of(early, "spans")), rows(engine, "runs")) == ((2, 2, 0, 0, 0, 0), [])
    late = loaded(engine, {"b.json": otlp(agent())})
    assert counts(of(late, "runs")) == (1, 1, 0, 0, 0, 0)
    assert "kept apart" not in said(late)
    assert [run["calls"] is not None for run in rows(engine, "runs")] == [True]


def test_spans_that_come_after_the_run_change_it(engine: Engine) -> None:
    loaded(engine, {"a.json": otlp(agent())})
    report = loaded(engine, {"b.json": otlp(tool(1), model(2, {"gen_ai.usage.cost.amount": 0.5}))})
    assert counts(of(report, "runs")) == (1, 0, 1, 0, 0, 0)
    assert [run["cost"] for run in rows(engine, "runs")] == [500_000_000]


PARTS = {
    "root": [agent()],
    "tool": [tool(1), model(2, {"gen_ai.usage.cost.amount": 0.5})],
    "below": [agent(3, HELPER), model(4, {"gen_ai.usage.cost.amount": 0.25}, parent="00000000000000a4")],
    "unknown": [agent(5, STRANGER)],
}


SOME_ORDERS = list(permutations(PARTS))[::5]


def test_whatever_the_split_and_the_order_the_same_is_stored(tmp_path: Path) -> None:
    """A run told of an agent below another leaves it as soon as the one above comes, known to the company or not."""
    whole = [each for part in PARTS.values() for each in part]
    first = company(tmp_path)
    loaded(first, {"all.json": otlp(*whole)})
    wanted, days = content_hash(first), rows(first, "run_days")
    assert len(rows(first, "runs")) == 1
    first.dispose()
    for number, order in enumerate(SOME_ORDERS):
        folder = tmp_path / str(number)
        folder.mkdir()
        other = company(folder)
        for name in order:
            loaded(other, {f"{name}.json": otlp(*PARTS[name])})
        assert (content_hash(other), rows(other, "run_days")) == (wanted, days), order
        assert rows(other, "unregistered_runs") == []
        other.dispose()


@pytest.mark.both
def test_a_run_moves_to_the_agent_above_on_each_kind_of_database(created: str) -> None:
    engine = make_engine(created)
    loaded(engine, COMPANY)
    loaded(engine, {"below.json": otlp(*PARTS["below"])})
    report = loaded(engine, {"root.json": otlp(*PARTS["root"], *PARTS["tool"])})
    assert "1 run told of another agent than before, which stands above it in its trace" in said(report)
    assert [(run["request"], run["cost"]) for run in rows(engine, "runs")] == [(TRACE, 750_000_000)]
    assert sorted(day["agent"] for day in rows(engine, "run_days")) == [rows(engine, "runs")[0]["agent"]]
    assert loaded(engine, {"below.json": otlp(*PARTS["below"])}).status is LoadStatus.ALREADY
    engine.dispose()


def test_lines_files_and_repeats_of_one_load_are_one_trace(engine: Engine) -> None:
    report = loaded(
        engine, {"a.json": otlp(tool(1)) + otlp(agent()) + otlp(tool(1)), "b.json": otlp(model(2), agent())}
    )
    spans = [counts(file) for file in report.files if file.file == "spans"]
    assert (spans, counts(of(report, "runs"))) == ([(3, 2, 0, 0, 1, 0), (2, 1, 0, 0, 1, 0)], (1, 1, 0, 0, 0, 0))


def test_a_span_told_twice_is_taken_as_it_ended_later(engine: Engine) -> None:
    ended = agent(end=shapes.BEGAN + 90 * shapes.SECOND)
    loaded(engine, {"a.json": otlp(ended)})
    loaded(engine, {"b.json": otlp(agent())})
    assert [run["duration_ms"] for run in rows(engine, "runs")] == [90_000]


def test_a_run_of_an_unknown_agent_waits_for_its_alias(engine: Engine) -> None:
    report = loaded(engine, {"a.json": otlp(agent(given=STRANGER), tool(1))})
    assert "1 run of unknown agents, kept apart until an alias names them" in said(report)
    loaded(engine, {"aliases.csv": "alias,agent\nstranger,refunds\n"})
    assert len(rows(engine, "runs")) == 1
    report = loaded(engine, {"b.json": otlp(model(2, {"gen_ai.usage.cost.amount": 0.5}))})
    assert counts(of(report, "runs")) == (1, 0, 1, 0, 0, 0)


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "no trace id": ({"trace": ""}, "the trace id must be up to 32 hexadecimal digits, not all 0"),
    "a base64 id": ({"span": "oQAAAAAAAAA="}, "the span id must be up to 16 hexadecimal digits, not all 0"),
    "no end": ({"end": ""}, "a span needs the times it began and ended"),
    "ended first": ({"end": shapes.BEGAN - 1}, "the span ends before it begins"),
    "negative tokens": (
        {"attributes": {**AGENT, "gen_ai.usage.input_tokens": -1}},
        "gen_ai.usage.input_tokens is a whole number, 0 or more",
    ),
    "no name": (
        {"attributes": {"gen_ai.operation.name": "invoke_agent"}},
        "an agent's span needs gen_ai.agent.id or gen_ai.agent.name",
    ),
    "a name nobody can show": (
        {"attributes": {**AGENT, "gen_ai.agent.id": "re\x00funds"}},
        "a name of the span holds a control character",
    ),
    "an endless name": (
        {"attributes": {**AGENT, "gen_ai.response.model": "m" * 501}},
        "a name of the span is longer than 500 characters",
    ),
    "a cost in words": (
        {"attributes": {**AGENT, "gen_ai.usage.cost.amount": "much"}},
        "the cost of a span is an amount, 0 or more",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_span_is_refused_with_its_line_and_keeps_no_other_out(engine: Engine, case: str) -> None:
    change, reason = BAD[case]
    report = loaded(engine, {"a.json": otlp(agent()) + otlp(tool(1), agent(2, **change))})
    (refusal,) = report.refusals
    assert (refusal.file, refusal.source, refusal.line, refusal.value) == ("spans", "a.json", 2, "")
    assert refusal.reason == f"span 2: {reason}"
    assert (counts(of(report, "spans")), len(rows(engine, "runs"))) == ((3, 2, 0, 0, 0, 1), 1)


def test_what_the_door_refuses_names_the_line_of_the_agents_span(engine: Engine) -> None:
    early = agent(start=0, end=1, trace="b" * 32)
    report = loaded(engine, {"a.json": otlp(tool(1), agent()) + otlp(early)})
    assert [(each.file, each.source, each.line, each.column) for each in report.refusals] == [
        ("runs", "a.json", 2, "timestamp")
    ]


WHOLE_FILES = {
    "a broken line": ("a.json", otlp(agent()) + b"{broken\n", "is not readable as JSON"),
    "too many bad spans": (
        "a.json",
        otlp(agent(), tool(1, end=0), tool(2, end=0)),
        "2 of 3 rows refused, more than 5%",
    ),
    "a message that is cut": ("a.pb", b"\x00\x00\x00\x09\x0a\x01", "message 1 is incomplete: the file looks cut"),
    "a packed file that is cut": (
        "a.json.gz",
        gzip.compress(otlp(agent()) * 40, mtime=0)[:-12],
        "the packed file is damaged or looks cut",
    ),
    "an exported file alone": ("traces.jsonl", b'{"trace": "a", "_spans": []}\n', "load the whole folder it lies in"),
}


@pytest.mark.parametrize("case", WHOLE_FILES)
def test_a_file_that_cannot_be_trusted_is_refused_whole_and_leaves_nothing(engine: Engine, case: str) -> None:
    name, content, reason = WHOLE_FILES[case]
    report = loaded(engine, {name: content}, max_refused=0.05)
    assert report.status is LoadStatus.REFUSED
    assert any(reason in refusal.reason for refusal in report.refusals), report.refusals
    assert (rows(engine, "traces"), rows(engine, "runs")) == ([], [])


def test_all_or_nothing_leaves_no_span(engine: Engine) -> None:
    loaded(engine, {"a.json": otlp(agent(), tool(1, end=0))}, all_or_nothing=True)
    assert (rows(engine, "traces"), rows(engine, "runs")) == ([], [])


def test_without_the_protobuf_library_the_way_out_is_said(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "opentelemetry.proto.trace.v1.trace_pb2", None)
    report = loaded(engine, {"a.pb": b"\x00\x00\x00\x02\x0a\x00"})
    assert [each.reason for each in report.refusals] == [
        "this is OTLP protobuf: install it with pip install 'agent-scorecard[otlp]', or let the collector write JSON"
    ]


def test_an_export_carries_traces_to_where_they_are_completed_too(engine: Engine, tmp_path: Path) -> None:
    loaded(engine, {"a.json": otlp(agent(), tool(1)), "b.json": otlp(tool(1, trace="b" * 32))})
    export(engine, tmp_path / "out")
    other = database(tmp_path, "other.db")
    load(other, [tmp_path / "out"], today=TODAY, now=NOW, actor="ana")
    assert content_hash(other) == content_hash(engine)
    for each in (engine, other):
        loaded(each, {"c.json": otlp(model(2, {"gen_ai.usage.cost.amount": 0.5}), agent(trace="b" * 32))})
    assert content_hash(other) == content_hash(engine)
    assert len(rows(other, "runs")) == 2
    other.dispose()


SECRET = "sk-secret-4711 cancel my contract"
MESSAGES = {
    "gen_ai.input.messages": SECRET,
    "gen_ai.output.messages": [SECRET],
    "gen_ai.system_instructions": SECRET,
    "gen_ai.prompt": SECRET,
    "gen_ai.completion": SECRET,
    "gen_ai.prompt.0.content": SECRET,
    "gen_ai.tool.call.arguments": SECRET,
    "gen_ai.tool.call.result": SECRET,
    "gen_ai.tool.args": SECRET,
    "gen_ai.tool.description": SECRET,
    "gen_ai.tool.definitions": SECRET,
    "gen_ai.output": SECRET,
    "gen_ai.evaluation.explanation": SECRET,
    "input.value": SECRET,
    "exception.message": SECRET,
    "url.full": SECRET,
}


def langfuse(**change: Any) -> bytes:
    content = {"input": SECRET, "output": {"text": SECRET}, "statusMessage": SECRET}
    metadata = json.dumps({"attributes": {**MESSAGES, "gen_ai.tool.name": "look_up"}, "note": SECRET})
    one = {"id": "b1", "type": "TOOL", "name": "x", "startTime": "2026-09-21T14:13:20Z", "level": "ERROR"}
    trace = {"id": TRACE, "name": "refunds", "timestamp": "2026-09-21T14:13:20Z", "latency": 1.0, **content}
    scores = [{"name": "judge", "comment": SECRET}]
    observed = [
        {**one, **content, "metadata": metadata, **change},
        {**one, "id": "b2", **content, "startTime": "never"},
    ]
    return json.dumps({"trace": {**trace, "scores": scores, "metadata": SECRET}, "observations": observed}).encode()


def with_secrets(write: Callable[..., bytes]) -> bytes:
    events = [("gen_ai.client.inference.operation.details", MESSAGES), ("gen_ai.evaluation.result", MESSAGES)]
    failed = {"failed": True, "message": SECRET, "events": events}
    return write(
        agent(given={**MESSAGES, **AGENT}, **failed),
        model(1, MESSAGES, **failed),
        tool(2, given=MESSAGES, **failed),
        tool(3, given={**MESSAGES, "gen_ai.usage.input_tokens": SECRET}, **failed),
        tool(4, given=MESSAGES, end=0, **failed),
        model(5, {**MESSAGES, "gen_ai.request.model": [SECRET]}),
        shapes.span(6, MESSAGES),
    )


@pytest.mark.parametrize("shape", [*SHAPES, "a Langfuse trace"])
def test_no_word_that_was_said_gets_anywhere(
    tmp_path: Path, shape: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    name, content = (
        ("trace.json", langfuse()) if shape not in SHAPES else (SHAPES[shape][0], with_secrets(SHAPES[shape][1]))
    )
    assert b"4711" in (gzip.decompress(content) if name.endswith("gz") else content)
    engine = company(tmp_path)
    report = loaded(engine, {name: content})
    assert report.refusals
    assert len(rows(engine, "runs")) == 1
    engine.dispose()
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    told = (repr(report), refused_csv(report), caplog.text, *capfd.readouterr())
    assert b"look_up" in stored
    for part in ("4711", "cancel", "sk-secret"):
        assert part.encode() not in stored
        assert not [text for text in told if part in text]


def test_how_many_traces_wait_is_known_until_their_agent_comes(engine: Engine) -> None:
    loaded(engine, {"a.json": otlp(tool(1), tool(2, trace="b" * 32), agent(trace="c" * 32))})
    assert waiting_traces(engine) == 2
    loaded(engine, {"b.json": otlp(agent())})
    assert waiting_traces(engine) == 1
