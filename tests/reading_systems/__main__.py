"""Every volume of a folder in every reading system.

`python -m tests.reading_systems FOLDER [--only NAME,...] [--shots DIR]` prints a table and below it what
is wrong; exit code 1 where anything is. With `--shots`, pictures of chosen pages as foliate-js shows them go into DIR.
"""
# ruff: noqa: T201

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tests.reading_systems import browser
from tests.reading_systems.systems import SYSTEMS


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.reading_systems", description=__doc__)
    parser.add_argument("folder", type=Path, help="where volumes are, at any depth")
    parser.add_argument("--only", default=",".join(SYSTEMS), help="names of systems, separated by commas")
    parser.add_argument("--shots", type=Path, help="a folder for pictures of chosen pages")
    asked = parser.parse_args()
    books = sorted(asked.folder.rglob("*.epub"))
    found = {name: opened(name, books, asked.shots) for name in asked.only.split(",")}
    print(table(found, books))
    problems = [(name, book, problem) for name, all_ in found.items() for book in books for problem in all_[book]]
    for name, book, problem in problems:
        print(f"{name}: {book.name}: {problem}")
    print(f"{len(books)} volumes, {len(problems)} problems")
    return 1 if problems or not books else 0


def opened(name, books, shots):
    """What one system finds; the time is told while the others still run."""
    start = time.monotonic()
    found = browser.foliate(books, shots) if name == "foliate-js" else SYSTEMS[name](books)
    print(f"{name}: {time.monotonic() - start:.0f} s", file=sys.stderr)
    return found


def table(found, books):
    """A line a volume, a column a system: the number of problems, or "ok"."""
    width = max((len(book.name) for book in books), default=0)
    lines = [" ".join([" " * width, *(f"{name:>10}" for name in found)])]
    for book in books:
        cells = (f"{len(all_[book]) or 'ok':>10}" for all_ in found.values())
        lines.append(" ".join([f"{book.name:<{width}}", *cells]))
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
