"""`watch` killed at any moment and started again loads each file exactly once (reliability E2)."""

import json
import multiprocessing
import os
import random
import signal
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import pytest

from agent_scorecard.cli.app import app
from agent_scorecard.loading.sources import of_path
from agent_scorecard.store.database import make_engine
from tests.loading.small_company import COMPANY, company, loaded
from tests.postgresql import Server

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/fd").exists(), reason="only /proc says which files a process holds open"
)
SEED = 20261120
FILES, RUNS, FEW = 10, 400, 5
EVERY = "0.02"
GROWS = "runs-grows.jsonl"
SLICE, LONGEST, PATIENCE = 0.002, 0.15, 60.0
GIVEN = "SELECT l.status, f.source, f.sha256 FROM loads l JOIN load_files f USING (load) WHERE l.actor = 'collector'"


def watch(url: str, folder: str, *more: str) -> None:
    app(["--db", url, "watch", folder, "--every", EVERY, "--by", "collector", *more])


def run(name: str, number: int) -> str:
    at = f"2026-09-{number % 30 + 1:02}T10:00:00Z"
    return json.dumps({"agent_id": "refunds-v3", "request_id": f"{name}-{number}", "timestamp": at}) + "\n"


def dropped(folder: Path) -> Path:
    """Ten logs of four hundred runs each, one inventory, and a file that is refused."""
    folder.mkdir()
    for file in range(FILES):
        (folder / f"runs-{file}.jsonl").write_text("".join(run(str(file), number) for number in range(RUNS)))
    (folder / "people.csv").write_text("person,name\ncy,Cy\n")
    (folder / "notes.txt").write_text("shopping")
    return folder


def grown(folder: Path, times: int) -> None:
    """Write to a log as a collector does: the last line is left in the middle."""
    lines = "".join(run("grows", number) for number in range(FEW * times))
    (folder / GROWS).write_text(lines + run("grows", FEW * times)[:20])


def reads(process: ForkServerProcess, folder: Path) -> bool:
    """Whether the process holds a dropped file open, so that a kill now lands in mid-file."""
    held = Path(f"/proc/{process.pid}/fd")
    try:
        return any(folder in each.readlink().parents for each in held.iterdir())
    except FileNotFoundError:
        return False


def signalled_in_mid_file(process: ForkServerProcess, folder: Path, number: signal.Signals, after: float = 0) -> None:
    """Send a signal some moments after the process began to read a file, and wait for its end."""
    waited = 0.0
    while not reads(process, folder):
        process.join(SLICE)
        waited += SLICE
        assert process.exitcode is None, "the watcher ended by itself"
        assert waited < PATIENCE, "the watcher reads nothing"
    process.join(after)
    assert process.exitcode is None, "the watcher ended by itself"
    os.kill(process.pid or 0, number)
    process.join(PATIENCE)


def started(folder: Path, url: str, *more: str) -> ForkServerProcess:
    servers = multiprocessing.get_context("forkserver")
    servers.set_forkserver_preload(["agent_scorecard.cli.app", "agent_scorecard.loading.collecting"])
    process = servers.Process(target=watch, args=(url, str(folder), *more))
    process.start()
    return process


def asked(url: str, query: str) -> list[Any]:
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            if url.startswith("sqlite"):
                assert connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
            return [tuple(row) for row in connection.exec_driver_sql(query)]
    finally:
        engine.dispose()


def told(url: str) -> list[Any]:
    """Status, name and fingerprint of each file the watcher loaded, in a database that is whole."""
    return asked(url, GIVEN)


def count_runs(url: str) -> int:
    ((runs,),) = asked(url, "SELECT COUNT(*) FROM runs")
    return int(runs)


def killed(url: str, folder: Path, kills: int) -> None:
    """Kill the watcher so many times in mid-file, let it end by itself, and look that each file was loaded once."""
    chance, known = random.Random(SEED), []
    for number in range(kills):
        grown(folder, number + 1)
        process = started(folder, url)
        signalled_in_mid_file(process, folder, signal.SIGKILL, chance.uniform(0, LONGEST))
        known.append(len(told(url)))
    assert known == sorted(known), "a load that was told of is gone"
    assert len(set(known)) < kills, "no kill landed in mid-file"
    (folder / GROWS).write_text("".join(run("grows", number) for number in range(FEW * kills)))
    for _ in range(2):
        last = started(folder, url, "--once")
        last.join(PATIENCE)
        assert last.exitcode in (0, 1)
    prints = [fingerprint for _, _, fingerprint in told(url)]
    assert len(prints) == len(set(prints)), "a file was loaded twice"
    assert {of_path(path).fingerprint() for path in folder.iterdir()} <= set(prints)
    assert count_runs(url) == FILES * RUNS + FEW * kills
    refused = {source for status, source, _ in told(url) if status == "refused"}
    assert refused - {GROWS} == {"notes.txt"}


@pytest.mark.slow
@pytest.mark.parametrize("kills", [20, pytest.param(120, marks=pytest.mark.soak)])
def test_each_file_is_loaded_exactly_once_whatever_kills_the_watcher(tmp_path: Path, kills: int) -> None:
    company(tmp_path).dispose()
    killed(f"sqlite:///{tmp_path / 'company.db'}", dropped(tmp_path / "drop"), kills)


@pytest.mark.soak
def test_on_postgresql_too(postgresql: Server, tmp_path: Path) -> None:
    with postgresql.created() as url:
        engine = make_engine(url)
        assert loaded(engine, COMPANY).is_clean
        engine.dispose()
        killed(url, dropped(tmp_path / "drop"), 20)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_in_mid_file_it_undoes_the_load_and_ends_by_itself(
    tmp_path: Path, number: signal.Signals
) -> None:
    company(tmp_path).dispose()
    url, folder = f"sqlite:///{tmp_path / 'company.db'}", tmp_path / "drop"
    folder.mkdir()
    (folder / "runs.jsonl").write_text("".join(run("long", each) for each in range(20_000)))
    process = started(folder, url)
    signalled_in_mid_file(process, folder, number)
    assert (process.exitcode, told(url), count_runs(url)) == (0, [], 0)
