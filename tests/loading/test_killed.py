"""A load killed at any moment leaves nothing half done, and the same load converges (reliability E2)."""

import json
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from agent_scorecard.loading.load import load
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import make_engine
from tests.loading.small_company import NOW, TODAY, company

KILLS = 20
SEED = 20261020
LOADER = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from agent_scorecard.loading.load import load
from agent_scorecard.store.database import make_engine
engine = make_engine(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
load(engine, [Path(sys.argv[2])], today=date(2026, 10, 20), now=datetime(2026, 10, 20, 12, tzinfo=UTC), actor="ana")
print("done", flush=True)
sys.stdin.readline()
"""


def files(folder: Path) -> Path:
    """A folder with some three thousand observations and two thousand runs of two agents."""
    folder.mkdir()
    rows = [
        f"{agent},leakage,{year}-{month:02},class:case {number},{number},{number + 9}"
        for agent in ("refunds", "billing")
        for year in (2024, 2025)
        for month in range(1, 13)
        for number in range(60)
    ]
    header = "agent,measure,period,cohort,numerator,denominator\n"
    (folder / "observations.csv").write_text(header + "\n".join(rows) + "\n", encoding="utf-8")
    runs = (
        {"agent_id": "refunds-v3", "request_id": f"r{number}", "timestamp": f"2026-09-{number % 30 + 1:02}T10:00:00Z"}
        for number in range(2000)
    )
    (folder / "runs.jsonl").write_text("".join(json.dumps(run) + "\n" for run in runs), encoding="utf-8")
    return folder


def started(url: str, folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", LOADER, url, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("go\n")
    process.stdin.flush()
    return process


def killed_after(process: subprocess.Popen[str], seconds: float) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=seconds)
    process.kill()
    process.communicate()


@pytest.mark.slow
def test_a_killed_load_leaves_all_or_nothing_and_converges(tmp_path: Path) -> None:
    company(tmp_path).dispose()
    untouched = tmp_path / "company.db"
    folder = files(tmp_path / "files")
    began = time.monotonic()
    whole = started(f"sqlite:///{shutil.copy(untouched, tmp_path / 'whole.db')}", folder)
    assert whole.stdout is not None
    assert whole.stdout.readline() == "done\n"
    lasts = time.monotonic() - began
    killed_after(whole, 0)
    before, after = (content_hash(make_engine(f"sqlite:///{tmp_path / name}")) for name in ("company.db", "whole.db"))
    chance = random.Random(SEED)
    seen = []
    for number in range(KILLS):
        path = tmp_path / f"killed-{number}.db"
        shutil.copy(untouched, path)
        killed_after(started(f"sqlite:///{path}", folder), chance.uniform(0.05, lasts))
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        engine = make_engine(f"sqlite:///{path}")
        seen.append(content_hash(engine))
        load(engine, [folder], today=TODAY, now=NOW, actor="ana")
        assert content_hash(engine) == after
        engine.dispose()
        path.unlink()
    assert set(seen) <= {before, after}
    assert before in seen, "no kill landed while the load ran"
