"""Spans of a test, written in every shape the product takes."""

import base64
import json
import os
import struct
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

import pytest

Attributes = Mapping[str, Any]
TRACE, ROOT = "1de0532b350588ff152b1edf6bf358b3", "00000000000000a1"
IDS = ("traceId", "spanId", "parentSpanId")
BEGAN = 1_790_000_000_000_000_000
SECOND = 1_000_000_000
NO_TYPE = "failed; the span names no error.type"
NOTHING: Attributes = MappingProxyType({})
AGENT = {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.id": "refunds"}


def span(number: int, given: Attributes, **more: Any) -> dict[str, Any]:
    """A span below the root's, one second after the one before it; `error`, `parent`, `trace` and `events` as said."""
    began = BEGAN + number * SECOND
    return {
        "trace": TRACE,
        "span": f"{0xA1 + number:016x}",
        "parent": ROOT if number else "",
        "start": began,
        "end": began + SECOND // 2,
        "attributes": dict(given),
        "failed": False,
        "events": [],
    } | more


def agent(number: int = 0, given: Attributes = AGENT, **more: Any) -> dict[str, Any]:
    return span(number, given, **({"end": BEGAN + 60 * SECOND} | more))


def model(number: int, given: Attributes = NOTHING, **more: Any) -> dict[str, Any]:
    chat = {"gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-x", "gen_ai.usage.input_tokens": 1000}
    return span(number, {**chat, "gen_ai.usage.output_tokens": 100, **given}, **more)


def tool(number: int, name: str = "look_up", given: Attributes = NOTHING, **more: Any) -> dict[str, Any]:
    return span(number, {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": name, **given}, **more)


def otlp(*spans: Mapping[str, Any]) -> bytes:
    """One line, as the Collector's file exporter writes a batch."""
    request = {
        "resourceSpans": [{"resource": {}, "scopeSpans": [{"scope": {}, "spans": [_otlp(each) for each in spans]}]}]
    }
    return json.dumps(request, ensure_ascii=False).encode() + b"\n"


def _otlp(each: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "traceId": each["trace"],
        "spanId": each["span"],
        "parentSpanId": each["parent"],
        "name": "span",
        "startTimeUnixNano": str(each["start"]),
        "endTimeUnixNano": str(each["end"]),
        "attributes": _pairs(each["attributes"]),
        "events": [{"name": name, "attributes": _pairs(given)} for name, given in each["events"]],
        "status": {"code": 2, "message": each.get("message", "")} if each["failed"] else {},
    }


def _pairs(given: Attributes) -> list[dict[str, Any]]:
    return [{"key": key, "value": _value(value)} for key, value in given.items()]


def _value(value: Any) -> dict[str, Any]:
    match value:
        case bool():
            return {"boolValue": value}
        case int():
            return {"intValue": str(value)}
        case float():
            return {"doubleValue": value}
        case list():
            return {"arrayValue": {"values": [_value(item) for item in value]}}
        case _:
            return {"stringValue": value}


def lines(*spans: Mapping[str, Any]) -> bytes:
    """One plain span on each line, its attributes an object, as Python's SDK prints them."""
    return b"".join(json.dumps(_plain(each), ensure_ascii=False).encode() + b"\n" for each in spans)


def document(*spans: Mapping[str, Any]) -> bytes:
    return json.dumps({"spans": [_plain(each) for each in spans]}, indent=1).encode()


def _plain(each: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": "span",
        "context": {"trace_id": f"0x{each['trace']}", "span_id": f"0x{each['span']}"},
        "parent_id": f"0x{each['parent']}" if each["parent"] else None,
        "start_time": each["start"],
        "end_time": each["end"],
        "attributes": each["attributes"],
        "events": [{"name": name, "attributes": given} for name, given in each["events"]],
        "status": {"status_code": "ERROR", "description": each.get("message", "")} if each["failed"] else {},
    }


def binary(*spans: Mapping[str, Any]) -> bytes:
    """The same spans as protobuf, one message behind its length."""
    data = json.loads(otlp(*spans))
    for each in data["resourceSpans"][0]["scopeSpans"][0]["spans"]:
        for name in IDS:
            each[name] = _base64(each[name])
    message = real("opentelemetry.proto.trace.v1.trace_pb2").TracesData()
    return delimited(real("google.protobuf.json_format").ParseDict(data, message).SerializeToString())


def real(name: str) -> Any:
    """A part of OpenTelemetry: missing in the checks of the project it is a failure, elsewhere the test is skipped."""
    if os.environ.get("CI") == "true":
        return import_module(name)
    return pytest.importorskip(name, reason=f"{name} is not installed: pip install 'agent-scorecard[dev]'")


def _base64(digits: str) -> str:
    return base64.b64encode(bytes.fromhex(digits)).decode()


def delimited(*messages: bytes) -> bytes:
    return b"".join(struct.pack(">I", len(message)) + message for message in messages)
