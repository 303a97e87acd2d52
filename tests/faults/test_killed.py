"""Runs that are killed at any moment, one after the other: the next one comes to the same bytes as if nothing was."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time

import pytest

from packager.errors import OutputError
from tests.collected import build, packager, put, some, volumes
from tests.faulty import EVERYTHING, Faults, assert_whole, product

CHAINS = 40 if EVERYTHING else 4
MOST_KILLS = 3


def started(sources, output):
    command = [sys.executable, "-m", "packager", "build", str(sources), "-o", str(output), "--workers", "2"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """Sources, what has to come of them, and how long that takes in seconds."""
    folder = tmp_path_factory.mktemp("undisturbed")
    sources = put(folder / "sources", some())
    began = time.monotonic()
    with started(sources, folder / "output") as run:
        run.communicate(timeout=120)
    return sources, product(folder / "output"), time.monotonic() - began


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("chain", range(CHAINS))
def test_a_chain_of_kills_leaves_the_same_bytes(undisturbed, tmp_path, chain):
    sources, wanted, duration = undisturbed
    output = tmp_path / "output"
    chance = random.Random(chain)  # noqa: S311 - not for secrets
    for _ in range(chance.randint(1, MOST_KILLS)):
        with started(sources, output) as run:
            time.sleep(chance.uniform(0.1, 0.95) * duration)
            run.send_signal(signal.SIGKILL)
            run.communicate(timeout=60)
        for name, content in volumes(output).items():
            assert name.endswith(".draft") or content == wanted[0][name], f"{name} is torn"
    done = packager("build", sources, "-o", output)
    assert done.returncode == 1, done.stderr.decode()  # a picture is missing
    assert_whole(output, wanted)
    assert packager("verify", output).returncode == 0


def test_what_a_power_cut_tears_is_read_again(undisturbed, tmp_path, monkeypatch):
    """Objects that were not yet synced may be there by name without their bytes; so may drafts."""
    sources, wanted, _ = undisturbed
    output = tmp_path / "output"
    with monkeypatch.context() as patch:
        Faults(output, "commit", 1).install(patch)
        with pytest.raises(OutputError, match="disk is full"):
            build(sources, output)
    torn = [path for path in (output / "library" / "objects").rglob("*") if path.is_file()]
    assert len(torn) > 5
    for number, path in enumerate(torn):
        path.write_bytes(path.read_bytes()[: number % 2 * 100])
    put(output, {"volumes/2025-02/.x.epub.1.draft": "half", "library/cache/reading/unpacked-x/a/b.html": "left"})
    assert build(sources, output).exit_code == 1
    assert_whole(output, wanted)


def test_the_old_volume_stays_until_the_new_one_is_whole(undisturbed, tmp_path, monkeypatch):
    _, wanted, _ = undisturbed
    sources = put(tmp_path / "sources", some())
    build(sources, tmp_path / "output")
    put(sources, {"van-hoa/mua.txt": (sources / "van-hoa/mua.txt").read_text("utf-8").replace("Mùa", "Mua")})
    new = shutil.copytree(tmp_path / "output", tmp_path / "new")
    build(sources, new)
    with monkeypatch.context() as patch:
        Faults(tmp_path / "output", "replace", 4, lasting=True).install(patch)
        with pytest.raises(OutputError, match="disk is full"):
            build(sources, tmp_path / "output")
    held = {name: content for name, content in volumes(tmp_path / "output").items() if not name.endswith(".draft")}
    assert held == {name: content for name, content in wanted[0].items() if name.startswith("volumes/")}
    with monkeypatch.context() as patch:
        Faults(tmp_path / "output").install(patch)
        assert build(sources, tmp_path / "output").exit_code == 1
    assert_whole(tmp_path / "output", product(new))
