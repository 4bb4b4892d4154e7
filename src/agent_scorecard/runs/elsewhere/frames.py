"""The counters and month figures of `policy.run_measures` over a frame of runs, for every engine narwhals speaks to.

A frame has a row for each run and the columns of `facts.SCHEMA`. Sums of logarithms and squares are added up as whole
numbers, so that no order of adding changes a digit.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import Any

import narwhals as nw

from agent_scorecard.policy.run_measures import (
    COUNTED,
    COUNTERS,
    NANO,
    Above,
    Among,
    Condition,
    Counter,
    Either,
    Every,
    Form,
    Known,
    MonthFigure,
)

Frame = nw.LazyFrame[Any]
DAY_KEY = ("day", "agent", "version", "case_class", "mode", "currency", "stated")
REQUEST = ("agent", "request")
PLACES = ("file", "block", "line")
FINE = 10**12
"""A form is added up as whole units and trillionths of a unit."""
WHOLE, PART = "{}_whole", "{}_part"
KEPT, DUPLICATE, CLASHES = 0, 1, 2


def condition(where: Condition) -> nw.Expr:
    """Return a condition as an expression; unknown is never true."""
    match where:
        case Among(column, values):
            return nw.col(column).is_in(values)
        case Known(column):
            return ~nw.col(column).is_null()
        case Above(column, number):
            return nw.col(column) > number
        case Every(conditions):
            return reduce(and_, map(condition, conditions)) if conditions else nw.lit(True)
        case Either(conditions):
            return reduce(or_, map(condition, conditions))


def settled(frame: Frame) -> Frame:
    """Add `fate` to every run: kept, a repeat, or refused because two contents share the latest time (rules 11)."""
    nth = nw.col("line").cum_count().over(*REQUEST, "at", "digest", order_by=PLACES)
    frame = frame.with_columns(nth=nth, latest=nw.col("at").max().over(*REQUEST))
    of_latest = nw.when(nw.col("at") == nw.col("latest")).then(nw.col("digest"))
    frame = frame.with_columns(of_latest=of_latest)
    frame = frame.with_columns(
        lowest=nw.col("of_latest").min().over(*REQUEST), highest=nw.col("of_latest").max().over(*REQUEST)
    )
    early = nw.when(nw.col("at") < nw.col("latest")).then(nw.lit(DUPLICATE)).otherwise(nw.lit(KEPT))
    once = nw.when(nw.col("lowest") != nw.col("highest")).then(nw.lit(CLASHES)).otherwise(early)
    fate = nw.when(nw.col("nth") > 1).then(nw.lit(DUPLICATE)).otherwise(once)
    return frame.with_columns(fate=fate)


def days(frame: Frame) -> Frame:
    """Return `runs` and every counter by `DAY_KEY`; a form comes in two columns, see `read_back`."""
    return frame.group_by(*DAY_KEY).agg(nw.len().alias("runs"), *(each for one in COUNTERS for each in totals(one)))


def totals(counter: Counter) -> tuple[nw.Expr, ...]:
    """Return what adds a counter up over a group of runs."""
    value = nw.lit(1) if counter.sum_of is None else nw.col(counter.sum_of)
    if counter.whole:
        return (_total(counter, value).alias(counter.name),)
    formed = _formed(counter.form, value / NANO)
    whole = formed.floor()
    part = ((formed - whole) * FINE).round()
    return (
        _total(counter, whole).alias(WHOLE.format(counter.name)),
        _total(counter, part.cast(nw.Int64)).alias(PART.format(counter.name)),
    )


def read_back(row: dict[str, int]) -> tuple[float, ...]:
    """Return the counters of a row of `days`, in their order."""
    return tuple(
        row[each.name] if each.whole else row[WHOLE.format(each.name)] + row[PART.format(each.name)] / FINE
        for each in COUNTERS
    )


def _total(counter: Counter, value: nw.Expr) -> nw.Expr:
    return nw.when(condition(counter.where)).then(value).otherwise(nw.lit(0)).fill_null(0).sum()


def _formed(form: Form, units: nw.Expr) -> nw.Expr:
    match form:
        case Form.SQUARE:
            return units * units
        case Form.LOG:
            return units.log()
        case Form.LOG_SQUARE:
            return units.log() * units.log()
        case Form.AS_IS:
            return units


def quantile(frame: Frame, figure: MonthFigure) -> Frame:
    """Return month, agent, value and n of a nearest-rank quantile, with the lowest and highest currency."""
    group = ("month", "agent")
    value = nw.col(figure.column)
    counted = frame.filter(condition(COUNTED) & ~value.is_null()).select(*group, value.alias("value"), "currency")
    ranked = counted.with_columns(
        place=nw.col("value").rank("ordinal").over(*group),
        n=nw.col("value").count().over(*group),
        lowest=nw.col("currency").min().over(*group),
        highest=nw.col("currency").max().over(*group),
    )
    at_rank = nw.col("place") == (nw.col("n") * figure.percent + 99) // 100
    return ranked.filter(at_rank).select(*group, "value", "n", "lowest", "highest")


def users(frame: Frame, column: str) -> Frame:
    """Return month, agent and n of the users of each month."""
    return _served(frame, column).group_by("month", "agent").agg(n=nw.len())


def returning(frame: Frame, column: str) -> Frame:
    """Return month, agent, `again` and n: users of the month before, and how many of them came back."""
    later = nw.col("month").shift(-1).over("agent", column, order_by="month")
    served = _served(frame, column).with_columns(later=later)
    back = nw.when(nw.col("later") == nw.col("month") + 1).then(nw.lit(1)).otherwise(nw.lit(0))
    counted = served.select("agent", (nw.col("month") + 1).alias("month"), back.alias("again"))
    return counted.group_by("month", "agent").agg(again=nw.col("again").sum(), n=nw.len())


def _served(frame: Frame, column: str) -> Frame:
    return frame.filter(~nw.col(column).is_null()).select("month", "agent", column).unique(["month", "agent", column])


def calls(frame: Frame) -> Frame:
    """Return how many runs of a day made each list of calls, approved or not."""
    group = ("day", "agent", "content", "approved")
    return frame.filter(~nw.col("content").is_null()).group_by(*group).agg(n=nw.len())


def beyond_caps(frame: Frame, over: Frame) -> Frame:
    """Add the calls of each run beyond a daily cap, `over` by agent, moment and request, to its limit breaches."""
    joined = frame.join(over, on=["agent", "at", "request"], how="left")
    return joined.with_columns(limit_breaches=nw.col("limit_breaches") + nw.col("over").fill_null(0))
