"""Where a page of the app answers: the one place that knows how a page and what was chosen on it become an address."""

from __future__ import annotations

from urllib.parse import urlencode


def link(page: str, **chosen: str | None) -> str:
    """The address of a page relative to the app, e.g. scorecard?agent=support-triage."""
    given = urlencode({name: value for name, value in chosen.items() if value})
    return f"{page}?{given}" if given else page
