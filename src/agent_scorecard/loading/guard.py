"""Cells a spreadsheet would run as a formula get a ' in front, and lose exactly that one on the way back in."""

from __future__ import annotations

from agent_scorecard.loading.cells.numbers import PLAIN

GUARD = "'"
STARTS_A_FORMULA = tuple("=+-@\t\r\0＝＋－＠")


def guarded(text: str) -> str:
    """Put ' before a text that a spreadsheet would run, or that begins with ' itself; numbers stay numbers."""
    runs = text.lstrip(" ").startswith(STARTS_A_FORMULA) and not PLAIN.fullmatch(text)
    return f"{GUARD}{text}" if runs or text.startswith(GUARD) else text


def unguarded(text: str) -> str:
    """Take back what guarded() put in front; for cells of a file our own export wrote."""
    return text.removeprefix(GUARD)
