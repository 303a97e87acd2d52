"""The builds over our own samples and over the bad inputs beside the project, each made once in a run of tests."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.checkers import absent
from tests.hostile.generate import generate, samples
from tests.hostile.products import Products
from tests.hostile.run import Hostile, run


@pytest.fixture(scope="session")
def ours(once):
    """The run over our own samples."""

    def make(folder):
        written = generate(folder / "in", {name: sample for name, sample in samples().items() if sample.ready})
        run(folder, written.values())

    return Hostile(once("hostile-ours", make))


@pytest.fixture(scope="session")
def theirs(shared, once):
    """The run over the bad inputs beside the project, all kinds."""
    script = shared / "bad-inputs" / "make_bad.py"
    if not script.is_file():
        absent("there are no bad inputs beside the project")

    def make(folder):
        subprocess.run([sys.executable, script, folder / "in"], check=True, capture_output=True, timeout=120)
        items = json.loads((folder / "in" / "manifest.json").read_text(encoding="utf-8"))
        run(folder, [folder / "in" / item["id"] for item in items])

    return Hostile(once("hostile-theirs", make))


@pytest.fixture(scope="session")
def products(ours):
    return Products(ours.folder / "out")


@pytest.fixture(scope="session")
def their_products(theirs):
    return Products(theirs.folder / "out")
