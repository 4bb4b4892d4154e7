"""Spans the real OpenTelemetry SDK wrote, as the Collector puts them into files, become runs on the board."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from agent_scorecard.rules.run_facts import RunsAsked
from agent_scorecard.runs.explorer.pages import page_of
from agent_scorecard.vocabulary import RunStatus
from tests.loading.small_company import company, database, loaded, rows
from tests.loading.traces.shapes import IDS, SECOND, delimited, real

AT = int(datetime(2026, 10, 5, 9, tzinfo=UTC).timestamp()) * SECOND
USED = {"gen_ai.request.model": "gpt-x", "gen_ai.usage.input_tokens": 1200, "gen_ai.usage.output_tokens": 80}
SAID = {"gen_ai.input.messages": "the customer is called Ada"}


@pytest.fixture(scope="module")
def spans() -> list[Any]:
    """One run of an agent that asks its model, fails at a tool and asks again, and one of an unknown agent."""
    sdk = real("opentelemetry.sdk.trace")
    exporter = real("opentelemetry.sdk.trace.export.in_memory_span_exporter").InMemorySpanExporter()
    provider = sdk.TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(real("opentelemetry.sdk.trace.export").SimpleSpanProcessor(exporter))
    tracer, api = provider.get_tracer("test"), real("opentelemetry.trace")

    def told(operation: str, began: int, ended: int, above: Any = None, error: str = "", **given: Any) -> Any:
        context = api.set_span_in_context(above) if above else None
        attributes = {
            "gen_ai.operation.name": operation,
            **{name.replace("__", "."): each for name, each in given.items()},
        }
        span = tracer.start_span(operation, context, attributes=attributes, start_time=AT + began * SECOND)
        if error:
            span.set_attribute("error.type", error)
            span.set_status(api.Status(api.StatusCode.ERROR, "Ada's card was declined"))
        if ended > 0:
            span.end(AT + ended * SECOND)
        return span

    root = told("invoke_agent", 0, 0, gen_ai__agent__name="refunds-v3", gen_ai__agent__version="12")
    for began in (1, 5):
        told("chat", began, began + 2, root, **USED, **SAID)
    told("execute_tool", 4, 5, root, "Declined", gen_ai__tool__name="stripe.refund")
    root.end(AT + 9 * SECOND)
    told("invoke_agent", 20, 21, gen_ai__agent__name="somebody-else")
    return list(exporter.get_finished_spans())


def as_json(spans: list[Any]) -> bytes:
    """One request for each span on a line, ids in hexadecimal digits, as OTLP JSON has them."""
    encode = real("opentelemetry.exporter.otlp.proto.common.trace_encoder").encode_spans
    as_dict = real("google.protobuf.json_format").MessageToDict
    return b"".join(json.dumps(_hexadecimal(as_dict(encode([each])))).encode() + b"\n" for each in spans)


def as_protobuf(spans: list[Any]) -> bytes:
    encode = real("opentelemetry.exporter.otlp.proto.common.trace_encoder").encode_spans
    return delimited(*(encode([each]).SerializeToString() for each in spans))


def as_printed(spans: list[Any]) -> bytes:
    """What the SDK's own exporter for a terminal writes."""
    return b"".join(each.to_json(indent=None).encode() + b"\n" for each in spans)


def _hexadecimal(held: Any) -> Any:
    if isinstance(held, list):
        return [_hexadecimal(each) for each in held]
    if not isinstance(held, dict):
        return held
    return {key: base64.b64decode(value).hex() if key in IDS else _hexadecimal(value) for key, value in held.items()}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = company(tmp_path)
    yield made
    made.dispose()


FILES = {"traces.json": as_json, "traces.pb": as_protobuf, "spans.jsonl": as_printed}


@pytest.mark.parametrize("name", FILES)
def test_the_runs_appear_on_the_board(engine: Engine, spans: list[Any], name: str) -> None:
    loaded(engine, {"prices.csv": "model,input_price,output_price\ngpt-x,1,10\n"})
    report = loaded(engine, {name: FILES[name](spans)})
    assert report.is_clean
    asked = RunsAsked("refunds", date(2026, 10, 5), date(2026, 10, 5))
    (run,) = page_of(engine, asked, 10)
    assert run.calls is not None
    assert [(call.tool, call.status.value, call.reason) for call in run.calls] == [
        ("stripe.refund", "error", "Declined")
    ]
    assert (run.status, run.version, run.model, run.prompt) == (RunStatus.COMPLETED, "v3", "gpt-x", "12")
    assert (run.duration_ms, run.cost, run.currency) == (9000, (2400 + 1600) * 1000, "USD")
    assert [row["agent_id"] for row in rows(engine, "unregistered_runs")] == ["somebody-else"]


def test_each_shape_of_what_the_sdk_wrote_is_stored_alike(tmp_path: Path, spans: list[Any]) -> None:
    stored = []
    for name, write in FILES.items():
        one = database(tmp_path, f"{name}.db")
        loaded(one, {name: write(spans)})
        stored.append(rows(one, "traces"))
        one.dispose()
    assert stored[0] == stored[1] == stored[2]
