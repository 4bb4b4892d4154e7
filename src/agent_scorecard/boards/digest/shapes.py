"""A digest as frozen shapes: lines in sections, each with whom it concerns and where it is put right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Section(StrEnum):
    """The parts of a digest, in the order they are read."""

    WAITING = "waiting"
    BLOCKS = "blocks"
    FOLLOW_UPS = "follow_ups"
    ALERTS = "alerts"
    DUE = "due"
    WEEKS = "weeks"

    @property
    def stands(self) -> bool:
        """Whether a digest that goes out tells all of it again, what is new and what is not."""
        return self in (Section.DUE, Section.WEEKS)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing a digest tells.

    `item` names what it is about and `state` how that stands: a line is told again only when its state is another
    one, and not at all while that is "". `who` are the people it concerns, `address` is relative to the app.
    """

    section: Section
    item: str
    state: str
    agent: str
    name: str
    sentence: str
    way_out: str
    address: str
    who: tuple[str, ...] = ()
    late: bool = False
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Digest:
    """What one reader is told on one day; `person` is None for the digest of the whole company.

    `muted` are alerts that are left out because somebody muted them; they are only counted.
    """

    company: str
    as_of: date
    over: str
    person: str | None
    lines: tuple[Line, ...]
    muted: tuple[Line, ...] = ()

    def of(self, section: Section) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.section is section)

    @property
    def news(self) -> int:
        return sum(line.is_new for line in self.lines)
