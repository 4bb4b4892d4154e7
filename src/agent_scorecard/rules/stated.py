"""What a text answer says: nothing at all, "none", or something."""

from __future__ import annotations


def answered_none(text: str | None) -> bool:
    """Say whether somebody answered that there is none, which is not the same as no answer."""
    return text is not None and text.strip().casefold() == "none"


def stated(text: str | None) -> bool:
    """Say whether the text names something."""
    return bool(text and text.strip()) and not answered_none(text)
