"""The attributes that are read, with their older names; everything else, and every message, stays unread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from agent_scorecard.loading.contract import contract
from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.loading.traces.span import Part, Span

TEXTS: Mapping[str, tuple[str, ...]] = {
    "operation": ("gen_ai.operation.name",),
    "agent": ("gen_ai.agent.id", "gen_ai.agent.name"),
    "version": ("gen_ai.agent.version", "openlit.agent.version_hash"),
    "workflow": ("gen_ai.workflow.name",),
    "conversation": ("gen_ai.conversation.id",),
    "tool": ("gen_ai.tool.name",),
    "asked_model": ("gen_ai.request.model",),
    "model": ("gen_ai.response.model",),
    "provider": ("gen_ai.provider.name", "gen_ai.system"),
    "error": ("error.type",),
    "currency": ("gen_ai.usage.cost.currency",),
    "label": ("gen_ai.evaluation.score.label",),
}
COUNTS: Mapping[str, tuple[str, ...]] = {
    "input": ("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"),
    "output": ("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"),
    "cache_read": ("gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens"),
    "cache_write": ("gen_ai.usage.cache_creation.input_tokens", "gen_ai.usage.cache_creation_input_tokens"),
}
COSTS = ("gen_ai.usage.cost.amount", "gen_ai.usage.cost")
COSTS_IN_TWO = ("gen_ai.usage.input_cost", "gen_ai.usage.output_cost")
OURS = "agent_scorecard."
OF_A_RUN = (
    "status",
    "result",
    "infra_failure",
    "review_outcome",
    "human_override",
    "human_edit",
    "approval_status",
    "trigger",
    "case_class",
    "policy_version",
    "prompt_version",
)
OF_A_CALL = ("status", "reason")
SERVICE = "service.name"
EVALUATION = "gen_ai.evaluation.result"
WANTED = frozenset(
    [name for names in (*TEXTS.values(), *COUNTS.values(), COSTS, COSTS_IN_TWO) for name in names]
    + [OURS + name for name in (*OF_A_RUN, "reason")]
)
"""Every attribute of a span that is looked at."""

PARTS: Mapping[str, Part] = {
    **dict.fromkeys(("invoke_agent", "invoke_workflow"), Part.AGENT),
    **dict.fromkeys(("execute_tool",), Part.TOOL),
    **dict.fromkeys(
        ("chat", "text_completion", "generate_content", "completion", "call_llm", "embeddings"), Part.MODEL
    ),
}
UNTYPED = "_OTHER"
TYPE = re.compile(r"[\w.:/-]{1,120}")
LONGEST_MONEY, LONGEST_NAME = 40, 500
RESULTS = {"pass": "success", "passed": "success", "fail": "failure", "failed": "failure"}

Attributes = Mapping[str, Any]


def part_of(given: Attributes) -> Part | None:
    """Say what a span is: by its operation, without one by what only a tool or a model call has; None for others."""
    if operation := _text(given, "operation"):
        return PARTS.get(operation)
    if _text(given, "tool"):
        return Part.TOOL
    names_a_model = _text(given, "provider") and (_text(given, "model") or _text(given, "asked_model"))
    return Part.MODEL if names_a_model and any(_first(given, names) is not None for names in COUNTS.values()) else None


def span_of(
    given: Attributes,
    part: Part,
    *,
    trace: str,
    span: str,
    parent: str,
    times: tuple[int, int],
    failed: bool,
    service: str = "",
    labels: Iterable[object] = (),
) -> Span:
    """Build the span from its attributes. Raises Refused for what cannot be read."""
    start, end = times
    if end < start:
        raise Refused(Code.OUT_OF_ORDER, "the span ends before it begins")
    return Span(
        span,
        part,
        start,
        end,
        parent,
        trace=trace,
        agent=_agent(given, part, service),
        version=_text(given, "version"),
        workflow=_text(given, "workflow"),
        conversation=_text(given, "conversation"),
        tool=_tool(given) if part is Part.TOOL else "",
        asked_model=_text(given, "asked_model"),
        model=_text(given, "model"),
        error=_error(given, failed),
        input=_count(given, "input"),
        output=_count(given, "output"),
        cache_read=_count(given, "cache_read") or 0,
        cache_write=_count(given, "cache_write") or 0,
        cost=_cost(given),
        currency=_text(given, "currency"),
        results=_results((*labels, _first(given, TEXTS["label"]))),
        said=_said(given, part),
    )


def _agent(given: Attributes, part: Part, service: str) -> str:
    """The id of an agent, else its name, else the workflow it is, else the service it runs in."""
    if part is not Part.AGENT:
        return ""
    known = "" if service.startswith("unknown_service") else service
    if agent := _text(given, "agent") or _text(given, "workflow") or known:
        return agent
    raise Refused(Code.MISSING, "an agent's span needs gen_ai.agent.id or gen_ai.agent.name")


def _error(given: Attributes, failed: bool) -> str:
    """The type of an error; where somebody wrote a message there, only the word it begins with."""
    told = _text(given, "error")
    word = TYPE.match(told)
    return word[0].rstrip(":") if word else UNTYPED if failed or told else ""


def _tool(given: Attributes) -> str:
    if tool := _text(given, "tool"):
        return tool
    raise Refused(Code.MISSING, "a tool's span needs gen_ai.tool.name")


def _said(given: Attributes, part: Part) -> dict[str, str]:
    columns = {Part.AGENT: OF_A_RUN, Part.TOOL: OF_A_CALL}.get(part, ())
    found = {name: given.get(OURS + name) for name in columns}
    return {name: _written(value) for name, value in found.items() if value not in (None, "")}


def _results(labels: Iterable[object]) -> tuple[str, ...]:
    """The labels of evaluations that say right or wrong; what else an evaluation says is not read."""
    column = contract()["runs"].column("result")
    words = {**(column.words if column else {}), **RESULTS}
    said = {words.get(label.strip().casefold(), "") for label in labels if isinstance(label, str)}
    return tuple(sorted(said & {"success", "failure"}))


def _first(given: Attributes, names: Iterable[str]) -> Any:
    return next((value for name in names if (value := given.get(name)) not in (None, "")), None)


def _text(given: Attributes, name: str) -> str:
    value = _first(given, TEXTS[name])
    return "" if value is None else _written(value)


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return readable(str(value))
    raise Refused(Code.NOT_READABLE, "an attribute that should be one text is a list or an object")


def readable(text: str) -> str:
    """Return a name without blanks around it. Raises Refused for one that holds what cannot be shown or is endless."""
    text = text.strip()
    if not text.isprintable():
        raise Refused(Code.BAD_CHARACTER, "a name of the span holds a control character")
    if len(text) > LONGEST_NAME:
        raise Refused(Code.TOO_LONG, f"a name of the span is longer than {LONGEST_NAME} characters")
    return text


def _count(given: Attributes, name: str) -> int | None:
    value = _first(given, COUNTS[name])
    if value is None:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if isinstance(value, bool) else str(value)
    if not (text.isascii() and text.isdigit()) or int(text) >= 1 << 63:
        raise Refused(Code.BAD_NUMBER, f"{COUNTS[name][0]} is a whole number, 0 or more")
    return int(text)


def _cost(given: Attributes) -> str:
    """Return what the sender says a span cost, in one amount or for the two directions."""
    if (whole := _first(given, COSTS)) is not None:
        return amount(whole)
    halves = [given[name] for name in COSTS_IN_TWO if given.get(name) is not None]
    return format(sum((Decimal(amount(half)) for half in halves), Decimal()), "f") if halves else ""


def amount(value: object) -> str:
    """Return an amount as plain decimal text. Raises Refused for anything but a number of 0 or more."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    text = format(number, "f") if number.is_finite() and abs(number.adjusted()) < LONGEST_MONEY else ""
    if isinstance(value, bool) or not text or number < 0:
        raise Refused(Code.BAD_NUMBER, "the cost of a span is an amount, 0 or more")
    return text
