"""Links that survive reload: an address as the script and the query that answer it."""

from __future__ import annotations

from urllib.parse import parse_qsl

from agent_scorecard import where
from agent_scorecard.boards.addresses import link

__all__ = ["link", "target"]


def target(address: str) -> tuple[str, dict[str, str]]:
    """The script and the query of an address that `link` made."""
    page, _, query = address.partition("?")
    return str(where.PAGES / f"{page}.py"), dict(parse_qsl(query))
