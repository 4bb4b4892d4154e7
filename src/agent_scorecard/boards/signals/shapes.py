"""Signals as frozen shapes: a sentence, the figures behind it, what they were compared with, and the rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from agent_scorecard.boards.signals.alerts import AlertRow
from agent_scorecard.rules.answers import Assessment, Finding
from agent_scorecard.rules.periods import Period
from agent_scorecard.vocabulary import Severity


class Kind(StrEnum):
    """What a signal listens to, in the order it is shown."""

    INTERVENTION = "intervention"
    ESCALATION = "escalation"
    COST = "cost"
    LATENCY = "latency"
    BUDGET = "budget"
    REVIEWED_SHARE = "reviewed_share"
    APPROVALS = "approvals"
    SPEED = "speed"
    SILENCE = "silence"


class Known(StrEnum):
    """Whether there is enough to say anything: measured, or why not."""

    MEASURED = "measured"
    TOO_FEW = "too_few"
    NOT_MEASURED = "not_measured"
    NO_DATA = "no_data"

    @property
    def word(self) -> str:
        """The words on screen."""
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class SignalFigure:
    """A figure of today; `low` and `high` are the 95 % interval of a share. Money is in currency units."""

    figure: str
    value: float
    unit: str
    numerator: float | None = None
    denominator: float | None = None
    n: int | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One of two windows that are compared."""

    first: date
    last: date
    value: float
    n: int
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure before and after a change, or against the frozen reference where `change` is None.

    `relative` is after over before, minus one. `low` and `high` are the interval of the difference of two shares, or
    of `relative` for money.
    """

    figure: str
    change: str | None
    since: str
    before: Side
    after: Side
    relative: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal of one agent; without a severity nothing was found. `codes` are the findings it raised."""

    agent: str
    name: str
    kind: Kind
    sentence: str
    how: tuple[str, ...]
    known: Known = Known.MEASURED
    severity: Severity | None = None
    codes: tuple[str, ...] = ()
    way_out: str = ""
    figures: tuple[SignalFigure, ...] = ()
    compared: tuple[Compared, ...] = ()
    cuts: tuple[date, ...] = ()

    @property
    def state(self) -> str:
        """raised or quiet, else too_few, not_measured or no_data: why nothing can be said."""
        if self.severity is not None:
            return "raised"
        return "quiet" if self.known is Known.MEASURED else self.known.value

    @property
    def weight(self) -> int:
        """0 where nothing was found, more the heavier the finding."""
        return 0 if self.severity is None else 1 + self.severity.rank


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals of every agent shown: those that raise something first, the heaviest of all before any other."""

    as_of: date
    period: Period | None
    policy_version: str | None
    rows: tuple[Signal, ...]
    alerts: tuple[AlertRow, ...] = ()

    @property
    def raised(self) -> tuple[Signal, ...]:
        return tuple(row for row in self.rows if row.weight)

    @property
    def agents(self) -> tuple[str, ...]:
        """The agents in order of their heaviest signal."""
        return tuple(dict.fromkeys(row.agent for row in self.rows))

    def of(self, agent: str) -> tuple[Signal, ...]:
        """The signals of one agent in the order of their kinds."""
        mine = [row for row in self.rows if row.agent == agent]
        return tuple(sorted(mine, key=lambda row: list(Kind).index(row.kind)))


def signal_of(
    one: Assessment,
    kind: Kind,
    sentence: str,
    how: tuple[str, ...],
    found: tuple[Finding, ...] = (),
    **more: Any,
) -> Signal:
    """Return a signal with the severity, codes and way out of what was found."""
    agent, first = one.evidence.agent, next(iter(found), None)
    return Signal(
        agent.agent,
        agent.name,
        kind,
        sentence,
        how,
        severity=first.severity if first is not None else None,
        codes=tuple(row.code for row in found),
        way_out=first.way_out if first is not None else "",
        **more,
    )


def silent(one: Assessment) -> Known:
    """Return why a figure of the runs is not there: nothing ever arrived, or what arrived does not say it."""
    evidence = one.evidence
    return Known.NOT_MEASURED if evidence.days or any(evidence.observations.values()) else Known.NO_DATA


def raised(one: Assessment, *codes: str) -> tuple[Finding, ...]:
    """Return the findings of an agent with these codes, the heaviest first."""
    found = [row for row in one.findings if row.code in codes]
    return tuple(sorted(found, key=lambda row: row.place))
