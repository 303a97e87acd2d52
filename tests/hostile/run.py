"""One build over bad inputs, each a source of its own, in a process of its own and without a network where it can be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tests.hostile.cut_off import cut_off, possible

SECONDS = 240
"""A build over all samples takes 30; one that takes so long hangs."""


class Said(NamedTuple):
    """How a run ended."""

    code: int
    seconds: float
    megabytes: float
    error: str


@dataclass(frozen=True)
class Hostile:
    """A folder with `in` (the sources), `out` (the products), and how the run ended."""

    folder: Path

    @property
    def said(self):
        return Said(**json.loads((self.folder / "said.json").read_text(encoding="utf-8")))

    @property
    def sent(self):
        """What was sent into the network, None where that could not be seen."""
        file = self.folder / "sent.json"
        return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None


def run(folder, sources):
    """Builds the sources into `folder/out` and notes how that ended."""
    command = [sys.executable, "-m", "packager", "build", *sources, "-o", folder / "out", "--workers", 2]
    if possible():
        command = cut_off(command, folder / "sent.json")
    said = ended(command, folder, SECONDS)
    (folder / "said.json").write_text(json.dumps(said._asdict()), encoding="utf-8")
    return Hostile(folder)


def ended(command, folder, seconds):
    """Runs a command in a folder with the project as it stands here; time, and the memory of its largest process."""
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    begin = time.monotonic()
    with (folder / "stderr.txt").open("wb") as error:
        child = subprocess.Popen([*map(str, command)], cwd=folder, env=here, stdout=subprocess.DEVNULL, stderr=error)
        code, usage = _waited(child, begin + seconds)
    took = time.monotonic() - begin
    text = (folder / "stderr.txt").read_text(encoding="utf-8", errors="replace")
    return Said(code, round(took, 2), round(usage.ru_maxrss / 1024, 1), text[-2000:])


def _waited(child, deadline):
    """The exit code and use of a child; it is killed at the deadline."""
    while True:
        pid, status, usage = os.wait4(child.pid, os.WNOHANG)
        if pid:
            child.returncode = os.waitstatus_to_exitcode(status)
            return child.returncode, usage
        if time.monotonic() > deadline:
            child.kill()
        time.sleep(0.02)
