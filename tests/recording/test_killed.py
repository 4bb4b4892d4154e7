"""What was acknowledged is there after the process was killed (reliability a1)."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest
from sqlalchemy import Engine

from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.store import ledger, read
from agent_scorecard.store.database import open_database
from tests.recording.test_decisions import AS_OF

KILLS = 3
RECORDING = """
import sys
from tests.recording.test_decisions import record
from agent_scorecard.store.database import open_database

engine = open_database(sys.argv[1])
while True:
    print(record(engine).seq, flush=True)
"""


@pytest.mark.slow
@pytest.mark.both
def test_no_decision_that_was_acknowledged_is_lost_to_a_kill(engine: Engine) -> None:
    url = engine.url.render_as_string(hide_password=False)
    engine.dispose()
    told: list[int] = []
    for round_ in range(1, KILLS + 1):
        told += _recorded_until_killed(url, acknowledged=2 * round_)
        engine = open_database(url)
        evidence = read.agent_evidence(engine, "triage", AS_OF)
        assert evidence is not None
        assert set(told) <= {row.seq for row in evidence.decisions}
        assert (ledger.verify(engine).whole, disagreements(engine)) == (True, ())
        engine.dispose()
    assert len(told) == sum(2 * round_ for round_ in range(1, KILLS + 1))


def _recorded_until_killed(url: str, acknowledged: int) -> list[int]:
    with subprocess.Popen([sys.executable, "-c", RECORDING, url], stdout=subprocess.PIPE, text=True) as writing:
        assert writing.stdout is not None
        told = [int(writing.stdout.readline()) for _ in range(acknowledged)]
        writing.send_signal(signal.SIGKILL)
    return told
