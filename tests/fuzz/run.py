"""A long run with random seeds: `python -m tests.fuzz.run SECONDS`; ends at the first failure."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path


def main(seconds):
    """Repeats the fuzz tests until the time is over; the exit code of the last round."""
    until, rounds = time.monotonic() + seconds, 0
    environment = {**os.environ, "FUZZ_EXAMPLES": "300"}
    command = [sys.executable, "-m", "pytest", str(Path(__file__).parent), "-q", "-x"]
    while time.monotonic() < until:
        rounds += 1
        code = subprocess.run(command, env=environment, check=False).returncode
        if code:
            return code
    print(f"{rounds} rounds, nothing found")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
