"""Streamlit collects garbage after every script run; what is kept for long is frozen, so that no run walks it.

A thousand agents are 700,000 objects: walking them takes longer than the rest of the page.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from agent_scorecard.rules.uncollected import uncollected


@contextmanager
def kept_for_long() -> Iterator[None]:
    """Freeze what is built meanwhile; garbage of before is collected first, or it would be frozen with it."""
    gc.collect()
    with uncollected():
        yield
        gc.freeze()


def thaw() -> None:
    """Let the next collection walk everything once more: what was kept for long may have become garbage."""
    gc.unfreeze()
