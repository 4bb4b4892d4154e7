"""The spans of one trace as one run record: its root agent's run, with every tool and model call of the trace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from agent_scorecard.loading.traces.attributes import UNTYPED
from agent_scorecard.loading.traces.ids import PER_MICROSECOND
from agent_scorecard.loading.traces.span import Part, Span
from agent_scorecard.runs.calls import HELD, LONGEST_REASON, NOT_PERMITTED
from agent_scorecard.runs.prices import Usage
from agent_scorecard.store.moments import EPOCH

PER_MILLISECOND = 1_000_000
NO_TYPE = "failed; the span names no error.type"
USD = "USD"
NANO = Decimal("1E-9")


@dataclass(frozen=True, slots=True)
class TraceRun:
    """A run as its trace tells it: the record for the door, and the calls that say their tokens but not their cost.

    `told`: nano-USD of the calls that do say it, None where they say it in another currency.
    """

    agent: str
    record: dict[str, Any]
    usages: tuple[Usage, ...]
    told: int | None = 0


def run_of(trace: str, spans: Sequence[Span]) -> TraceRun | None:
    """Return the run of a trace, None while no agent's span is there; the order of the spans means nothing."""
    root = _root(spans)
    if root is None:
        return None
    used = _counted(spans) or ((root,) if root.has_usage else ())
    usages = tuple(sorted(_usage(span) for span in used if not span.cost and _has_tokens(span)))
    record = {
        "timestamp": _time(root.start),
        "agent_id": root.agent,
        "request_id": trace,
        "workflow": root.workflow,
        "prompt_version": root.version,
        "model_version": _model(spans, root),
        "tool_calls": _calls(spans, root),
        "error": _note(root.error),
        "result": _result(spans),
        "duration_ms": (root.end - root.start) // PER_MILLISECOND,
        "input_tokens": _sum(span.input for span in used),
        "output_tokens": _sum(span.output for span in used),
        **_cost(used, bool(usages)),
        **root.said,
    }
    filled = {name: value for name, value in record.items() if value not in (None, "")}
    return TraceRun(root.agent, filled, usages, _told(used))


def _root(spans: Sequence[Span]) -> Span | None:
    """The agent's span no other one is known to stand above: one without parent first, then the one that began first.

    Further agents of the trace, below it or beside it, are part of its run.
    """
    known = {span.span: span for span in spans}
    agents = [span for span in spans if span.part is Part.AGENT]
    top = [span for span in agents if not any(above.part is Part.AGENT for above in _above(span, known))]
    return min(top or agents, key=lambda span: (bool(span.parent), _began(span)), default=None)


def _above(span: Span, known: Mapping[str, Span]) -> Iterator[Span]:
    """Climb from a span to those above it, as far as they are known; a circle ends where it began."""
    seen = {span.span}
    while (parent := known.get(span.parent)) is not None and parent.span not in seen:
        seen.add(parent.span)
        yield parent
        span = parent


def _began(span: Span) -> tuple[int, str]:
    return span.start, span.span


def _counted(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The model calls whose tokens and costs add up: one that only repeats those below it is left out."""
    known = {span.span: span for span in spans}
    calls = [span for span in spans if span.part is Part.MODEL and span.has_usage]
    repeats = {above.span for span in calls if not span.total for above in _above(span, known)}
    return tuple(span for span in calls if span.total or span.span not in repeats)


def _has_tokens(span: Span) -> bool:
    return bool(span.input or span.output)


def _usage(span: Span) -> Usage:
    return Usage(span.model, span.asked_model, span.input or 0, span.output or 0, span.cache_read, span.cache_write)


def _cost(used: Sequence[Span], incomplete: bool) -> dict[str, str]:
    """What the model calls say they cost; nothing where one of them only says its tokens, or the currencies differ."""
    currencies = {span.currency or USD for span in used if span.cost}
    if incomplete or len(currencies) != 1:
        return {}
    return {"cost_usd": format(_total(used), "f"), "cost_currency": next(iter(currencies))}


def _told(used: Sequence[Span]) -> int | None:
    in_usd = all((span.currency or USD) == USD for span in used if span.cost)
    return int(_total(used) / NANO) if in_usd else None


def _total(used: Sequence[Span]) -> Decimal:
    return sum((Decimal(span.cost) for span in used if span.cost), Decimal()).quantize(NANO, ROUND_HALF_EVEN)


def _sum(counts: Iterable[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _model(spans: Sequence[Span], root: Span) -> str:
    """The model most calls were answered by, else asked for, else that of the root."""
    calls = [span for span in spans if span.part is Part.MODEL]
    for names in ([span.model for span in calls], [span.asked_model for span in calls]):
        counted = Counter(name for name in names if name)
        if counted:
            return min(counted, key=lambda name: (-counted[name], name))
    return root.model or root.asked_model


def _result(spans: Sequence[Span]) -> str | None:
    """Right only where every evaluation that says either says right."""
    said = {result for span in spans for result in span.results}
    return "failure" if "failure" in said else "success" if said else None


def _calls(spans: Sequence[Span], root: Span) -> list[dict[str, str]] | None:
    """The tool calls in order; None, not recorded, where none is told apart from other spans."""
    calls = [_call(span) for span in sorted(spans, key=_began) if span.part is Part.TOOL]
    return None if root.total and not calls else calls


def _call(span: Span) -> dict[str, str]:
    """A tool call: failed with its error's type, blocked only where that type or the sender says so."""
    reason = span.said.get("reason") or (_note(span.error) or "")[:LONGEST_REASON]
    blocked = span.error.startswith((HELD, NOT_PERMITTED))
    status = span.said.get("status") or ("blocked" if blocked else "error" if span.error else "ok")
    return {"tool": span.tool, "status": status, **({"reason": reason} if reason else {})}


def _note(error: str) -> str | None:
    return NO_TYPE if error == UNTYPED else error or None


def _time(nanoseconds: int) -> str:
    at = EPOCH + timedelta(microseconds=nanoseconds // PER_MICROSECOND)
    return at.isoformat().replace("+00:00", "Z")
