"""The first ten minutes: what the week came to, against the week before and the baseline."""

from __future__ import annotations

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.weekly.shapes import FigureRow
from agent_scorecard.policy.shapes import Measure, Policy
from agent_scorecard.rules.answers import Figure
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.periods import parse
from agent_scorecard.rules.week_figures import WeekFigure, week_figures
from agent_scorecard.rules.weekly import Week

NONE = "–"
NOT_MEASURED = "not measured"


def figure_rows(evidence: Evidence, policy: Policy, week: Week) -> tuple[FigureRow, ...]:
    """Return one row for each thing asked; what nobody measures says so."""
    return tuple(_row(found, evidence.company.currency) for found in week_figures(evidence, policy, week))


def _row(found: WeekFigure, currency: str) -> FigureRow:
    measure = found.measure
    if measure is None:
        return FigureRow(found.asked, this=NOT_MEASURED)
    is_weekly = found.this is not None or found.before is not None
    month, figure = found.month or (None, None)
    return FigureRow(
        asked=found.asked,
        measure=measure.name if measure.name.casefold() != found.asked.casefold() else "",
        this=_text(measure, found.this if is_weekly else figure, currency),
        note="" if is_weekly or month is None else f"{words.period_words(month)}, by the month",
        before=_text(measure, found.before, currency),
        baseline=_value(measure, found.baseline, currency),
        baseline_of=_measured_in(found.baseline_period) if found.baseline is not None else "",
        n=_n(measure, found.this if is_weekly else figure),
        about=measure.definition,
    )


def _text(measure: Measure, figure: Figure | None, currency: str) -> str:
    return _value(measure, figure.value if figure is not None else None, currency)


def _value(measure: Measure, value: float | None, currency: str) -> str:
    return NONE if value is None else format.value_text(value, measure.unit, measure.aggregation, currency)


def _n(measure: Measure, figure: Figure | None) -> str:
    if figure is None or (figure.n is None and not measure.is_rate):
        return NONE
    return "not given" if figure.n is None else format.count(figure.n)


def _measured_in(period: str | None) -> str:
    """The period a baseline was measured in, in words where it is one of ours."""
    try:
        return words.period_words(parse(period)) if period else ""
    except ValueError:
        return period or ""
