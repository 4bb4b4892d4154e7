"""Counting what loaded runs, observations and incidents say, in the words of the samples' expected figures."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
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


def benchmark_figures(runs: Iterable[Cells]) -> dict[str, object]:
    """Figures of one agent on one benchmark, in the words of openhands_index."""
    every = list(runs)
    total = figures(every)
    return {
        "runs": total.runs,
        "resolved": total.success,
        "resolved_null": total.not_judged,
        "rate_pct": round(100 * total.success / total.runs, 6),
        "cost_null": total.cost_null,
        "submission_time": sorted({str(run["timestamp"]) for run in every}),
    }


def trial_figures(runs: Iterable[Cells]) -> dict[str, object]:
    """Figures of one agent over tasks and trials, in the words of tau_bench_airline_gpt4o."""
    every = list(runs)
    total = figures(every)
    tasks = by(every, lambda run: request_part(run, 1, " "))
    trials = by(every, lambda run: request_part(run, 3, " "))
    solved = Counter(sum(result(run) == "success" for run in task) for task in tasks.values())
    return {
        "runs": total.runs,
        "tasks": len(tasks),
        "trials": len(trials),
        "success": total.success,
        "success_rate": total.success / total.runs,
        "success_by_trial": {name: figures(group).success for name, group in trials.items()},
        "handoff_runs": total.handoff_runs,
        "handoff_rate": total.handoff_runs / total.runs,
        "handoff_calls": total.tools["transfer_to_human_agents"],
        "success_among_handoff": total.success_among_handoff,
        "tool_calls": total.tool_calls,
        "tool_calls_by_name": total.tools,
        "tool_error_messages": total.tool_errors,
        "tasks_solved_4_of_4": solved[4],
        "tasks_never_solved": solved[0],
    }


def simulation_figures(runs: Iterable[Cells], zone: tzinfo) -> dict[str, object]:
    """Figures of one agent, in the words of tau2_results_whissle; its times are local to the zone."""
    total = figures(runs)
    assert total.first is not None
    return {
        "runs": total.runs,
        "success": total.success,
        "handoff_runs": total.handoff_runs,
        "tool_calls_assistant": total.tool_calls,
        "tool_errors": total.tool_errors,
        "agent_cost_sum": total.cost_sum,
        "agent_cost_null": total.cost_null,
        "termination": {"user_stop": total.status["completed"]},
        "tools": total.tools,
        "first_start": total.first.astimezone(zone).replace(tzinfo=None).isoformat(),
        "success_rate": total.success / total.runs,
        "handoff_rate": total.handoff_runs / total.runs,
    }


def conversation_figures(runs: Iterable[Cells]) -> dict[str, object]:
    """Figures of one suite of conversations, in the words of whissle_flow."""
    total = figures(runs)
    return {
        "runs": total.runs,
        "success_true": total.success,
        "success_false": total.failure,
        "success_null": total.not_judged,
        "infra_fail": total.infra_fail,
        "infra_null": total.infra_null,
        "handoff_runs": total.handoff_runs,
        "first_ts": f"{total.first:%Y%m%dT%H%M%SZ}",
        "last_ts": f"{total.last:%Y%m%dT%H%M%SZ}",
    }


def sweep_figures(runs: Iterable[Cells]) -> dict[str, object]:
    """Figures of one sweep, in the words of whissle_medagent; all its runs share agent, model and time."""
    every = list(runs)
    total = figures(every)
    ((agent, model, at),) = {(run["agent_id"], run["model_version"], run["timestamp"]) for run in every}
    return {
        "agent_id": agent,
        "model": model,
        "generated_at": at,
        "runs": total.runs,
        "infra_fail": total.infra_fail,
        "scored": total.runs - total.infra_fail,
        "correct": total.success,
        "success_rate": total.success / total.runs,
        "published_rate_pct": 100 * total.success / total.runs,
        "status": dict(Counter(str(run.get("error") or run["status"]) for run in every)),
        "duration_ms_sum": total.duration_ms,
    }
