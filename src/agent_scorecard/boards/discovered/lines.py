"""What was discovered as sentences, each with the page where it is settled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agent_scorecard import format
from agent_scorecard.boards.addresses import link
from agent_scorecard.boards.discovered.board import Discovered, NeverRan, NewVersion, StrangeCall, Stranger
from agent_scorecard.rules.tool_use import ToolUse

WHAT = {"agent": "version", "prompt": "prompt version", "model": "model"}


@dataclass(frozen=True, slots=True)
class Line:
    """One difference: who it is about, what was seen, what to do, and where ("" on this page)."""

    about: str
    said: str
    way_out: str
    address: str = ""


def lines(board: Discovered, as_of: date) -> tuple[Line, ...]:
    """Return every difference in words, runs of nobody first."""
    return tuple(_lines(board, as_of))


def _lines(board: Discovered, as_of: date) -> Iterator[Line]:
    yield from (_stranger(row, as_of) for row in board.strangers)
    yield from (_call(row, as_of) for row in board.calls)
    yield from (_version(row, as_of) for row in board.versions)
    yield from (_never_ran(row, as_of) for row in board.never_ran)
    yield from map(_system, board.systems)


def _stranger(row: Stranger, as_of: date) -> Line:
    found = row.found
    days = tuple(dict.fromkeys(format.day(day, as_of) for day in (found.first_day, found.last_day)))
    seen = f"from {days[0]} to {days[1]}" if len(days) > 1 else f"on {days[0]}"
    perhaps = f" It may be {row.perhaps}." if row.perhaps else ""
    said = f"logged {format.plural(found.runs, 'run')}, {seen}, and nobody registered it.{perhaps}"
    return Line(found.agent_id, said, "Say below which agent it is, or put it on the board.")


def _call(row: StrangeCall, as_of: date) -> Line:
    last = f", last on {format.day(row.found.last_ok, as_of)}" if row.found.last_ok else ""
    times = f"{format.plural(row.ran, 'call')} ran{last}" if row.ran else "no call ran"
    way_out = "Load it in actions.csv, or take the permission away in the agent's own system."
    address = link("oversight", agent=row.agent)
    return Line(row.name, f"calls {row.found.tool}, which is no action of it: {times}.", way_out, address)


def _version(row: NewVersion, as_of: date) -> Line:
    said = f"runs with {WHAT[row.what]} {row.version} since {format.day(row.since, as_of)}, and no change tells of it."
    way_out = "Record the change with its author, approver and date."
    return Line(row.name, said, way_out, link("changes", agent=row.agent))


def _never_ran(row: NeverRan, as_of: date) -> Line:
    since = f" since {format.day(row.known_since, as_of)}" if row.known_since else ""
    said = f"is on the board as {row.status}{since}, and neither a run nor a figure of it ever came."
    way_out = "Load its log, add the id it logs under as an alias, or say that it no longer works."
    return Line(row.name, said, way_out, link("scorecard", agent=row.agent))


def _system(row: ToolUse) -> Line:
    users = format.listed([use.evidence.agent.name for use in row.uses])
    return Line(row.name, f"is used by {users} and stands in no catalogue.", "Load it in tools.csv with its owner.")
