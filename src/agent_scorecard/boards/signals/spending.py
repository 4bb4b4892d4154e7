"""What a task costs, and whether the budgets hold."""

from __future__ import annotations

from agent_scorecard import format as text
from agent_scorecard.boards.how import judged
from agent_scorecard.boards.signals.shapes import (
    Compared,
    Kind,
    Known,
    Side,
    Signal,
    SignalFigure,
    raised,
    signal_of,
    silent,
)
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.budget import Spending, budgets_in_force, spending
from agent_scorecard.rules.explained import Explanations
from agent_scorecard.rules.facts import CostTail
from agent_scorecard.rules.run_counts import first_of, run_days, total
from agent_scorecard.rules.signals import change_words
from agent_scorecard.rules.spend import CostChange, cost_moved
from agent_scorecard.rules.statistics import Ratio
from agent_scorecard.rules.units import in_words

NANO = 1_000_000_000
SHARE, MEAN = "share", "cost_per_completed_task"


def cost(one: Assessment, policy: Policy, told: Explanations) -> Signal:
    """Return what a task costs by its three figures, none derived from another (rules 4)."""
    evidence = one.evidence
    found = raised(one, "cost_change", "cost_tail")
    how = (told.code("cost_change"), told.code("cost_tail"))
    moved, tail = cost_moved(evidence, policy), evidence.cost_tail
    if moved is None and tail is None:
        return _loaded(one, how)
    currency = run_days(evidence, policy).currency
    codes = {row.code for row in found}
    quiet = [_moved_words(moved, currency)] if moved is not None and "cost_change" not in codes else []
    quiet += [_tail_words(tail, policy)] if tail is not None and "cost_tail" not in codes else []
    words = " ".join([*(row.sentence.text for row in found), *quiet])
    figures = (*_moved_figures(moved, currency), *_tail_figures(tail, policy))
    compared = () if moved is None else _moves(moved)
    few = moved is None or moved.typical is None
    known = Known.TOO_FEW if few and (tail is None or tail.n < policy.cost.tail_min_n) else Known.MEASURED
    return signal_of(one, Kind.COST, words, how, found, known=known, figures=figures, compared=compared)


def _loaded(one: Assessment, how: tuple[str, ...]) -> Signal:
    """Return the mean cost a file gave for a completed task, where no run says what it cost."""
    row = judged(one, MEAN)
    if row is None or row.figure is None:
        known = silent(one)
        said = "No data: no run has arrived." if known is Known.NO_DATA else "Not measured: no run says what it cost."
        return signal_of(one, Kind.COST, said, how, known=known)
    currency, cost = one.evidence.company.currency, row.figure
    said = text.value_text(cost.value, row.measure.unit, row.measure.aggregation, currency)
    words = f"{said} for a completed task in {in_words(row.period)}, as loaded; no run says what it cost."
    return signal_of(one, Kind.COST, words, (row.how,), figures=(SignalFigure("mean", cost.value, currency, n=cost.n),))


def budget(one: Assessment, policy: Policy, told: Explanations) -> Signal:
    """Return how much of each budget is spent and will be, and days that cost far too much (rules 5)."""
    evidence, how = one.evidence, (told.code("budget"),)
    found, in_force = raised(one, "budget"), budgets_in_force(evidence)
    spent = [seen for row in in_force if (seen := spending(evidence, policy, row)) is not None]
    if not (spent or found):
        words = "Not measured: nobody recorded any spend." if in_force else "No data: no budget is set."
        return signal_of(one, Kind.BUDGET, words, how, known=Known.NOT_MEASURED if in_force else Known.NO_DATA)
    said = [row.sentence.text for row in found]
    said += [_burn(seen) for seen in spent if not any(sentence.startswith(seen.words) for sentence in said)]
    loops = _loops(one, policy)
    said += [f"{text.n_of(row.numerator or 0, row.denominator or 0)} runs were stopped as loops." for row in loops]
    figures = (*(figure for seen in spent for figure in _spent_figures(seen)), *loops)
    return signal_of(one, Kind.BUDGET, " ".join(said), how, found, figures=figures)


def _loops(one: Assessment, policy: Policy) -> tuple[SignalFigure, ...]:
    """Return the runs a guard had to stop, of those begun in the look-back; nothing without runs (register S4-16)."""
    as_of, days = one.evidence.as_of, policy.look_back.findings_days
    rows = run_days(one.evidence, policy).between(first_of(days, as_of), as_of, timed=True)
    stopped, started = total(rows, "stopped"), total(rows, "started")
    if not started:
        return ()
    return (SignalFigure("loop_stops", stopped / started, SHARE, stopped, started, round(started)),)


def _burn(seen: Spending) -> str:
    ahead = f"; at this pace it ends at {text.percent(seen.expected, 0)}" if seen.ahead > seen.spent else ""
    return f"{seen.words}{ahead}."


def _moved_words(moved: CostChange, currency: str) -> str:
    since = change_words(moved.change)
    sizes = f"n = {text.count(moved.n_after)} after {text.count(moved.n_before)}"
    if moved.typical is None:
        return f"Typical cost of a run {since}: too few runs to compare ({sizes})."
    after, before = (text.money(round(each * NANO), currency) for each in (moved.typical_after, moved.typical_before))
    return f"No clear change of the typical cost of a run {since}: {after} after {before} ({sizes})."


def _tail_words(tail: CostTail, policy: Policy) -> str:
    n = text.cases(tail.n)
    if tail.n < policy.cost.p99_min_n:
        return f"The dearest run cost {text.money(tail.highest, tail.currency)} ({n})."
    return f"One run in a hundred costs at least {text.money(tail.p99, tail.currency)} ({n})."


def _moved_figures(moved: CostChange | None, currency: str) -> tuple[SignalFigure, ...]:
    if moved is None:
        return ()
    return (
        SignalFigure("typical", moved.typical_after, currency, n=moved.n_after),
        SignalFigure("mean", moved.mean_after, currency, n=moved.n_after),
    )


def _tail_figures(tail: CostTail | None, policy: Policy) -> tuple[SignalFigure, ...]:
    if tail is None:
        return ()
    highest = SignalFigure("highest", tail.highest / NANO, tail.currency, n=tail.n)
    if tail.n < policy.cost.p99_min_n:
        return (highest,)
    return (
        SignalFigure("p50", tail.p50 / NANO, tail.currency, n=tail.n),
        SignalFigure("p99", tail.p99 / NANO, tail.currency, n=tail.n),
        highest,
        SignalFigure("dearest_share", tail.dearest_share, SHARE, n=tail.n),
    )


def _moves(moved: CostChange) -> tuple[Compared, ...]:
    given = (
        ("typical", moved.typical, moved.typical_before, moved.typical_after),
        ("mean", moved.mean, moved.mean_before, moved.mean_after),
    )
    return tuple(_compared(moved, name, ratio, *sides) for name, ratio, *sides in given if ratio is not None)


def _compared(moved: CostChange, name: str, ratio: Ratio, before: float, after: float) -> Compared:
    return Compared(
        figure=name,
        change=moved.change.change if moved.change is not None else None,
        since=change_words(moved.change),
        before=Side(*moved.earlier, before, moved.n_before),
        after=Side(*moved.later, after, moved.n_after),
        relative=ratio.ratio - 1,
        low=ratio.low - 1,
        high=ratio.high - 1,
    )


def _spent_figures(seen: Spending) -> tuple[SignalFigure, ...]:
    period, amount = seen.budget.period.value, seen.budget.amount / NANO
    return (
        SignalFigure(f"burn_{period}", seen.burn, SHARE, seen.spent / NANO, amount),
        SignalFigure(f"forecast_{period}", seen.expected, SHARE, seen.ahead / NANO, amount),
    )
