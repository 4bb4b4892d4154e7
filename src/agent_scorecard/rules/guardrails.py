"""Guardrails that incidents found missing: each named once, the same one known again by its words (S4-24)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agent_scorecard.rules.facts import Incident
from agent_scorecard.rules.stated import stated

BETWEEN = ";"


@dataclass(frozen=True, slots=True)
class Gap:
    """A guardrail as it was first called, and the incidents it was missing in, newest first."""

    text: str
    incidents: tuple[Incident, ...]


def parts(text: str | None) -> tuple[str, ...]:
    """Return the guardrails a text names, split at semicolons."""
    named = (part.strip().rstrip(".") for part in (text or "").split(BETWEEN))
    return tuple(dict.fromkeys(part for part in named if stated(part)))


def missing_guardrails(incidents: Iterable[Incident]) -> tuple[Gap, ...]:
    """Return every guardrail that was missing, the one that was missing most often first."""
    found: dict[str, tuple[str, list[Incident]]] = {}
    for row in sorted(incidents, key=lambda row: (row.detected_at, row.incident)):
        for part in parts(row.rca_guardrail_gaps):
            found.setdefault(_folded(part), (part, []))[1].append(row)
    gaps = (Gap(text, tuple(reversed(rows))) for text, rows in found.values())
    return tuple(sorted(gaps, key=lambda gap: (-len(gap.incidents), gap.text.casefold())))


def _folded(text: str) -> str:
    return " ".join("".join(each if each.isalnum() else " " for each in text.casefold()).split())
