"""What a command costs with all its processes: CPU seconds, wall time, peak memory of the largest process (Linux)."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

BECOME_SUBREAPER = 36  # prctl(2), PR_SET_CHILD_SUBREAPER


@dataclass(frozen=True, slots=True)
class Cost:
    """`cpu` and `wall` in seconds, `peak` in MB of any one process, and the command's exit code."""

    cpu: float
    wall: float
    peak: float
    code: int


def adopt_strays() -> None:
    """Makes this process the parent of children whose own parent ends first, so that none goes uncounted."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(BECOME_SUBREAPER, 1, 0, 0, 0)


def spent() -> float:
    """CPU seconds of every child that was waited for, with its own children."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run(command: Sequence[str | Path], log: Path) -> Cost:
    """Runs a command to its end, its output into `log`, and counts it and everything that it started."""
    adopt_strays()
    before, begin = spent(), time.perf_counter()
    with log.open("wb") as file:
        process = subprocess.Popen([str(part) for part in command], stdout=file, stderr=file, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begin
    peak = max(usage.ru_maxrss, *strays(), 0)
    return Cost(spent() - before, wall, peak / 1024, process.returncode)


def strays() -> list[int]:
    """Waits for children that the command left behind; their peaks in kB."""
    peaks = [0]
    with suppress(ChildProcessError):
        while True:
            peaks.append(os.wait4(-1, 0)[2].ru_maxrss)
    return peaks
