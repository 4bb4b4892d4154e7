"""Word cells: the allowed words of a column with their accepted spellings, and yes or no."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches

from agent_scorecard.loading.refusal import Code, Refused

IGNORED = re.compile(r"[\s_-]+")
YES, NO = frozenset(("yes", "true", "1")), frozenset(("no", "false", "0"))


def folded(text: str) -> str:
    """Return a word as it is compared: without case, blanks, hyphens and underscores."""
    return IGNORED.sub("", text).casefold()


def word(text: str, spellings: Mapping[str, str]) -> str:
    """Return the canonical word for a spelling; `spellings` maps each folded spelling to its word."""
    found = spellings.get(folded(text))
    if found is None:
        allowed = ", ".join(dict.fromkeys(spellings.values()))
        raise Refused(Code.UNKNOWN_WORD, f"allowed: {allowed}{suggestion(folded(text), spellings)}")
    return found


def flag(text: str) -> bool:
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    raise Refused(Code.BAD_BOOL, "write yes or no")


def suggestion(text: str, known: Mapping[str, str]) -> str:
    """Return "; did you mean …?" for the nearest known spelling, or nothing."""
    near = get_close_matches(text, known, n=1, cutoff=0.6)
    return f"; did you mean {known[near[0]]}?" if near else ""
