"""What running processes took so far, read from /proc."""

from __future__ import annotations

import os
from pathlib import Path

TICKS = 14
"""utime, stime, cutime and cstime begin here in /proc/PID/stat, counted after the name."""


def family(process: int) -> list[int]:
    """Return a process with all its descendants that are still there."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents.setdefault(int(_stat(path)[1]), []).append(int(path.parent.name))
        except OSError:
            continue
    found = [process]
    for each in found:
        found += parents.get(each, [])
    return found


def cpu(*processes: int) -> int:
    """Return the CPU microseconds of processes and of the children they outlived."""
    first = TICKS - 3
    ticks = [int(one) for each in processes for one in _stat(Path(f"/proc/{each}/stat"))[first : first + 4]]
    return sum(ticks) * 1_000_000 // os.sysconf("SC_CLK_TCK")


def peak(*processes: int) -> int:
    """Return the highest memory each of the processes had so far, together, in bytes."""
    return sum(map(_peak, processes))


def _peak(process: int) -> int:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


def _stat(path: Path) -> list[str]:
    """Return what stands after the name of a process, which may hold blanks."""
    return path.read_text().rpartition(")")[2].split()
