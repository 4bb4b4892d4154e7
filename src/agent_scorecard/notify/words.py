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


@dataclass(frozen=True, slots=True)
class Told:
    """One section of a letter: the lines it shows, and where the rest of them stands."""

    heading: str
    lines: tuple[Line, ...]
    rest: str
    page: str

    def is_new(self, line: Line) -> bool:
        """Whether to say that a line is new: only where others beside it are not."""
        return line.is_new and not all(each.is_new for each in self.lines)


def sections(digest: Digest) -> tuple[Told, ...]:
    """Return the sections that hold anything; a long one shows the first lines and says how many more there are."""
    found = ((section, digest.of(section)) for section in Section)
    return tuple(_section(section, lines) for section, lines in found if lines)


def subject(digest: Digest) -> str:
    return one_line(f"{digest.company}: {title(digest)}")


def why(digest: Digest) -> str:
    """Why somebody gets this letter and how often."""
    whose = "your agents, your promises and your signatures" if digest.person else "the whole company"
    return f"About {whose}. Sent when something is new, and once at the beginning of a month."


def muted(digest: Digest) -> str:
    return f"{format.plural(digest.muted, 'alert is', 'alerts are')} muted." if digest.muted else ""


def one_line(text: str) -> str:
    """A text from a file as one line of printable characters: nothing in it begins a new line or a header."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _section(section: Section, lines: tuple[Line, ...]) -> Told:
    heading, page = HEADINGS[section]
    rest = len(lines) - SHOWN
    return Told(heading, lines[:SHOWN], f"{format.count(rest)} more" if rest > 0 else "", link(page))
