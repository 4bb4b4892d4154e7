"""Trace exports of Langfuse: one trace with its observations is one run."""

import json
from io import BytesIO
from typing import Any

import pytest

from agent_scorecard.loading.traces import langfuse
from agent_scorecard.loading.traces.run import run_of

TRACE = {"id": "trace-7", "name": "support", "timestamp": "2026-10-05T10:00:00Z", "sessionId": "s1", "version": "3"}
AT = {"startTime": "2026-10-05T10:00:01Z", "endTime": "2026-10-05T10:00:04Z"}


def seen(number: int, kind: str, **more: Any) -> dict[str, Any]:
    return {"id": f"o{number}", "type": kind, "name": f"step {number}", "parentObservationId": "o1", **AT} | more


def told(content: object) -> tuple[list[dict[str, Any]], list[str]]:
    """The runs of a file, and why anything was refused."""
    found = list(langfuse.spans(BytesIO(json.dumps(content).encode())))
    spans = [each.span for each in found if each.span]
    runs = [
        run_of(name, [span for span in spans if span.trace == name]) for name in dict.fromkeys(s.trace for s in spans)
    ]
    return [run.record for run in runs if run], [each.fault.reason for each in found if each.fault]


def record(*observations: dict[str, Any], **more: Any) -> dict[str, Any]:
    (run,), refused = told({"trace": {**TRACE, **more}, "observations": list(observations)})
    assert refused == []
    return run


def test_a_trace_with_its_observations_is_a_run() -> None:
    paid = {"totalCost": 0.25, "inputUsage": 100, "outputUsage": 10, "model": "gpt-x"}
    agent = seen(1, "AGENT", parentObservationId=None, **paid)
    call = seen(3, "TOOL", metadata=json.dumps({"attributes": {"gen_ai.tool.name": "look_up"}}), level="ERROR")
    assert record(agent, seen(2, "GENERATION", **paid), call, seen(4, "SPAN")) == {
        "timestamp": "2026-10-05T10:00:00Z",
        "agent_id": "support",
        "request_id": "trace-7",
        "prompt_version": "3",
        "model_version": "gpt-x",
        "tool_calls": [{"tool": "look_up", "status": "error", "reason": "failed; the span names no error.type"}],
        "duration_ms": 4000,
        "input_tokens": 200,
        "output_tokens": 20,
        "cost_usd": "0.500000000",
        "cost_currency": "USD",
    }


def test_the_agent_is_what_an_observation_names_before_the_name_of_the_trace() -> None:
    named = {"attributes": {"gen_ai.agent.name": "refunds"}}
    assert record(seen(1, "AGENT", metadata=named))["agent_id"] == "refunds"
    assert record(seen(1, "AGENT", metadata=json.dumps(named)))["agent_id"] == "refunds"
    assert record(seen(1, "AGENT", metadata="not JSON"))["agent_id"] == "support"


def test_without_any_call_of_a_tool_calls_are_not_recorded() -> None:
    assert "tool_calls" not in record(seen(1, "SPAN"))


def test_a_run_fails_with_its_top_observation_only() -> None:
    assert "error" in record(seen(1, "SPAN", parentObservationId=None, level="ERROR"))
    assert "error" not in record(seen(1, "SPAN", parentObservationId=None), seen(2, "SPAN", level="ERROR"))


def test_a_cost_of_nothing_is_not_measured_and_older_names_are_read() -> None:
    run = record(seen(1, "GENERATION", totalCost=0, promptTokens=5, completionTokens=6))
    assert "cost_usd" not in run
    assert (run["input_tokens"], run["output_tokens"]) == (5, 6)
    assert record(seen(1, "GENERATION", calculatedTotalCost=2))["cost_usd"] == "2.000000000"


def test_latency_says_how_long_it_took() -> None:
    assert record(seen(1, "SPAN"), latency=1.5)["duration_ms"] == 1500


def test_what_the_api_answers_with_and_lists_of_it_are_read() -> None:
    other = {**TRACE, "id": "4BF92F3577B34DA6A3CE929D0E0E4736", "observations": []}
    runs, refused = told([{**TRACE, "observations": [seen(1, "SPAN")]}, other])
    assert ([run["request_id"] for run in runs], refused) == (["trace-7", "4bf92f3577b34da6a3ce929d0e0e4736"], [])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": " "}, "a trace and each of its observations need an id"),
        ({"name": None}, "the trace has no name and no observation that names its agent"),
        ({"timestamp": "2026-10-05T10:00:00"}, "the time has no zone: add Z or +01:00, or state one zone for the load"),
        ({"name": "a\u0000b"}, "a name of the span holds a control character"),
    ],
)
def test_a_bad_trace_is_refused_and_keeps_no_other_out(change: dict[str, Any], reason: str) -> None:
    runs, refused = told([{**TRACE, **change, "observations": []}, {**TRACE, "observations": []}])
    assert ([run["request_id"] for run in runs], refused) == (["trace-7"], [reason])


@pytest.mark.parametrize("change", [{"id": ""}, {"startTime": "soon"}, {"inputUsage": -1}])
def test_a_bad_observation_is_refused_alone(change: dict[str, Any]) -> None:
    good = seen(1, "GENERATION", inputUsage=1)
    (run,), refused = told({"trace": TRACE, "observations": [seen(2, "GENERATION", **change), good]})
    assert (run["input_tokens"], len(refused)) == (1, 1)
    assert refused[0].startswith("span 1")
