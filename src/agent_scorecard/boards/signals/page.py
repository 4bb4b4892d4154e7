"""The signals page: what asks for somebody, what was left alone, and every agent in one line of figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agent_scorecard import format as text
from agent_scorecard.boards import words
from agent_scorecard.boards.signals import board
from agent_scorecard.boards.signals.alerts import AlertRow, every_alert
from agent_scorecard.boards.signals.shapes import Kind, Known, Signal, SignalFigure
from agent_scorecard.policy.run_measures import NANO
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evidence import Company
from agent_scorecard.vocabulary import AlertState, Severity

SHOWN = {
    Kind.INTERVENTION: "per_reviewed",
    Kind.REVIEWED_SHARE: "reviewed_share",
    Kind.ESCALATION: "of_runs",
    Kind.COST: "typical",
    Kind.LATENCY: "p95",
    Kind.BUDGET: "burn_month",
    Kind.APPROVALS: "fast_share",
    Kind.SILENCE: "days_quiet",
}
"""The one figure that stands for a signal in the line of its agent; without it, the first there is."""
WHAT = {"fast_share": "too fast", "busiest_share": "by one"}
SHORT = {Known.TOO_FEW: "too few", Known.NOT_MEASURED: "not measured", Known.NO_DATA: "no data"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One signal of one agent in a line: the figure, what is said under it, and how heavy what it raised is."""

    kind: Kind
    value: str
    about: str
    severity: Severity | None
    said: str
    known: bool


@dataclass(frozen=True, slots=True)
class AgentRow:
    agent: str
    name: str
    about: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SignalsPage:
    """The portfolio, or one agent: `asking` are alerts that ask for somebody, `left_alone` every other that holds.

    `shown` are the agents, the one with the heaviest alert first: their figures are worked out where they are read.
    """

    over: str
    deck: str
    more: str
    asking: tuple[AlertRow, ...]
    left_alone: tuple[AlertRow, ...]
    shown: tuple[Assessment, ...]


def signals_page(company: Company, as_of: date, shown: Sequence[Assessment], policy: Policy) -> SignalsPage:
    """Build the page of the agents shown."""
    alerts = every_alert(shown, policy)
    asking = tuple(row for row in alerts if row.alert.state.is_open)
    left_alone = tuple(row for row in alerts if not row.alert.state.is_open)
    first = {row.alert.agent: place for place, row in reversed([*enumerate(alerts)])}
    deck, more = _deck(asking, left_alone, len(shown))
    return SignalsPage(
        over=words.over_line(company, as_of),
        deck=deck,
        more=more,
        asking=asking,
        left_alone=left_alone,
        shown=tuple(sorted(shown, key=lambda one: first.get(one.evidence.agent.agent, len(alerts)))),
    )


def agent_rows(shown: Sequence[Assessment], policy: Policy) -> tuple[AgentRow, ...]:
    """Return one line of figures for each agent, in the order given."""
    if not shown:
        return ()
    found = board.signals(shown, policy, shown[0].evidence.as_of)
    return tuple(_row(one, found.of(one.evidence.agent.agent)) for one in shown)


def _deck(asking: Sequence[AlertRow], left_alone: Sequence[AlertRow], agents: int) -> tuple[str, str]:
    noun = "agent" if agents == 1 else "agents"
    if asking:
        at = len({row.alert.agent for row in asking})
        asks = f"{words.spelled(len(asking))} {'alert asks' if len(asking) == 1 else 'alerts ask'} for somebody"
        deck = f"{asks}{f', at {at} of {text.count(agents)} agents' if agents > 1 else ''}."
    else:
        deck = f"No alert asks for anybody: the figures of {text.count(agents)} {noun} hold, or are not there."
    states = [(state, sum(row.alert.state is state for row in left_alone)) for state in AlertState]
    counted = [f"{text.count(n)} {state.word.lower()}" for state, n in states if n]
    return deck, f"{text.listed(counted).capitalize()}." if counted else ""


def _row(one: Assessment, found: Sequence[Signal]) -> AgentRow:
    agent = one.evidence.agent
    by_kind = {row.kind: row for row in found}
    return AgentRow(
        agent.agent, agent.name, words.owner_line(one.evidence)[0], tuple(_cell(by_kind[kind]) for kind in SHOWN)
    )


def _cell(row: Signal) -> Cell:
    by_name = {each.figure: each for each in reversed(row.figures)}
    figure = by_name.get(_telling(row), next(iter(row.figures), None))
    if figure is None:
        return Cell(row.kind, SHORT.get(row.known, ""), "", row.severity, row.sentence, False)
    few = SHORT[Known.TOO_FEW] if row.known is Known.TOO_FEW else ""
    kind = figure.figure if row.kind is Kind.COST else ""
    counted = " ".join(part for part in (_about(figure), WHAT.get(figure.figure, "")) if part)
    about = ", ".join(part for part in (kind, counted, few) if part)
    return Cell(row.kind, value(figure), about, row.severity, row.sentence, True)


def _telling(row: Signal) -> str:
    """The figure a cell shows: of approvals the one that was found wanting."""
    is_alone = row.kind is Kind.APPROVALS and row.codes and "rubber_stamp" not in row.codes
    return "busiest_share" if is_alone else SHOWN[row.kind]


def value(figure: SignalFigure) -> str:
    """A figure with its unit, as text."""
    if figure.unit == "share":
        return text.percent(figure.value)
    if figure.unit == "seconds":
        return text.duration(figure.value)
    if figure.unit == "days":
        return text.plural(round(figure.value), "day") if figure.value else "today"
    return text.money(round(figure.value * NANO), figure.unit)


def _about(figure: SignalFigure) -> str:
    if figure.unit == "share" and figure.numerator is not None and figure.n is not None:
        return text.n_of(figure.numerator, figure.denominator or 0.0)
    return "" if figure.n is None else text.cases(figure.n)
