"""The signals of one agent: its alerts with what may be done about each, the chart, before and after, and the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from agent_scorecard import format as text
from agent_scorecard.boards import words
from agent_scorecard.boards.intervention import InterventionSeries, intervention_series
from agent_scorecard.boards.intervention_words import ChartWords, chart_words, over
from agent_scorecard.boards.signals.board import signals
from agent_scorecard.boards.signals.moves import Move, by_change, by_versions
from agent_scorecard.boards.signals.page import SignalsPage, signals_page, value
from agent_scorecard.boards.signals.shapes import Compared, Kind, Signal
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.alerts import Alert, latest_mute, refused
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.facts import AlertHandled
from agent_scorecard.vocabulary import AlertAct

TITLES = {
    Kind.ESCALATION: "Escalation",
    Kind.COST: "Cost per task",
    Kind.LATENCY: "Slowest runs",
    Kind.BUDGET: "Budgets",
    Kind.REVIEWED_SHARE: "Reviewed share",
    Kind.APPROVALS: "Approvals",
    Kind.SPEED: "Speed and harm",
    Kind.SILENCE: "Silence",
}


FIGURES = {
    "typical": "typical",
    "mean": "mean",
    "p50": "half cost at most",
    "highest": "the dearest",
    "dearest_share": "the dearest hundredth takes",
    "busiest_share": "by the busiest approver",
}
"""Figures the sentence of a signal may leave out, by what they are called here."""


@dataclass(frozen=True, slots=True)
class Acting:
    """What may be done about an alert: for each act "" or the sentence that closes it, and the days of a mute."""

    closed: dict[AlertAct, str]
    first: date
    latest: date


@dataclass(frozen=True, slots=True)
class AlertForm:
    alert: Alert
    acting: Acting


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act of the past as a line of text."""

    when: str
    what: str
    about: str
    holds: bool


@dataclass(frozen=True, slots=True)
class OtherSignal:
    """One signal with the figures behind its sentence as text."""

    title: str
    signal: Signal
    figures: str


@dataclass(frozen=True, slots=True)
class AgentSignals:
    page: SignalsPage
    agent: str
    name: str
    about: str
    forms: tuple[AlertForm, ...]
    intervention: Signal
    said: str
    over: str
    series: InterventionSeries | None
    chart: ChartWords | None
    changes: tuple[Move, ...]
    versions: tuple[Move, ...]
    others: tuple[OtherSignal, ...]
    done: tuple[ActLine, ...]


def agent_signals(one: Assessment, policy: Policy) -> AgentSignals:
    """Build the signals of one agent on the day it was assessed for."""
    evidence, agent = one.evidence, one.evidence.agent
    page = signals_page(evidence.company, evidence.as_of, (one,), policy)
    found = {row.kind: row for row in signals((one,), policy, evidence.as_of).of(agent.agent)}
    held = tuple(row.alert for row in (*page.asking, *page.left_alone))
    series, first = intervention_series(evidence, policy), found[Kind.INTERVENTION]
    return AgentSignals(
        page=page,
        agent=agent.agent,
        name=agent.name,
        about=words.owner_line(evidence)[0],
        forms=tuple(AlertForm(row, _acting(one, policy, row)) for row in held),
        intervention=first,
        said=_without(first, held),
        over=over(series),
        series=series,
        chart=chart_words(series, first.sentence, evidence.as_of),
        changes=by_change(evidence, policy),
        versions=by_versions(evidence, policy),
        others=tuple(OtherSignal(title, found[kind], _figures(found[kind])) for kind, title in TITLES.items()),
        done=_done(one, {row.alert for row in held}),
    )


def _without(signal: Signal, held: Sequence[Alert]) -> str:
    """Return what a signal says beside the alert above it, which needs no saying twice."""
    told = next((row.finding.sentence.text for row in held if row.finding.code in signal.codes), "")
    return signal.sentence.removeprefix(told).strip()


def _figures(signal: Signal) -> str:
    """Return the figures behind a sentence, and how far each moved where it was compared."""
    moved = {row.figure: _moved(row) for row in signal.compared}
    told = [
        f"{FIGURES[row.figure]} {value(row)}{moved.get(row.figure, '')}"
        for row in signal.figures
        if row.figure in FIGURES
    ]
    joined = " · ".join(told)
    return f"{joined[:1].upper()}{joined[1:]}"


def _moved(row: Compared) -> str:
    if row.relative is None or row.low is None or row.high is None:
        return ""
    sizes = f"n = {text.count(row.after.n)} after {text.count(row.before.n)}"
    return f" ({text.change(row.relative)}, {text.change(row.low)} to {text.change(row.high)}, {sizes})"


def _acting(one: Assessment, policy: Policy, alert: Alert) -> Acting:
    """Ask the rules what may be recorded, with a mute as long as it may be."""
    tomorrow = one.evidence.as_of + timedelta(days=1)
    latest = latest_mute(alert, policy, one.evidence.as_of)
    closed = {act: " ".join(refused(one, policy, alert, act, latest)) for act in AlertAct}
    return Acting(closed, tomorrow, latest)


def _done(one: Assessment, held: set[str]) -> tuple[ActLine, ...]:
    """Return what people did about alerts, the latest first; one that holds no longer says so."""
    return tuple(_line(one, row, row.alert in held) for row in reversed(one.evidence.alerts_handled))


def _line(one: Assessment, row: AlertHandled, holds: bool) -> ActLine:
    company, as_of = one.evidence.company, one.evidence.as_of
    until = f" until {text.day(row.until, as_of)}" if row.until is not None else ""
    said: Sequence[str] = (row.reason, "" if holds else "It holds no longer.")
    return ActLine(
        when=text.day(row.done_on, as_of),
        what=f"{row.act.value.capitalize()}{until} by {words.person(company, row.done_by)}: {row.alert}",
        about=" ".join(part for part in said if part),
        holds=holds,
    )
