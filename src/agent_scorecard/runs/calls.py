"""Tool calls of a run: how each ended, and what the agent's actions on file say about those that ran (rules 6, 11)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from agent_scorecard.policy.run_measures import NANO
from agent_scorecard.runs.context import ActionRule, Limit
from agent_scorecard.runs.refusal import BadRun
from agent_scorecard.vocabulary import Mode, Operator, ToolStatus, strictest

COLUMN = "tool_calls"
STATUSES = {
    "ok": ToolStatus.OK,
    "success": ToolStatus.OK,
    "error": ToolStatus.ERROR,
    "failed": ToolStatus.ERROR,
    "blocked": ToolStatus.BLOCKED,
    "rolledback": ToolStatus.ROLLED_BACK,
    "compensated": ToolStatus.ROLLED_BACK,
}
LONGEST_TOOL, LONGEST_REASON = 120, 300
HELD, NOT_PERMITTED = "needs_human_approval", "not_permitted"
FORBIDDEN, NEEDING, OVER_CAP, OUTSIDE = "f", "n", "c", "x"
RAN = (ToolStatus.OK, ToolStatus.ROLLED_BACK)
KINDS = (
    "ok",
    "error",
    "blocked_approval",
    "not_permitted",
    "blocked_unclassed",
    "rolled_back",
    "forbidden",
    "needing",
    "over_cap",
)


class Call(NamedTuple):
    """Calls of one run that are alike: tool, how they ended, why, how many."""

    tool: str
    status: ToolStatus
    reason: str
    times: int


class JudgedCall(NamedTuple):
    """Alike calls with what was found: f forbidden, n needed an approval, c above the cap, x outside the list."""

    tool: str
    status: ToolStatus
    reason: str
    times: int
    marks: str = ""


@dataclass(frozen=True, slots=True)
class CallList:
    """The calls of a run as judged, and the strictest mode on file among them ("none" if no action was called)."""

    mode: str
    calls: tuple[JudgedCall, ...]

    @property
    def content(self) -> str:
        """The list as canonical JSON: equal lists are equal texts."""
        return json.dumps([self.mode, sorted(self.calls)], ensure_ascii=False, separators=(",", ":"))

    @property
    def held(self) -> bool:
        """Say whether a call waits for a person."""
        return any(_kind(call) == "blocked_approval" for call in self.calls)

    def totals(self) -> dict[str, int]:
        """Return how many calls were of each of `KINDS`."""
        return _totals(self.calls)

    def by_tool(self) -> dict[str, dict[str, int]]:
        tools = sorted({call.tool for call in self.calls})
        return {tool: _totals([call for call in self.calls if call.tool == tool]) for tool in tools}


def parsed(raw: bytes | str) -> tuple[Call, ...] | None:
    """Read a JSON list of {tool, status, reason}; None for null, BadRun for anything else."""
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError):
        raise BadRun(COLUMN, "not_readable", "is not readable as JSON") from None
    if given is None:
        return None
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise BadRun(COLUMN, "not_readable", "write a list of {tool, status, reason}", given)
    counts = Counter(_call(each) for each in given)
    return tuple(Call(*key, count) for key, count in sorted(counts.items()))


def from_content(content: str) -> CallList:
    """Read what `CallList.content` wrote. Raises BadRun for anything else."""
    try:
        mode, calls = json.loads(content)
        return CallList(str(mode), tuple(_written(*call) for call in calls))
    except (ValueError, TypeError):
        raise BadRun("_calls", "not_readable", "is not what an export writes", content) from None


def _written(tool: str, status: str, reason: str, count: int, marks: str) -> JudgedCall:
    return JudgedCall(str(tool), ToolStatus(status), str(reason), int(count), str(marks))


def judged(calls: Sequence[Call], rules: Mapping[str, ActionRule], day: int, inputs: Any) -> CallList:
    """Judge calls by the modes of that day (ordinal); `inputs` is the run's object, None where it was not given."""
    modes = [_run_mode(rules[call.tool], day) for call in calls if call.tool in rules]
    found = tuple(JudgedCall(*call, _marks(call, rules, day, inputs)) for call in calls)
    known = [mode for mode in modes if mode is not None]
    return CallList(strictest(known).value if known else "none", found)


def depends(calls: Sequence[Call], rules: Mapping[str, ActionRule]) -> bool:
    """Say whether the judgement changes with the day or the inputs of a run."""
    called = [rules[call.tool] for call in calls if call.tool in rules]
    return any(rule.reads_inputs or len(rule.modes) > 1 or (rule.modes and rule.modes[0][0] > 0) for rule in called)


def _run_mode(rule: ActionRule, day: int) -> Mode | None:
    """A mode nobody stated is treated as in the loop; one of an unknown past counts for nothing."""
    if rule.modes and day < rule.modes[0][0]:
        return None
    return rule.mode_on(day) or Mode.IN


def _marks(call: Call, rules: Mapping[str, ActionRule], day: int, inputs: Any) -> str:
    if call.status not in RAN or not rules:
        return ""
    rule = rules.get(call.tool)
    if rule is None:
        return OUTSIDE
    mode = _effective(rule, day, inputs)
    marks = FORBIDDEN if mode is Mode.FORBIDDEN else ""
    if rule.has_effect and (mode in (Mode.SHADOW, Mode.IN) or (rule.always_approve and mode is not None)):
        marks += NEEDING
    return marks + (OVER_CAP if _is_over_cap(rule, inputs) else "")


def _effective(rule: ActionRule, day: int, inputs: Any) -> Mode | None:
    """The mode of this call: the strictest of the mode on file and the first limit that holds; None = not stated."""
    own = rule.mode_on(day)
    if own is None:
        return None
    moved = next((limit.mode for limit in rule.limits if _holds(limit, inputs)), own)
    base = Mode.ON if own is Mode.IN_ABOVE else own
    return moved if own is Mode.IN_ABOVE and moved is not Mode.IN_ABOVE else strictest((base, moved))


def _holds(limit: Limit, inputs: Any) -> bool:
    """Say whether a limit applies; a run that does not say the amount counts as above (columns.csv)."""
    if inputs is UNSEEN:
        return False
    value = looked_up(inputs, limit.field)
    if value is None:
        return True
    left, right = _number(value), _number(limit.value)
    if left is not None and right is not None:
        return _compare(left, limit.operator, right)
    if limit.operator is Operator.EQUAL:
        return str(value) == limit.value
    return limit.operator is not Operator.NOT_EQUAL or str(value) != limit.value


UNSEEN = object()
"""Inputs that were dropped before the agent was known: no limit can be read from them."""


def _compare(left: Decimal, operator: Operator, right: Decimal) -> bool:
    match operator:
        case Operator.ABOVE:
            return left > right
        case Operator.AT_LEAST:
            return left >= right
        case Operator.BELOW:
            return left < right
        case Operator.AT_MOST:
            return left <= right
        case Operator.EQUAL:
            return left == right
        case Operator.NOT_EQUAL:
            return left != right


def _is_over_cap(rule: ActionRule, inputs: Any) -> bool:
    if rule.cap_amount is None or rule.amount_field is None or inputs is UNSEEN:
        return False
    amount = _number(looked_up(inputs, rule.amount_field))
    return amount is not None and amount * NANO > rule.cap_amount


def looked_up(inputs: Any, path: str) -> Any:
    """Return the value of a key of inputs, dots for depth, None where there is none."""
    for key in path.split("."):
        inputs = inputs.get(key) if isinstance(inputs, dict) else None
    return inputs


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _call(given: dict[str, Any]) -> tuple[str, ToolStatus, str]:
    tool, status, reason = given.get("tool"), given.get("status"), given.get("reason") or ""
    if not isinstance(tool, str) or not tool.strip():
        raise BadRun(COLUMN, "missing", "each tool call needs the name of its tool", given)
    if (
        not isinstance(status, str)
        or status.replace("_", "").replace("-", "").replace(" ", "").casefold() not in STATUSES
    ):
        allowed = "ok, error, blocked, rolled_back"
        raise BadRun(COLUMN, "unknown_word", f"the status of a tool call is one of {allowed}", status or "")
    if not isinstance(reason, str):
        raise BadRun(COLUMN, "not_readable", "the reason of a tool call is text", reason)
    _readable(tool, LONGEST_TOOL)
    _readable(reason, LONGEST_REASON)
    return tool, STATUSES[status.replace("_", "").replace("-", "").replace(" ", "").casefold()], reason


def _readable(text: str, longest: int) -> None:
    if len(text) > longest:
        raise BadRun(COLUMN, "too_long", f"a tool or reason is longer than {longest} characters", text)
    if not text.isprintable():
        raise BadRun(COLUMN, "bad_character", "a tool or reason holds a control character", text)


def _kind(call: JudgedCall) -> str:
    if call.status is not ToolStatus.BLOCKED:
        return call.status.value
    if call.reason.startswith(HELD):
        return "blocked_approval"
    return "not_permitted" if call.reason.startswith(NOT_PERMITTED) else "blocked_unclassed"


def _totals(calls: Sequence[JudgedCall]) -> dict[str, int]:
    totals = dict.fromkeys(KINDS, 0)
    for call in calls:
        totals[_kind(call)] += call.times
        for mark, kind in (
            (FORBIDDEN, "forbidden"),
            (NEEDING, "needing"),
            (OVER_CAP, "over_cap"),
            (OUTSIDE, "not_permitted"),
        ):
            totals[kind] += call.times * (mark in call.marks)
    return totals
