"""Where labels go so that no two collide, also on a phone: marks above a plot in rows, figures beside it apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent_scorecard.boards.markers import Marker

PLOT_ON_A_PHONE = 235
"""Pixels a plot is wide on a screen of 390: what has room there has room everywhere."""
AXIS = 20
CHARACTER = 5.7
LONGEST = 28
LINE = 13.0
ANEW = " · begins anew"


@dataclass(frozen=True, slots=True)
class Label:
    """A mark with the row its text stands in, counted from the plot upwards, and the pixels it is moved to the right.

    Its text is centred on the mark's line unless moved, so that on a wider plot all of them only move apart.
    """

    mark: Marker
    text: str
    row: int
    shift: float


def placed(marks: Sequence[tuple[Marker, float]]) -> list[Label]:
    """Return a label for each mark at a share of the plot's width, in the lowest row where it touches no other."""
    labels: list[Label] = []
    taken: list[list[tuple[float, float]]] = []
    for mark, share in marks:
        words, at = text_of(mark), share * PLOT_ON_A_PHONE
        low, high = _ends(at, CHARACTER * len(words))
        row = next((n for n, ends in enumerate(taken) if all(high < a or b < low for a, b in ends)), len(taken))
        taken += [[]] if row == len(taken) else []
        taken[row].append((low, high))
        labels.append(Label(mark, words, row, (low + high) / 2 - at))
    return labels


def text_of(mark: Marker) -> str:
    """Return what stands on the line of a mark; the whole text is told on hover and in the table."""
    return f"{'◆ ' if mark.is_incident else ''}{_clipped(mark.text)}{ANEW if mark.cuts else ''}"


def apart(heights: Sequence[float]) -> list[float]:
    """Return how far to move each line of text up, in pixels, so that all of them can be read."""
    shifts = [0.0] * len(heights)
    below = float("-inf")
    for place in sorted(range(len(heights)), key=heights.__getitem__):
        at = max(heights[place], below + LINE)
        shifts[place], below = at - heights[place], at
    return shifts


def _clipped(words: str) -> str:
    """A long name loses what comes before its last dot; after that, what became of it says more than its name."""
    if len(words) > LONGEST:
        name, space, rest = words.partition(" ")
        words = f"{name.rpartition('.')[2]}{space}{rest}"
    if len(words) <= LONGEST:
        return words
    return f"…{words[1 - LONGEST :].lstrip()}" if "→" in words else f"{words[: LONGEST - 1].rstrip()}…"


def _ends(at: float, width: float) -> tuple[float, float]:
    low = max(-AXIS, min(at - width / 2, PLOT_ON_A_PHONE - width))
    return low, low + width
