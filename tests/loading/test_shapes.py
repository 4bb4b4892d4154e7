"""A file of another system is known by what it holds, whatever it is called."""

import gzip
import json
from typing import Any

import pytest

from agent_scorecard.loading.shapes import Shape, shape_of
from agent_scorecard.loading.sources import upload

SPAN = {"trace_id": "0a", "span_id": "0b", "start_time": 1}
LANGFUSE: dict[str, Any] = {"trace": {"id": "t"}, "observations": []}
PRICES = {"embeddings": {}, "chat": {"m": {"promptPrice": 0.1}}}
RUN = {"agent_id": "refunds", "request_id": "r1", "timestamp": "2026-10-01T10:00:00Z"}


def lined(*objects: object) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in objects)


@pytest.mark.parametrize(
    ("name", "content", "shape"),
    [
        ("traces.json", lined({"resourceSpans": []}, {"resourceSpans": []}), Shape.OTLP_JSON),
        ("traces.jsonl.gz", gzip.compress(lined({"resourceSpans": []}), mtime=0), Shape.OTLP_JSON),
        ("traces.pb", b"\x00\x00\x00\x03\x0a\x01\x00", Shape.OTLP_BINARY),
        ("traces.json", b"\x00\x00\x0a\x0a\x0a" + b"\x00" * 2569, Shape.OTLP_BINARY),
        ("spans.jsonl", lined(SPAN), Shape.SPANS),
        ("spans.ndjson", b"\xef\xbb\xbf" + lined(SPAN), Shape.SPANS),
        ("spans.json", json.dumps([SPAN], indent=1).encode(), Shape.SPANS),
        ("agent.json", json.dumps({"spans": [SPAN], "final_output": "x"}, indent=1).encode(), Shape.SPANS),
        ("trace.json", json.dumps(LANGFUSE, indent=1).encode(), Shape.LANGFUSE),
        ("pricing.json", json.dumps(PRICES, indent=1).encode(), Shape.PRICES),
        ("runs.jsonl", lined(RUN), None),
        ("runs.jsonl", b"{broken\n" + lined(SPAN), None),
        ("agents.csv", lined(SPAN), None),
        ("empty.json", b"", None),
        ("deep.json", b"[" * 100_000, None),
        ("nothing.json", b"[]", None),
        ("cut.json.gz", gzip.compress(lined(SPAN), mtime=0)[:14], None),
        ("list.json", json.dumps({"spans": ["a"], "chat": {"m": 1}}).encode(), None),
    ],
)
def test_what_a_file_is(name: str, content: bytes, shape: Shape | None) -> None:
    assert shape_of(upload(name, content)) is shape
