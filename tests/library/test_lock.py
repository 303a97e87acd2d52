import os
import subprocess
import sys

import pytest

from packager.errors import LibraryBusy, OutputError
from packager.library.lock import hold

HOLDER = """
import sys, time
from pathlib import Path
from packager.library.lock import hold
with hold(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_run_is_told_who_holds_the_library(tmp_path):
    with (
        hold(tmp_path),
        pytest.raises(LibraryBusy, match=rf"process {os.getpid()} on .* holds the library"),
        hold(tmp_path),
    ):
        pass


def test_the_library_is_free_again_afterwards(tmp_path):
    with hold(tmp_path / "library"):
        pass
    with hold(tmp_path / "library"):
        pass
    assert (tmp_path / "library" / ".lock").read_bytes() == b""


def test_the_lock_falls_with_a_killed_process(tmp_path):
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(LibraryBusy, match=f"process {holder.pid} on "), hold(tmp_path):
            pass
        holder.kill()
        holder.wait()
    with hold(tmp_path):
        pass


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "library").write_bytes(b"")
    with pytest.raises(OutputError, match="a file stands where a folder is needed"), hold(tmp_path / "library"):
        pass
