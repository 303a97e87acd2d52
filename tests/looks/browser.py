"""Chromium, started for one page each time: what its document says at the end, or a picture of it."""

import json
import re
import subprocess
import tempfile
from html import unescape
from pathlib import Path

from tests.checkers import program

HARNESS = Path(__file__).with_name("harness.html")
PATIENCE = 180
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files")


def told(pages, folder, views):
    """What `harness.html` measures of each page in each view: a width in pixels, and what a reading system adds."""
    task = {"views": views, "pages": [page.as_uri() for page in pages]}
    page = folder / "harness.html"
    page.write_text(HARNESS.read_text(encoding="utf-8").replace("TASK", json.dumps(task)), encoding="utf-8")
    document = _run(page, "--virtual-time-budget=20000", "--dump-dom")
    found = re.search(r'<script id="told" type="application/json">(.*?)</script>', document, re.DOTALL)
    assert found, f"chromium measured nothing: {document[:2000]}"
    names = [one.name for one in pages]
    return [dict(zip(names, view, strict=True)) for view in json.loads(unescape(found.group(1)))]


def shoot(page, picture, width, height):
    """A picture (PNG) of a page in a window of so many pixels."""
    _run(page, f"--window-size={width},{height}", f"--screenshot={picture}")


def _run(page, *options):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [program("chromium", "chromium"), *FLAGS, f"--user-data-dir={profile}", *options, page.as_uri()]
        done = subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE)
    return done.stdout.decode("utf-8", "replace")
