"""What a task costs, in three figures never derived from one another, and days that cost far too much (rules 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log, sqrt
from statistics import median

from agent_scorecard import format as text
from agent_scorecard.policy.run_measures import NANO, POSITION
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Finding, say
from agent_scorecard.rules.climbing import WEEK, Days, age, days_after, days_of_reference, testable
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Change, DayFigures
from agent_scorecard.rules.finding import found
from agent_scorecard.rules.run_counts import Sums, added, run_days
from agent_scorecard.rules.statistics import Ratio, t_quantile


@dataclass(frozen=True, slots=True)
class CostChange:
    """Typical and mean cost per run, after over before; None where there are too few runs to say (rules 4).

    The costs of a side are in units of the currency.
    """

    change: Change | None
    earlier: Days
    later: Days
    n_before: int
    n_after: int
    typical: Ratio | None
    mean: Ratio | None
    typical_before: float
    typical_after: float
    mean_before: float
    mean_after: float


def cost_change(evidence: Evidence, policy: Policy) -> Finding | None:
    """Return the finding where a run costs more or less than before, by the typical or by the mean cost."""
    moved = cost_moved(evidence, policy)
    if moved is None:
        return None
    parts = []
    if moved.typical is not None and _is_clear(moved.typical) and _is_large(moved.typical, policy):
        parts.append(_ratio_words("typical cost per run", moved.typical))
    if moved.mean is not None and _is_clear(moved.mean):
        parts.append(_ratio_words("mean cost per run", moved.mean))
    if not parts:
        return None
    currency = run_days(evidence, policy).currency
    since = "the last change" if moved.change is not None else "the weeks before this quarter"
    before, after = (text.money(round(value * NANO), currency) for value in (moved.typical_before, moved.typical_after))
    words = f"Against {since}, {' and '.join(parts)}; typical {before} to {after}, n = {text.count(moved.n_before)} / "
    sentence = say(
        "cost_change",
        f"{words}{text.count(moved.n_after)}.",
        typical=moved.typical.ratio if moved.typical else None,
        mean=moved.mean.ratio if moved.mean else None,
        n_before=moved.n_before,
        n_after=moved.n_after,
    )
    return found(evidence, policy, "cost_change", sentence)


def cost_moved(evidence: Evidence, policy: Policy) -> CostChange | None:
    """Return how the cost of a run moved since the last change, or against the frozen reference without one."""
    runs = run_days(evidence, policy)
    if not runs.timed:
        return None
    days = policy.signals.after_days
    recent = [row for row in testable(evidence, policy, evidence.as_of) if age(evidence, row) <= days]
    change = recent[0] if recent else None
    if change is not None:
        spans = days_after(evidence, policy, change, evidence.as_of, days, runs.timed[0].day)
    else:
        spans = days_of_reference(evidence, policy)
    if spans is None:
        return None
    before, after = (added(runs.between(*span, timed=True)) for span in spans)
    old, new = _log_moments(before), _log_moments(after)
    if old is None or new is None or not (before.of("cost_known") and after.of("cost_known")):
        return None
    enough = min(old.n, new.n) >= policy.cost.typical_min_n
    return CostChange(
        change,
        *spans,
        old.n,
        new.n,
        _welch(new, old, policy.cost.z) if enough else None,
        _mean_ratio(policy, after, before),
        exp(old.mean),
        exp(new.mean),
        *(each.of("cost") / NANO / each.of("cost_known") for each in (before, after)),
    )


def cost_tail(evidence: Evidence, policy: Policy) -> Finding | None:
    """Return the finding where the dearest run in a hundred costs many times the usual one (rules 5)."""
    tail, numbers = evidence.cost_tail, policy.cost
    if tail is None or tail.n < numbers.tail_min_n or tail.p99 < numbers.tail_ratio * tail.p50 or not tail.p50:
        return None
    words = (
        f"One run in a hundred costs at least {text.money(tail.p99, tail.currency)}, "
        f"{text.number(tail.p99 / tail.p50)} times the usual {text.money(tail.p50, tail.currency)}; "
        f"the dearest 1 % takes {text.percent(tail.dearest_share)} of the spend (n = {text.count(tail.n)})."
    )
    sentence = say("cost_tail", words, p50=tail.p50, p99=tail.p99, n=tail.n, dearest_share=tail.dearest_share)
    return found(evidence, policy, "cost_tail", sentence)


def spike(evidence: Evidence, policy: Policy) -> Finding | None:
    """Return the last day, or week of a quiet agent, that cost far more than the four weeks before it (rules 5)."""
    timed = run_days(evidence, policy).timed
    if not timed:
        return None
    daily = _daily(evidence, timed, policy.look_back.findings_days + policy.cost.spike_days + WEEK)
    for back in range(policy.look_back.findings_days):
        day = evidence.as_of - timedelta(days=back)
        if (day - timed[0].day).days < policy.cost.spike_days:
            return None
        pace = _pace(policy, daily, back)
        usual, most = median(pace.before), max(pace.before)
        far = pace.spent > policy.cost.spike_median * usual and pace.spent > policy.cost.spike_maximum * most
        if usual > 0 and far:
            return _spiked(evidence, policy, day, pace.weekly, pace.spent, usual)
    return None


@dataclass(frozen=True, slots=True)
class _Pace:
    """Spend of a day and of the 28 days before it; in weeks where a day has too few runs to compare."""

    weekly: bool
    spent: int
    before: list[int]


@dataclass(frozen=True, slots=True)
class _Daily:
    """Runs with a known cost, and their cost, of the last days; the as-of day first."""

    runs: list[int]
    costs: list[int]


def _pace(policy: Policy, daily: _Daily, back: int) -> _Pace:
    days = policy.cost.spike_days
    weekly = sum(daily.runs[back + 1 : back + 1 + days]) < policy.cost.spike_min_runs_per_day * days
    length = WEEK if weekly else 1
    starts = range(back + length, back + length + days, length)
    before = [sum(daily.costs[start : min(start + length, starts.stop)]) for start in starts]
    return _Pace(weekly, sum(daily.costs[back : back + length]), before)


def _spiked(evidence: Evidence, policy: Policy, day: date, quiet: bool, spent: int, usual: float) -> Finding:
    currency = run_days(evidence, policy).currency
    when = f"The week to {text.day(day, evidence.as_of)}" if quiet else text.day(day, evidence.as_of)
    words = f"{when} cost {text.money(spent, currency)}; the usual is {text.money(round(usual), currency)}."
    sentence = say("budget.spike", words, day=day.isoformat(), spent=spent, usual=usual)
    return found(evidence, policy, "budget", sentence, weak=True)


def _daily(evidence: Evidence, timed: tuple[DayFigures, ...], days: int) -> _Daily:
    """Return what so many days to the as-of day cost."""
    found = _Daily([0] * days, [0] * days)
    runs_at, cost_at = POSITION["spend_known"], POSITION["spend"]
    for row in reversed(timed):
        back = (evidence.as_of - row.day).days
        if back >= days:
            break
        found.runs[back] += int(row.counts[runs_at])
        found.costs[back] += int(row.counts[cost_at])
    return found


@dataclass(frozen=True, slots=True)
class _Moments:
    n: int
    mean: float
    error: float


def _log_moments(sums: Sums) -> _Moments | None:
    return _moments(sums.of("cost_log_n"), sums.of("cost_log"), sums.of("cost_log_sq"))


def _moments(n: float, total: float, squares: float) -> _Moments | None:
    """Return mean and squared standard error from sums, None under two cases."""
    if n < 2:
        return None
    mean = total / n
    return _Moments(round(n), mean, max(0.0, squares - n * mean * mean) / (n - 1) / n)


def _welch(new: _Moments, old: _Moments, z: float) -> Ratio:
    """Return the ratio of geometric means with Welch's interval on logarithms (calibration 5)."""
    variance = new.error + old.error
    spread = new.error**2 / (new.n - 1) + old.error**2 / (old.n - 1)
    df = variance**2 / spread if spread else float(new.n + old.n - 2)
    half, difference = t_quantile(z, df) * sqrt(variance), new.mean - old.mean
    return Ratio(exp(difference), exp(difference - half), exp(difference + half), df)


def _mean_ratio(policy: Policy, after: Sums, before: Sums) -> Ratio | None:
    """Return the ratio of means with the delta interval, None under 500 runs on a side (calibration 5)."""
    sides = [_moments(each.of("cost_known"), each.of("cost") / NANO, each.of("cost_sq")) for each in (after, before)]
    new, old = sides
    if new is None or old is None or min(new.n, old.n) < policy.cost.mean_min_n or not (new.mean and old.mean):
        return None
    half = policy.cost.z * sqrt(new.error / new.mean**2 + old.error / old.mean**2)
    ratio = new.mean / old.mean
    return Ratio(ratio, exp(log(ratio) - half), exp(log(ratio) + half))


def _is_clear(ratio: Ratio) -> bool:
    return ratio.low > 1 or ratio.high < 1


def _is_large(ratio: Ratio, policy: Policy) -> bool:
    return abs(ratio.ratio - 1) >= policy.cost.typical_change


def _ratio_words(what: str, ratio: Ratio) -> str:
    way = "up" if ratio.ratio > 1 else "down"
    low, high = (text.change(end - 1) for end in (ratio.low, ratio.high))
    return f"the {what} is {way} {text.percent(abs(ratio.ratio - 1), 0)} ({low} to {high})"
