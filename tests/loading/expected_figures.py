"""Counting what loaded runs, observations and incidents say, in the words of the samples' expected figures."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

Cells = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RunFigures:
    """What one set of runs adds up to; unknown is counted beside, never as zero."""

    runs: int
    success: int
    failure: int
    not_judged: int
    handoff_runs: int
    success_among_handoff: int
    infra_fail: int
    infra_null: int
    cost_null: int
    cost_sum: Decimal
    duration_ms: int
    tool_calls: int
    tool_errors: int
    tools: Mapping[str, int]
    status: Mapping[str, int]
    first: datetime | None
    last: datetime | None


def figures(runs: Iterable[Cells]) -> RunFigures:
    """Add up runs in the shape of a run record."""
    every = list(runs)
    results = Counter(result(run) for run in every)
    calls = [call for run in every for call in calls_of(run)]
    costs = [Decimal(str(run["cost_usd"])) for run in every if run.get("cost_usd") is not None]
    times = sorted(datetime.fromisoformat(str(run["timestamp"])) for run in every if run.get("timestamp") is not None)
    handed = [run for run in every if run.get("review_outcome") == "escalated"]
    return RunFigures(
        runs=len(every),
        success=results["success"],
        failure=results["failure"],
        not_judged=results["not_judged"],
        handoff_runs=len(handed),
        success_among_handoff=sum(result(run) == "success" for run in handed),
        infra_fail=sum(truth(run.get("infra_failure")) is True for run in every),
        infra_null=sum(truth(run.get("infra_failure")) is None for run in every),
        cost_null=len(every) - len(costs),
        cost_sum=sum(costs, Decimal(0)),
        duration_ms=sum(int(str(run["duration_ms"])) for run in every if run.get("duration_ms") is not None),
        tool_calls=len(calls),
        tool_errors=sum(call.get("status") == "error" for call in calls),
        tools=dict(Counter(str(call["tool"]) for call in calls)),
        status=dict(Counter(str(run.get("status") or "completed") for run in every)),
        first=times[0] if times else None,
        last=times[-1] if times else None,
    )


def by(rows: Iterable[Cells], key: Callable[[Cells], str]) -> dict[str, list[Cells]]:
    """Sort rows into groups."""
    groups = defaultdict[str, list[Cells]](list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(groups)


def result(run: Cells) -> str:
    return str(run.get("result") or "not_judged")


def truth(value: object) -> bool | None:
    """Read a three-valued fact, from a run record or from a column."""
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(str(value).lower())


def calls_of(run: Cells) -> Sequence[Mapping[str, object]]:
    calls = run.get("tool_calls")
    return calls if isinstance(calls, list) else []


def request_part(run: Cells, part: int, separator: str = "/") -> str:
    """Give one part of a request id that was made from several fields."""
    return str(run["request_id"]).split(separator)[part]


def findings(incidents: Iterable[Cells]) -> dict[str, int]:
    """Count incidents made from findings as `type:severity`; the summary begins with the type."""
    return dict(Counter(f"{str(row['summary']).split(':')[0]}:{row['severity']}" for row in incidents))
