"""What is counted over runs and which measures come from it: one table for the embedded store and for a cluster.

A run is described by the words and numbers of `RUN_COLUMNS`. `COUNTERS` says what each daily figure adds up and over
which runs; `RUN_MEASURES` divides those sums (rules 1, 4, 11; catalogue of measures). Engines compile this table, they
never repeat it. Counts add up over days, versions and agents; `MONTH_FIGURES` do not and are read from the runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import log
from types import MappingProxyType
from typing import Any

from agent_scorecard.vocabulary import ReviewOutcome, RunResult, RunStatus

NANO = 1_000_000_000

RUN_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "status": "what the agent did (RunStatus)",
        "outcome": "what people did, exactly one (ReviewOutcome)",
        "result": "whether the work came out right (RunResult)",
        "infra_failure": "1 when the run failed for reasons outside the agent",
        "edited_major": "1 when an edit was substantive or ungraded",
        "override_only": "1 when the log says human_override and nothing else about people",
        "contradictory": "1 when several columns disagree about what people did",
        "people_known": "1 when the log or an approvals row says anything of people, also that they did nothing",
        "shadow": "0 when the shadow proposal equals what was done, 1 when it differs, None outside shadow",
        "cost": "nano-units of the run's currency, None unknown",
        "duration_ms": "milliseconds, None unknown",
        "sources": "sources cited in the output, None unknown",
        "calls": "tool calls made, None not recorded",
        "calls_ok": "tool calls that ran",
        "calls_error": "tool calls that failed",
        "calls_blocked_approval": "tool calls held for a person",
        "calls_not_permitted": "tool calls outside the permission list",
        "calls_blocked_unclassed": "tool calls blocked for another or no reason",
        "calls_rolled_back": "tool calls undone afterwards",
        "audit_present": "required audit fields that are there",
        "audit_required": "audit fields this run needs",
        "limit_breaches": "ok calls above a cap, or without the approval they needed",
        "without_approval": "ok calls in shadow or in the loop that nobody approved",
        "forbidden_calls": "ok calls whose action is forbidden",
        "user": "the person served, hashed, None unknown",
    }
)


@dataclass(frozen=True, slots=True)
class Among:
    """The column is one of these words or numbers; unknown is never among them."""

    column: str
    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """The column is not None."""

    column: str


@dataclass(frozen=True, slots=True)
class Above:
    """The column is known and greater than the number."""

    column: str
    number: int


@dataclass(frozen=True, slots=True)
class Every:
    """All of these hold; with none given, always."""

    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these holds."""

    conditions: tuple[Condition, ...]


Condition = Among | Known | Above | Every | Either


class Form(StrEnum):
    """How an amount enters its sum; logarithm and squares are of whole units (cost in currency, not nano)."""

    AS_IS = "as_is"
    SQUARE = "square"
    LOG = "log"
    LOG_SQUARE = "log_square"


@dataclass(frozen=True, slots=True)
class Counter:
    """A daily figure: over the runs where the condition holds, their number or the sum of a column."""

    name: str
    where: Condition
    sum_of: str | None = None
    form: Form = Form.AS_IS

    @property
    def whole(self) -> bool:
        """Say whether the sum is a whole number."""
        return self.form is Form.AS_IS


@dataclass(frozen=True, slots=True)
class RunMeasure:
    """A measure as sums of counters; without denominator it is a count. `per` of it make the measure's unit.

    `of_people`: it counts what people did, and is unknown where the log of an agent never speaks of them.
    """

    key: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...] = ()
    per: int = 1
    of_people: bool = False


class MonthKind(StrEnum):
    """How a figure of a month is read from its runs."""

    QUANTILE = "quantile"
    DISTINCT = "distinct"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class MonthFigure:
    """A figure of a month that days cannot add up to.

    A quantile is the nearest rank over counted runs where the column is known, `percent` whole, n = those runs; money
    only where the month has one currency. Distinct and repeated count users: n = users of the month, or of the month
    before. `per` of the column make the measure's unit.
    """

    key: str
    kind: MonthKind
    column: str
    percent: int = 0
    per: int = 1


OF_THE_AGENT = Among("infra_failure", (0,))
STARTED_STATUS = Among("status", (RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.STOPPED, RunStatus.BLOCKED))
ANSWERED = Among("outcome", tuple(outcome for outcome in ReviewOutcome if outcome is not ReviewOutcome.PENDING))
COUNTED = Every((OF_THE_AGENT, STARTED_STATUS, ANSWERED))
NOT_COUNTED = Every(
    (
        OF_THE_AGENT,
        Either(
            (
                Among("status", (RunStatus.CANCELLED, RunStatus.RUNNING, RunStatus.PENDING)),
                Among("outcome", (ReviewOutcome.PENDING,)),
            )
        ),
    )
)
COMPLETED_STATUS = Among("status", (RunStatus.COMPLETED,))
NOT_ESCALATED = Among("outcome", tuple(outcome for outcome in ReviewOutcome if outcome is not ReviewOutcome.ESCALATED))
JUDGED = Among("result", (RunResult.SUCCESS, RunResult.FAILURE))
SUCCEEDED = Among("result", (RunResult.SUCCESS,))
REVIEWED = Among("outcome", tuple(outcome for outcome in ReviewOutcome if outcome.is_reviewed))
INTERVENED = Among("outcome", tuple(outcome for outcome in ReviewOutcome if outcome.is_intervention))


def _counted(*conditions: Condition) -> Every:
    return Every((*COUNTED.conditions, *conditions))


def _ended(status: RunStatus) -> Every:
    return _counted(Among("status", (status,)))


def _answered(outcome: ReviewOutcome) -> Every:
    return _counted(Among("outcome", (outcome,)))


COUNTERS: tuple[Counter, ...] = (
    Counter("started", COUNTED),
    Counter("completed", _counted(COMPLETED_STATUS, NOT_ESCALATED)),
    Counter("failed", _ended(RunStatus.FAILED)),
    Counter("stopped", _ended(RunStatus.STOPPED)),
    Counter("blocked", _ended(RunStatus.BLOCKED)),
    Counter("infra_failed", Among("infra_failure", (1,))),
    Counter("not_counted", NOT_COUNTED),
    Counter("reviewed", _counted(REVIEWED)),
    Counter("accepted", _answered(ReviewOutcome.ACCEPTED)),
    Counter("edited", _answered(ReviewOutcome.EDITED)),
    Counter("edited_major", _counted(Among("outcome", (ReviewOutcome.EDITED,)), Among("edited_major", (1,)))),
    Counter("rejected", _answered(ReviewOutcome.REJECTED)),
    Counter("overridden", _answered(ReviewOutcome.OVERRIDDEN)),
    Counter("escalated", _answered(ReviewOutcome.ESCALATED)),
    Counter("interventions", _counted(INTERVENED)),
    Counter("interventions_completed", _counted(INTERVENED, COMPLETED_STATUS)),
    Counter("override_known", _counted(Among("override_only", (1,)))),
    Counter("success", _counted(SUCCEEDED)),
    Counter("failure", _counted(Among("result", (RunResult.FAILURE,)))),
    Counter("usable", _counted(COMPLETED_STATUS, NOT_ESCALATED, SUCCEEDED)),
    Counter(
        "completable",
        _counted(
            Either(
                (
                    Among("status", (RunStatus.FAILED, RunStatus.STOPPED, RunStatus.BLOCKED)),
                    Among("outcome", (ReviewOutcome.ESCALATED,)),
                    JUDGED,
                )
            )
        ),
    ),
    Counter("cost_known", _counted(Known("cost"))),
    Counter("cost", _counted(Known("cost")), "cost"),
    Counter("cost_log_n", _counted(Above("cost", 0))),
    Counter("cost_log", _counted(Above("cost", 0)), "cost", Form.LOG),
    Counter("cost_log_sq", _counted(Above("cost", 0)), "cost", Form.LOG_SQUARE),
    Counter("cost_sq", _counted(Known("cost")), "cost", Form.SQUARE),
    Counter("duration_known", _counted(Known("duration_ms"))),
    Counter("duration_ms", _counted(Known("duration_ms")), "duration_ms"),
    Counter("calls_recorded", _counted(Known("calls"))),
    Counter("calls", OF_THE_AGENT, "calls"),
    Counter("calls_ok", OF_THE_AGENT, "calls_ok"),
    Counter("calls_error", OF_THE_AGENT, "calls_error"),
    Counter("calls_blocked_approval", OF_THE_AGENT, "calls_blocked_approval"),
    Counter("calls_not_permitted", OF_THE_AGENT, "calls_not_permitted"),
    Counter("calls_blocked_unclassed", OF_THE_AGENT, "calls_blocked_unclassed"),
    Counter("calls_rolled_back", OF_THE_AGENT, "calls_rolled_back"),
    Counter("citing", _counted(Above("sources", 0))),
    Counter("citation_known", _counted(Known("sources"))),
    Counter("shadow_compared", _counted(Known("shadow"))),
    Counter("shadow_differs", _counted(Among("shadow", (1,)))),
    Counter("audit_present", COUNTED, "audit_present"),
    Counter("audit_required", COUNTED, "audit_required"),
    Counter("limit_breaches", Every(), "limit_breaches"),
    Counter("without_approval", Every(), "without_approval"),
    Counter("forbidden_calls", Every(), "forbidden_calls"),
    Counter("contradictory", Among("contradictory", (1,))),
    Counter("spend_known", Known("cost")),
    Counter("spend", Known("cost"), "cost"),
    Counter("people_known", Among("people_known", (1,))),
)
"""The daily figures, in the order in which `DayFigures.counts` holds them.

started = ended by itself, not an infrastructure failure, no answer awaited. `cost` is over started runs; `spend` is
over all runs, because a budget pays for failures too. Calls are counted in every run but infrastructure failures: a
call held for a person leaves its run pending, and would vanish from the figures otherwise.
"""

POSITION: Mapping[str, int] = MappingProxyType({counter.name: place for place, counter in enumerate(COUNTERS)})
"""Where each counter stands in `DayFigures.counts`."""

RUN_MEASURES: Mapping[str, RunMeasure] = MappingProxyType(
    {
        measure.key: measure
        for measure in (
            RunMeasure("intervention_rate", ("interventions",), ("reviewed",)),
            RunMeasure("override_rate", ("overridden",), ("completed",), of_people=True),
            RunMeasure("human_correction_rate", ("edited_major",), ("reviewed",)),
            RunMeasure("rejection_rate", ("rejected",), ("reviewed",)),
            RunMeasure("escalation_rate", ("escalated",), ("started",), of_people=True),
            RunMeasure("escalation_count", ("escalated",), of_people=True),
            RunMeasure("rollback_rate", ("calls_rolled_back",), ("calls_ok", "calls_rolled_back")),
            RunMeasure("accuracy", ("success",), ("success", "failure")),
            RunMeasure("completion_rate", ("usable",), ("completable",)),
            RunMeasure("exception_rate", ("failed",), ("started",)),
            RunMeasure("loop_stops", ("stopped",), ("started",)),
            RunMeasure("audit_completeness", ("audit_present",), ("audit_required",)),
            RunMeasure("permission_exceptions", ("calls_not_permitted",), ("calls",)),
            RunMeasure(
                "blocked_calls",
                ("calls_blocked_approval", "calls_not_permitted", "calls_blocked_unclassed"),
                ("calls",),
            ),
            RunMeasure("cost_per_task", ("cost",), ("cost_known",), NANO),
            RunMeasure("cost_per_completed_task", ("cost",), ("usable",), NANO),
            RunMeasure("volume", ("started",)),
            RunMeasure("outputs_completed", ("completed",)),
            RunMeasure("citation_rate", ("citing",), ("citation_known",)),
            RunMeasure("shadow_gap", ("shadow_differs",), ("shadow_compared",)),
            RunMeasure("trace_coverage", ("calls_recorded",), ("started",)),
        )
    }
)

MONTH_FIGURES: tuple[MonthFigure, ...] = (
    MonthFigure("p95_task_latency", MonthKind.QUANTILE, "duration_ms", 95, 1000),
    MonthFigure("p99_cost_per_task", MonthKind.QUANTILE, "cost", 99, NANO),
    MonthFigure("active_users", MonthKind.DISTINCT, "user"),
    MonthFigure("repeat_usage", MonthKind.REPEATED, "user"),
)


def nearest_rank(percent: int, n: int) -> int:
    """Return the ordinal rank, from 1, of the nearest-rank percentile of n values: ceil(percent * n / 100)."""
    return max(1, (n * percent + 99) // 100)


def holds(condition: Condition, run: Mapping[str, Any]) -> bool:
    """Say whether a run, given as the values of `RUN_COLUMNS`, meets the condition."""
    match condition:
        case Among(column, values):
            return run[column] in values
        case Known(column):
            return run[column] is not None
        case Above(column, number):
            return run[column] is not None and run[column] > number
        case Every(conditions):
            return all(holds(each, run) for each in conditions)
        case Either(conditions):
            return any(holds(each, run) for each in conditions)


def amount(counter: Counter, run: Mapping[str, Any]) -> float:
    """Return what one run adds to a counter, 0 when it does not count."""
    if not holds(counter.where, run):
        return 0
    if counter.sum_of is None:
        return 1
    return _formed(counter.form, run[counter.sum_of])


def _formed(form: Form, value: int | None) -> float:
    if value is None or form is Form.AS_IS:
        return value or 0
    units = value / NANO
    if form is Form.SQUARE:
        return units * units
    return log(units) if form is Form.LOG else log(units) ** 2
