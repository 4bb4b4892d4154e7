"""Loads what a collector drops, each file once: the fingerprints of the loads say which were taken before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Engine

from agent_scorecard.loading.load import Busy, DiskFull
from agent_scorecard.loading.report import LoadReport
from agent_scorecard.loading.sources import Source
from agent_scorecard.loading.watching import Ready, Watched
from agent_scorecard.store.read_loads import are_taken


@dataclass(frozen=True, slots=True)
class Collected:
    """One file and what its load did; without a report `problem` says why it was not loaded, `again` if it will be."""

    source: Source
    report: LoadReport | None
    problem: str = ""
    again: bool = False


def collect(engine: Engine, watched: Watched, load: Callable[[Source], LoadReport]) -> Iterator[Collected]:
    """Look once and load each file that is whole and was never taken, one load for each file.

    A file that was refused counts as taken; one that the database had no time or room for is tried at the next look,
    one that cannot be opened once it is changed.
    Raises whatever `load` raises but Busy and DiskFull.
    """
    for ready in watched.look():
        done = _collected(engine, ready, load)
        if done is None or not done.again:
            watched.finish(ready)
        if done is not None:
            yield done


def _collected(engine: Engine, ready: Ready, load: Callable[[Source], LoadReport]) -> Collected | None:
    try:
        if are_taken(engine, [ready.source.fingerprint()]):
            return None
        return Collected(ready.source, load(ready.source))
    except (Busy, DiskFull) as later:
        return Collected(ready.source, None, str(later), again=True)
    except OSError as fault:
        return Collected(ready.source, None, f"cannot be read: {fault.strerror or type(fault).__name__}")
