"""A digest as plain text: for a terminal, and for letters read without HTML."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from agent_scorecard.boards.digest.board import title
from agent_scorecard.boards.digest.shapes import Digest
from agent_scorecard.notify import words
from agent_scorecard.notify.words import Row

WIDTH = 76


def plain(digest: Digest, base_url: str) -> str:
    """Return the text; each line of it ends with its address in the app."""
    return "\n".join(_told(digest, base_url)) + "\n"


def _told(digest: Digest, base_url: str) -> Iterator[str]:
    yield words.one_line(digest.over)
    yield f"{title(digest)}."
    for section in words.sections(digest):
        yield from ("", section.heading, "-" * len(section.heading))
        for row in section.rows:
            yield from _row(row, base_url)
        if section.rest:
            yield f"{section.rest}: {base_url}{section.page}"
    yield ""
    yield from (said for said in (words.muted(digest), words.why(digest)) if said)


def _row(row: Row, base_url: str) -> Iterator[str]:
    line, new = row.line, "New: " if row.says_new else ""
    said = words.one_line(f"{new}{line.name}. {line.sentence} {line.way_out} {row.more}")
    yield from wrap(said, WIDTH, initial_indent="* ", subsequent_indent="  ", break_on_hyphens=False)
    yield f"  {base_url}{line.address}"
