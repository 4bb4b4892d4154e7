"""What the three parts of a weekly review show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agent_scorecard.boards.sample import SampleLine
from agent_scorecard.boards.shapes import Promise
from agent_scorecard.rules.weekly import WeekState


@dataclass(frozen=True, slots=True)
class WeekMark:
    """One week of the first month as a step: its number, what became of its review, and whether it is shown."""

    number: int
    state: WeekState
    when: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One thing the meeting asks; `note` says where the figure is not of this week, `about` what is measured."""

    asked: str
    this: str
    measure: str = ""
    note: str = ""
    before: str = ""
    baseline: str = ""
    baseline_of: str = ""
    n: str = ""
    about: str = ""

    @property
    def is_measured(self) -> bool:
        return bool(self.before)


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line somebody wrote; `trace` leads to the run it names, empty where it names none that is known here."""

    text: str
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A review as it was recorded: three lists, and one change with what became of it, or none with its reason."""

    week: int
    dates: str
    held: str
    who: str
    lists: tuple[tuple[str, tuple[ListLine, ...]], ...]
    change: str
    promise: Promise | None
    no_change: str
    seq: int


@dataclass(frozen=True, slots=True)
class WeekForm:
    """What the form begins with; `next_due` is the day of the next review, by which a change can be seen."""

    week: int
    begins: date
    next_due: date


@dataclass(frozen=True, slots=True)
class Weekly:
    """One week of one agent in the order of the meeting; `closed` says why nothing can be recorded."""

    agent: str
    name: str
    over: str
    deck: str
    more: str
    weeks: tuple[WeekMark, ...]
    week: int
    dates: str
    figures: tuple[FigureRow, ...]
    sample: tuple[SampleLine, ...]
    sample_note: str
    said: Said | None
    last: Said | None
    earlier: tuple[Said, ...]
    form: WeekForm | None
    closed: str
