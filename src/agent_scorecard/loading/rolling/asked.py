"""What an engine is asked to roll up, and what it must know for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from agent_scorecard.loading.checks.known import Known
from agent_scorecard.runs.context import RunContext


@dataclass(frozen=True, slots=True)
class Asked:
    """`files` by path with the name each is shown by; `days` are ordinals in the company zone, None = all there are."""

    files: Mapping[str, str]
    known: Known
    context: RunContext
    most_refused: float
    step: Callable[..., None]
    days: frozenset[int] | None = None
