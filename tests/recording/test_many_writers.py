"""Many who write at once: nothing is lost, nothing forks, and of one stale form only the first counts."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine

from agent_scorecard.recording import Stale
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.rules.facts import Decision
from agent_scorecard.store import ledger
from agent_scorecard.store.database import revision
from tests.recording.test_decisions import entries, record

PROCESSES, WRITERS, EACH = 2, 4, 3
WRITING = f"""
import sys
from concurrent.futures import ThreadPoolExecutor
from agent_scorecard.store.database import open_database
from tests.recording.test_incidents import report

engine = open_database(sys.argv[1])
def write(writer):
    for number in range({EACH}):
        report(engine, summary=f"{{sys.argv[2]}} {{writer}} {{number}}")
with ThreadPoolExecutor({WRITERS}) as pool:
    list(pool.map(write, range({WRITERS})))
engine.dispose()
"""


@pytest.mark.slow
@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_eight_writers_in_two_processes_lose_nothing(engine: Engine) -> None:
    url, before = engine.url.render_as_string(hide_password=False), revision(engine)
    started = [subprocess.Popen([sys.executable, "-c", WRITING, url, str(number)]) for number in range(PROCESSES)]
    assert [process.wait() for process in started] == [0] * PROCESSES
    told = {row.content["incident"]["summary"] for row in entries(engine)[1:]}
    expected = {f"{p} {w} {n}" for p in range(PROCESSES) for w in range(WRITERS) for n in range(EACH)}
    assert (told, revision(engine) - before) == (expected, len(expected))
    assert (ledger.verify(engine).whole, disagreements(engine)) == (True, ())


@pytest.mark.both
def test_of_forms_opened_on_the_same_card_only_the_first_counts(engine: Engine) -> None:
    start, seen = Barrier(WRITERS), 0

    def decide(_number: int) -> Decision | None:
        start.wait()
        try:
            return record(engine, seen=seen)
        except Stale:
            return None

    with ThreadPoolExecutor(WRITERS) as pool:
        made = list(pool.map(decide, range(WRITERS)))
    assert sorted(each is None for each in made) == [False] + [True] * (WRITERS - 1)
    assert (ledger.verify(engine).whole, disagreements(engine)) == (True, ())
