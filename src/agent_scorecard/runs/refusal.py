"""What is refused on the way in: one run with its line and column, or a whole file."""

from __future__ import annotations

from typing import NamedTuple

LONGEST_SHOWN = 60
PRIVATE = frozenset(("user", "inputs", "output"))
"""What a run is not stored with; a refusal tells only how long it was."""


class RefusedRun(NamedTuple):
    """One run that stays out: source and line (from 1) as given, column "" for the whole line."""

    source: str
    line: int
    column: str
    value: str
    code: str
    reason: str


class FileRefused(Exception):
    """Nothing of this file is taken; the text is the sentence the reader needs."""

    def __init__(self, code: str, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.line = line


class Fault(NamedTuple):
    """What is wrong with a run; unlike an exception it holds on to nothing else."""

    column: str
    value: str
    code: str
    reason: str


class BadRun(Exception):
    """One run breaks the contract in one column ("" = the whole line)."""

    def __init__(self, column: str, code: str, reason: str, value: object = "") -> None:
        super().__init__(reason)
        self.fault = Fault(column, hidden(value) if column in PRIVATE else shown(value), code, reason)


def hidden(value: object) -> str:
    """Return no character of a value, only its length."""
    text = value if isinstance(value, str) else repr(value)
    return f"*** ({len(text):,} characters)" if text else ""


def shown(value: object, longest: int = LONGEST_SHOWN) -> str:
    """Return a value that is safe to print: unprintable and invisible characters as codes, cut when long."""
    text = value if isinstance(value, str) else repr(value)
    safe = "".join(each if each.isprintable() else f"\\u{{{ord(each):04X}}}" for each in text[:longest])
    return safe if len(text) <= longest else f"{safe}… ({len(text):,} characters)"
