"""Runs a command in a process of its own and says what it cost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from agent_scorecard.bench.works.timing import CPU

LAUNCHER = """
import json, os, sys
target, *command = sys.argv[1:]
process = os.posix_spawn(command[0], command, os.environ)
_, status, used = os.wait4(process, 0)
with open(target, "w") as file:
    json.dump([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss], file)
"""
"""A small process starts the measured one: peak memory is inherited from whoever starts a process."""

RSS_UNIT = 1 if sys.platform == "darwin" else 1024


class NotMeasured(Exception):
    """A work could not be measured; the text says why."""


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds (user + system) and peak memory in bytes; `said` is what the work reported."""

    cpu: float
    rss: int
    said: dict[str, int] = field(default_factory=dict)

    def without_start(self) -> Cost:
        """Count only what the work itself says it took: a short one would drown in what its process imports."""
        return replace(self, cpu=self.said[CPU] / 1e6)


def work(*arguments: str, seconds: float) -> Cost:
    """Measure one of `bench.work`. Raises NotMeasured."""
    return command([sys.executable, "-m", "agent_scorecard.bench.work", *arguments], seconds=seconds)


def command(words: Sequence[str], *, seconds: float, stdin: str = "") -> Cost:
    """Measure a command given by its full path. Raises NotMeasured when it fails or takes too long."""
    if not hasattr(os, "wait4"):
        raise NotMeasured("this system does not tell what a process cost")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "cost.json"
        launch = [sys.executable, "-I", "-S", "-c", LAUNCHER, str(target), *words]
        stdout, stderr = _finished(launch, stdin, seconds)
        code, cpu, rss = json.loads(target.read_text()) if target.exists() else (1, 0.0, 0)
    if code:
        raise NotMeasured(_last_line(stderr))
    return Cost(cpu, rss * RSS_UNIT, _said(stdout))


def _finished(launch: Sequence[str], stdin: str, seconds: float) -> tuple[str, str]:
    """Run a command with everything it starts; what takes too long is ended as a whole."""
    pipe = subprocess.PIPE
    with subprocess.Popen(launch, stdin=pipe, stdout=pipe, stderr=pipe, text=True, start_new_session=True) as process:
        try:
            return process.communicate(stdin, timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise NotMeasured(f"took longer than {seconds:.0f} s") from None


def _said(stdout: str) -> dict[str, int]:
    try:
        said = json.loads(stdout)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _last_line(stderr: str) -> str:
    return (stderr.strip().splitlines() or ["it failed without a word"])[-1]
