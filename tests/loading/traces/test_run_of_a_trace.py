"""What the spans of a trace come to as one run."""

from io import BytesIO
from typing import Any

import pytest

from agent_scorecard.loading.traces import otlp
from agent_scorecard.loading.traces.run import run_of
from agent_scorecard.loading.traces.span import Span
from tests.loading.traces import shapes
from tests.loading.traces.shapes import AGENT, agent, model, tool

ABOVE = "00000000000000ff"
WORKFLOW = {"gen_ai.operation.name": "invoke_workflow", "gen_ai.workflow.name": "refund_request"}
HELPER = {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "helper"}
JUDGED = "gen_ai.evaluation.result"


def spans(*given: dict[str, Any]) -> list[Span]:
    found = list(otlp.spans(BytesIO(shapes.otlp(*given))))
    assert [each.fault for each in found if each.fault] == []
    return [each.span for each in found if each.span]


def record(*given: dict[str, Any]) -> dict[str, Any]:
    run = run_of(shapes.TRACE, spans(*given))
    assert run is not None
    return run.record


def test_a_run_says_who_when_how_long_with_what_and_for_how_much() -> None:
    given = {**AGENT, "gen_ai.agent.version": "7", "gen_ai.conversation.id": "talk-1"}
    cost = {"gen_ai.usage.cost.amount": 0.25, "gen_ai.response.model": "gpt-x-2026"}
    assert record(agent(given=given), model(1, cost), tool(2)) == {
        "timestamp": "2026-09-21T14:13:20Z",
        "agent_id": "refunds",
        "request_id": shapes.TRACE,
        "prompt_version": "7",
        "model_version": "gpt-x-2026",
        "tool_calls": [{"tool": "look_up", "status": "ok"}],
        "duration_ms": 60_000,
        "input_tokens": 1000,
        "output_tokens": 100,
        "cost_usd": "0.250000000",
        "cost_currency": "USD",
    }


@pytest.mark.parametrize(
    ("given", "who"),
    [
        ({"gen_ai.agent.id": "a-7", "gen_ai.agent.name": "Refunds"}, "a-7"),
        ({"gen_ai.agent.name": "Refunds"}, "Refunds"),
        ({"gen_ai.operation.name": "invoke_workflow", "gen_ai.workflow.name": "refund_request"}, "refund_request"),
    ],
)
def test_the_agent_is_its_id_else_its_name_else_the_workflow_it_is(given: dict[str, str], who: str) -> None:
    assert record(agent(given={"gen_ai.operation.name": "invoke_agent", **given}))["agent_id"] == who


ROOTS = {
    "an agent below an agent": ([agent(), agent(1, HELPER)], "refunds"),
    "an agent below a tool of an agent": ([agent(), tool(1), agent(2, HELPER, parent="00000000000000a2")], "refunds"),
    "an agent below a workflow": ([agent(given=WORKFLOW), agent(1)], "refund_request"),
    "one whose parent never came, below one that has none": ([agent(1, HELPER, parent=ABOVE), agent()], "refunds"),
    "two whose parents never came: the earlier": ([agent(2, HELPER, parent=ABOVE), agent(1, parent=ABOVE)], "refunds"),
    "a clock that runs behind does not put the lower above": (
        [agent(5), agent(1, HELPER, parent="00000000000000a6")],
        "refunds",
    ),
    "a circle of parents": (
        [agent(1, parent="00000000000000a3"), agent(2, HELPER, parent="00000000000000a2")],
        "refunds",
    ),
}


@pytest.mark.parametrize("case", ROOTS)
def test_one_run_is_the_agent_nobody_is_known_to_stand_above(case: str) -> None:
    given, who = ROOTS[case]
    assert record(*given)["agent_id"] == record(*reversed(given))["agent_id"] == who


def test_without_an_agent_there_is_no_run_yet() -> None:
    assert run_of(shapes.TRACE, spans(model(1), tool(2))) is None


def test_tokens_and_cost_add_up_over_model_calls_and_never_over_what_repeats_them() -> None:
    whole = {"gen_ai.usage.input_tokens": 3000, "gen_ai.usage.output_tokens": 300, "gen_ai.usage.cost.amount": 9.0}
    price = {"gen_ai.usage.cost.amount": 0.1}
    run = record(
        agent(given={**AGENT, **whole}),
        model(1, price),
        model(2, {**whole, "gen_ai.operation.name": "call_llm"}),
        model(3, price, parent="00000000000000a3"),
        model(4, {"gen_ai.operation.name": "generate_content", **price}, parent="00000000000000a3"),
    )
    assert (run["input_tokens"], run["output_tokens"], run["cost_usd"]) == (3000, 300, "0.300000000")


def test_where_no_model_call_is_told_the_agents_own_usage_counts() -> None:
    assert record(agent(given={**AGENT, "gen_ai.usage.input_tokens": 7}))["input_tokens"] == 7


def test_older_names_of_attributes_are_read() -> None:
    old = {"gen_ai.system": "openai", "gen_ai.request.model": "gpt-x", "gen_ai.usage.prompt_tokens": 5}
    older = shapes.span(1, {**old, "gen_ai.usage.completion_tokens": 6, "gen_ai.usage.cost": "0.5"})
    run = record(agent(given={**AGENT, "openlit.agent.version_hash": "ab12"}), older)
    wanted = {"input_tokens": 5, "output_tokens": 6, "cost_usd": "0.500000000", "prompt_version": "ab12"}
    assert {name: run[name] for name in wanted} == wanted


def test_costs_in_two_currencies_are_no_cost() -> None:
    euro = {"gen_ai.usage.cost.amount": 1.0, "gen_ai.usage.cost.currency": "EUR"}
    assert "cost_usd" not in record(agent(), model(1, euro), model(2, {"gen_ai.usage.cost.amount": 1.0}))
    assert record(agent(), model(1, euro))["cost_currency"] == "EUR"


@pytest.mark.parametrize(
    ("told", "kept"),
    [("429", "429"), ("openai.RateLimitError: Ada's limit", "openai.RateLimitError"), ("'Ada'", shapes.NO_TYPE)],
)
def test_of_a_message_where_the_type_of_an_error_belongs_only_its_first_word_is_kept(told: str, kept: str) -> None:
    assert record(agent(given={**AGENT, "error.type": told}))["error"] == kept


CALLS = {
    "it went well": ({}, False, {"status": "ok"}),
    "it failed": ({"error.type": "TimeoutError"}, True, {"status": "error", "reason": "TimeoutError"}),
    "it failed and says no type": ({}, True, {"status": "error", "reason": shapes.NO_TYPE}),
    "it waited for a person": (
        {"error.type": "needs_human_approval"},
        True,
        {"status": "blocked", "reason": "needs_human_approval"},
    ),
    "it was not permitted": ({"error.type": "not_permitted"}, False, {"status": "blocked", "reason": "not_permitted"}),
    "the sender says so": (
        {"agent_scorecard.status": "blocked", "agent_scorecard.reason": "budget"},
        False,
        {"status": "blocked", "reason": "budget"},
    ),
}


@pytest.mark.parametrize("case", CALLS)
def test_how_a_tool_call_ended(case: str) -> None:
    given, failed, ended = CALLS[case]
    assert record(agent(), tool(1, given=given, failed=failed))["tool_calls"] == [{"tool": "look_up", **ended}]


def test_a_failed_agent_says_its_error_and_a_failed_tool_alone_is_no_failed_run() -> None:
    assert record(agent(given={**AGENT, "error.type": "RateLimit"}))["error"] == "RateLimit"
    assert record(agent(failed=True))["error"] == shapes.NO_TYPE
    assert "error" not in record(agent(), tool(1, failed=True))


def test_what_people_did_is_only_what_the_sender_states() -> None:
    said = {"agent_scorecard.review_outcome": "escalated", "agent_scorecard.human_override": False}
    run = record(agent(given={**AGENT, **said}), tool(1, "transfer_to_human"))
    assert (run["review_outcome"], run["human_override"]) == ("escalated", "false")
    assert "review_outcome" not in record(agent(), tool(1, "transfer_to_human"))


@pytest.mark.parametrize(
    ("labels", "result"),
    [(["pass"], "success"), (["Passed", "resolved"], "success"), (["pass", "fail"], "failure"), (["toxic"], None)],
)
def test_evaluations_say_right_or_wrong(labels: list[str], result: str | None) -> None:
    events = [(JUDGED, {"gen_ai.evaluation.score.label": label}) for label in labels]
    assert record(agent(), model(1, events=events)).get("result") == result
