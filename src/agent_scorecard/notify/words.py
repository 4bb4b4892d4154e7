"""What a letter says around the lines of a digest, the same in plain text and in HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from agent_scorecard import format
from agent_scorecard.boards.addresses import link
from agent_scorecard.boards.digest.board import title
from agent_scorecard.boards.digest.shapes import Digest, Line, Section

SHOWN = 8
HEADINGS: Mapping[Section, tuple[str, str]] = {
    Section.WAITING: ("Waits for a signature", "this_month"),
    Section.BLOCKS: ("Blocks", "this_month"),
    Section.FOLLOW_UPS: ("Promised and late", "this_month"),
    Section.ALERTS: ("Alerts", "signals"),
    Section.DUE: ("Cards of this month", "this_month"),
    Section.WEEKS: ("Weekly reviews to hold", "weekly"),
}
"""The heading of a section, and the page that shows all of it."""


ONE_FOR_EACH = (Section.BLOCKS, Section.ALERTS)
"""Sections that tell the heaviest line of each agent and count its others."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line as a letter shows it, with how many more there are of its agent.

    `says_new` where others beside it are not new, `stands_out` where others beside it are not late.
    """

    line: Line
    more: str
    says_new: bool
    stands_out: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One section of a letter: the rows it shows, and where the rest of them stands; `weighs` where it blocks."""

    heading: str
    rows: tuple[Row, ...]
    rest: str
    page: str
    weighs: bool


def sections(digest: Digest) -> tuple[Told, ...]:
    """Return the sections that hold anything; a long one shows the first lines and says how many more there are."""
    found = ((section, digest.of(section)) for section in Section)
    return tuple(_section(section, lines) for section, lines in found if lines)


def subject(digest: Digest) -> str:
    return one_line(f"{digest.company}: {title(digest)}")


def why(digest: Digest) -> str:
    """Why somebody gets this letter and how often."""
    whose = "your agents, your promises and your signatures" if digest.person else "the whole company"
    return f"About {whose}. Sent when something is new; what is still to be done comes again each month."


def muted(digest: Digest) -> str:
    return f"{format.plural(len(digest.muted), 'alert is', 'alerts are')} muted." if digest.muted else ""


def one_line(text: str) -> str:
    """A text from a file as one line of printable characters: nothing in it begins a new line or a header."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _section(section: Section, lines: tuple[Line, ...]) -> Told:
    heading, page = HEADINGS[section]
    rows = _rows(section, lines)
    rest = len(rows) - SHOWN
    more = f"{format.count(rest)} more" if rest > 0 else ""
    return Told(heading, rows[:SHOWN], more, link(page), section is Section.BLOCKS)


def _rows(section: Section, lines: tuple[Line, ...]) -> tuple[Row, ...]:
    all_new = all(line.is_new for line in lines)
    kept: dict[object, list[Line]] = {}
    for place, line in enumerate(lines):
        kept.setdefault((line.agent, line.name) if section in ONE_FOR_EACH else place, []).append(line)
    return tuple(
        Row(first, _more(len(others)), first.is_new and not all_new, first.late and section.stands)
        for first, *others in kept.values()
    )


def _more(others: int) -> str:
    return f"And {format.count(others)} more on its card." if others else ""
