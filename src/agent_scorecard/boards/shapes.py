"""Shapes that several boards share: pictures as numbers on an axis, marks with the word a reader hears."""

from __future__ import annotations

from dataclasses import dataclass

from agent_scorecard.vocabulary import Level, Severity, Verdict


@dataclass(frozen=True, slots=True)
class Zone:
    """One tone of a bullet: `kind` is passes, between or fails; ends are shares of the axis, 0..1."""

    kind: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bullet:
    """A measure on its own axis; every position is a share of the axis, 0..1 (look 5). `tone` is a colour class."""

    zones: tuple[Zone, ...]
    value: float
    baseline: float | None
    interval: tuple[float, float] | None
    targets: tuple[float, ...]
    tone: str
    label: str


@dataclass(frozen=True, slots=True)
class Rung:
    on_file: Level
    allowed: Level
    supported: Level
    label: str


@dataclass(frozen=True, slots=True)
class GroupMark:
    """The verdict of one group with its name, as the four icons of a row."""

    group: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a header: the value in ink, what is said about it in grey, or in red where it is late.

    `place` is the page on which more is said of the same agent.
    """

    label: str
    value: str
    about: str = ""
    late: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing that needs a person: who, what, and the way out; `agent` "" stands for the company.

    `how` says how it was found, where a page does not link to the card that does. `place` is the page of the way out.
    """

    agent: str
    name: str
    severity: Severity
    text: str
    way_out: str
    code: str = ""
    how: str = ""
    place: str = "scorecard"


@dataclass(frozen=True, slots=True)
class Promise:
    """A follow-up as a line: what and when; `incident` is the one it fixes, where it does."""

    follow_up: str
    agent: str
    name: str
    what: str
    when: str
    state: str
    in_place: bool = False
    incident: str = ""
