"""Fixtures that many tests share: where real inputs are, and the checkers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from tests import checkers

# No test may hang on how busy the machine is.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

PROJECT = Path(__file__).parents[1]
SHARED = PROJECT.parent / "shared"


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's folder."""
    return PROJECT


@pytest.fixture(scope="session")
def samples() -> Path:
    """The sample articles; never written to."""
    return PROJECT / "sources"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Material beside the project that is not part of it; tests of it are skipped elsewhere."""
    if not SHARED.is_dir():
        pytest.skip(f"there is no folder {SHARED.name} beside the project")
    return SHARED


@pytest.fixture(scope="session")
def epubcheck():
    """`epubcheck(book)`: the messages of EPUBCheck on one book, as `checkers.Message`."""
    return checkers.epubcheck


@pytest.fixture(scope="session")
def epubcheck_all():
    """`epubcheck_all(books)`: the messages by book, several books at a time."""
    return checkers.epubcheck_all


@pytest.fixture(scope="session")
def once(tmp_path_factory, worker_id):
    """`once(name, make)`: a folder that `make(folder)` fills one time in a run, whichever worker comes first."""
    if worker_id == "master":
        root = tmp_path_factory.getbasetemp() / "once"
    else:
        root = tmp_path_factory.getbasetemp().parent / "once"
    root.mkdir(exist_ok=True)

    def filled(name, make):
        return checkers.made_once(root, name, make)

    return filled


@pytest.fixture(scope="session")
def sample_output(samples, once):
    """The output folder of the samples, built once in a run; never written to."""

    def build(folder):
        command = [sys.executable, "-m", "packager", "build", samples, "-o", folder, "--workers", "1"]
        result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=os.environ)
        assert result.returncode == 1, result.stderr

    return once("samples", build)
