"""The JSON of a digest: what the command line prints, a webhook receives and a file holds (docs/json.md)."""

from __future__ import annotations

from typing import Any

from agent_scorecard.boards.digest.board import title
from agent_scorecard.boards.digest.shapes import Digest, Line

Json = dict[str, Any]


def digest(shown: Digest, base_url: str = "") -> Json:
    """Return a digest; addresses are relative to the app where no base URL is set."""
    return {
        "as_of": shown.as_of.isoformat(),
        "company": shown.company,
        "person": shown.person,
        "title": title(shown),
        "news": shown.news,
        "muted_alerts": len(shown.muted),
        "lines": [_line(line, base_url) for line in shown.lines],
    }


def _line(line: Line, base_url: str) -> Json:
    return {
        "section": line.section.value,
        "item": line.item,
        "state": line.state,
        "agent": line.agent or None,
        "name": line.name,
        "sentence": line.sentence,
        "way_out": line.way_out,
        "link": base_url + line.address,
        "people": list(line.who),
        "late": line.late,
        "new": line.is_new,
    }
