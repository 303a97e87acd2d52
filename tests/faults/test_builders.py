"""Several builders at once: one works, the others say who does and leave."""

from __future__ import annotations

import subprocess
import sys

from packager.errors import LibraryBusy
from packager.library import lock
from tests.collected import build, packager, put, some
from tests.faulty import assert_whole, product


def test_three_builders_at_once(tmp_path):
    sources = put(tmp_path / "sources", some())
    build(sources, tmp_path / "wanted")
    command = [
        sys.executable,
        "-m",
        "packager",
        "build",
        str(sources),
        "-o",
        str(tmp_path / "output"),
        "--workers",
        "1",
    ]
    runs = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(3)]
    told = [run.communicate(timeout=100)[1].decode() for run in runs]
    codes = [run.returncode for run in runs]
    assert set(codes) <= {1, LibraryBusy.exit_code}  # 1: a picture is missing
    assert 1 in codes
    assert all("holds the library" in text for text, code in zip(told, codes, strict=True) if code != 1)
    assert_whole(tmp_path / "output", product(tmp_path / "wanted"))


def test_whoever_comes_second_learns_who_was_first(tmp_path):
    sources = put(tmp_path / "sources", some())
    with lock.hold(tmp_path / "output" / "library"):
        done = packager("build", sources, "-o", tmp_path / "output")
    assert done.returncode == LibraryBusy.exit_code
    assert b"process " in done.stderr
    assert b"wait for it to end, then run again" in done.stderr
    assert not (tmp_path / "output" / "report.json").exists()
