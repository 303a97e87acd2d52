"""Files that may grow no further, a disk that is full, a medium that is read-only; then there is room again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from packager import pipeline
from packager.errors import OutputError
from packager.progress import Quiet
from tests.collected import build, volumes
from tests.faulty import EVERYTHING, FIRST, LATER, PROJECT, Faults, assert_right, product, sources

SIZES = range(0, 300_000, 2_500 if EVERYTHING else 25_000)
SPACES = range(16, 900, 8 if EVERYTHING else 100)
NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")


@pytest.fixture
def collected(tmp_path):
    return sources(tmp_path / "sources", FIRST)


@pytest.fixture
def wanted(collected, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        Faults(tmp_path / "wanted").install(patch)
        build(collected, tmp_path / "wanted")
    return product(tmp_path / "wanted")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit of a file's size")
def test_files_that_may_not_grow_are_told_at_any_size(collected, wanted, tmp_path, monkeypatch):
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    Faults(tmp_path).install(monkeypatch)
    ends = set()
    for size in SIZES:
        output = tmp_path / str(size)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        try:
            ends.add(ended(collected, output))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert all(content == wanted[0][name] for name, content in volumes(output).items()), f"{size}: a volume is torn"
        assert_right(collected, output, wanted)
    assert ends == {0, OutputError.exit_code}


def ended(collected, output):
    """How a run ends that may not write all: 0 or the exit code of what it raises."""
    try:
        return build(collected, output).exit_code
    except OutputError as error:
        return error.exit_code if "run again" in str(error) else -1


# -- what needs a small file system; where one may not be mounted, the tests above stand for it


def mounted(script, *arguments):
    """Runs a function of this module where it may mount a file system; skips the test where nobody may."""
    try:
        probe = subprocess.run(
            [*NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", arguments[0]], capture_output=True, check=False
        )
    except OSError:
        pytest.skip("there is no unshare")
    if probe.returncode:
        pytest.skip("no file system may be mounted here")
    code = f"import sys; from tests.faults.test_full_disk import {script}; {script}(*sys.argv[1:])"
    command = [*NAMESPACE, sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=110)
    assert done.returncode == 0, done.stderr


def mount(folder, *options):
    subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", folder], check=True)


@pytest.mark.usefixtures("wanted")
def test_a_full_disk_is_told_at_any_size(collected, tmp_path):
    (tmp_path / "disk").mkdir()
    mounted("fill", tmp_path / "disk", collected, tmp_path / "wanted")


def fill(disk, collected, reference):
    """Builds on ever larger disks, first without room and then with."""
    disk, collected = Path(disk), Path(collected)
    wanted = product(Path(reference))
    ends = set()
    with pytest.MonkeyPatch.context() as patch:
        for space in SPACES:
            mount(str(disk), f"size={space}k")
            output = disk / "output"
            Faults(output).install(patch)
            ends.add(ended(collected, output))
            assert all(content == wanted[0][name] for name, content in volumes(output).items()), f"{space}: torn"
            mount(str(disk), "remount", "size=50m")
            assert_right(collected, output, wanted)
            patch.undo()
            subprocess.run(["umount", str(disk)], check=True)
    assert ends == {0, OutputError.exit_code}, ends


def test_a_read_only_medium_is_told_and_can_be_verified(collected, tmp_path):
    (tmp_path / "disk").mkdir()
    mounted("read_only", tmp_path / "disk", collected, sources(tmp_path / "later", FIRST, LATER))


def read_only(disk, collected, later):
    """Builds upon a medium that is read-only by then."""
    mount(disk, "size=50m")
    output = Path(disk, "output")
    build(Path(collected), output)
    before = product(output)
    mount(disk, "remount", "ro")
    with pytest.raises(OutputError, match=r"the medium is read-only; choose another folder with --output"):
        build(Path(later), output)
    assert product(output) == before
    assert pipeline.verify(output, Quiet()).findings == ()
