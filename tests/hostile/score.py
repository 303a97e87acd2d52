"""How many bad inputs are right: `python -m tests.hostile.score OUT [--alone]`.

OUT holds what `make_bad.py OUT` of the bad inputs beside the project made. All items are built at once; with `--alone`
each is built by itself as well, to hold its time and memory against the manifest's `max_s` and `max_mb`.
"""
# ruff: noqa: T201

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from packager.readers import READERS
from packager.readers.sniff import Kind
from tests.hostile.judge import wrong_of_theirs
from tests.hostile.products import Products
from tests.hostile.run import ended, run

KINDS = {
    "html": Kind.SAVED_PAGE,
    "img": Kind.SAVED_PAGE,
    "txt": Kind.TEXT_DUMP,
    "lib": Kind.SAVED_PAGE,
    "warc": Kind.WARC,
    "zip": Kind.WACZ,
    "epub": Kind.EPUB,
    "feed": Kind.FEED,
    "mht": Kind.MHTML,
}
"""A kind of the manifest -> what has to have a reader for it."""

CANARY = b"CANARY-LOCAL-FILE-93b1"


def readable(kind):
    """Whether a kind of the manifest has a reader."""
    return KINDS[kind] in READERS


def score(bad, folder, *, alone=False):
    """Item -> what is wrong with it, for all items of a folder of bad inputs; builds below another folder."""
    items = json.loads((bad / "manifest.json").read_text(encoding="utf-8"))
    hostile = run(folder, [bad / item["id"] for item in items])
    products = Products(folder / "out")
    found = {item["id"]: list(wrong_of_theirs(item, products)) for item in items}
    for item in items if alone else ():
        found[item["id"]] += measured(item, bad, folder)
    if sent := {name: count for name, count in (hostile.sent or {}).items() if count}:
        found["network"] = [str(sent)]
    if bad_pages := products.malformed() | products.active() | products.outside_the_schema():
        found["products"] = [str(bad_pages)[:500]]
    if leaks := products.leaked([CANARY], ""):
        found["outside"] = leaks
    return found


def measured(item, bad, folder):
    """What is wrong with an item's time and memory when it is built by itself."""
    with tempfile.TemporaryDirectory(dir=folder) as output:
        command = [sys.executable, "-m", "packager", "build", bad / item["id"], "-o", output, "--workers", 1]
        said = ended(command, folder, 4 * item["max_s"])
    if said.code not in {0, 1}:
        yield f"ended with {said.code}: {said.error[-300:]}"
    if said.seconds > item["max_s"]:
        yield f"took {said.seconds} s of {item['max_s']}"
    if said.megabytes > item["max_mb"]:
        yield f"took {said.megabytes} MB of {item['max_mb']}"


def main(bad, *, alone):
    with tempfile.TemporaryDirectory() as folder:
        found = score(Path(bad).resolve(), Path(folder), alone=alone)
    for name, wrongs in found.items():
        print(f"{'wrong' if wrongs else 'right'}  {name}  {'; '.join(wrongs)}".rstrip())
    right = sum(not wrongs for wrongs in found.values())
    print(f"{right} of {len(found)} right")
    return 0 if right == len(found) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], alone="--alone" in sys.argv[2:]))
