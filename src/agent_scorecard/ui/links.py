"""Links that survive reload: one place knows how a page and what was chosen on it become an address."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from agent_scorecard import where


def link(page: str, **chosen: str | None) -> str:
    """The address of a page relative to the app, e.g. scorecard?agent=support-triage."""
    given = urlencode({name: value for name, value in chosen.items() if value})
    return f"{page}?{given}" if given else page


def target(address: str) -> tuple[str, dict[str, str]]:
    """The script and the query of an address that `link` made."""
    page, _, query = address.partition("?")
    return str(where.PAGES / f"{page}.py"), dict(parse_qsl(query))
