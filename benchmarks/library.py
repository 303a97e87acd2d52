"""Measures a library of many articles, text only: `python -m benchmarks.library 1000 100000`.

For each size: a build from nothing, a second one with nothing new, one with one article more, and searches of one to
three words in one process. All figures are of one run on one machine: compare them with each other.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.costs import run
from benchmarks.prose import Prose
from packager import pipeline
from packager.stages import Options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.costs import Cost

FOLDER = Path("output/benchmark/library")
TOPICS = ("kinh-te", "van-hoa", "xa-hoi", "the-thao", "giao-duc", "y-te", "phap-luat", "moi-truong")
PARAGRAPHS = 6
SEARCHES = 60
PAGE = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{title}</title>
<link rel="canonical" href="https://bao.example/{topic}/{number}.html">
<meta property="article:published_time" content="{year}-{month:02}-{day:02}T08:00:00+07:00">
<meta property="article:section" content="{topic}"></head>
<body><article><h1>{title}</h1>{text}</article></body></html>
"""


def write_page(folder: Path, number: int) -> None:
    """Writes one page of about 400 words, the same for its number every time."""
    prose = Prose(str(number))
    day = number % (3 * 12 * 28)
    text = "".join(f"<p>{' '.join(prose.sentences())}</p>" for _ in range(PARAGRAPHS))
    page = PAGE.format(
        title=prose.title(),
        topic=TOPICS[number % len(TOPICS)],
        number=number,
        year=2023 + day // 336,
        month=day // 28 % 12 + 1,
        day=day % 28 + 1,
        text=text,
    )
    path = folder / f"{number // 1000:03}" / f"{number:06}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8", newline="\n")


def build(pages: Path, output: Path) -> Cost:
    """Builds a folder of pages with two workers."""
    command = [sys.executable, "-m", "packager", "build", pages, "-o", output, "--workers", "2"]
    return run(command, output.with_suffix(".log"))


def searches(output: Path) -> Iterator[float]:
    """Milliseconds of each of many searches, one after the other in this process."""
    prose = Prose("searches")
    for number in range(SEARCHES):
        query = prose.words(1 + number % 3)
        begin = time.perf_counter()
        pipeline.search(query, Options(output), (), 20)
        yield (time.perf_counter() - begin) * 1000


def measure(size: int) -> Iterator[str]:
    """The rows of the table for a size."""
    root = FOLDER / str(size)
    shutil.rmtree(root, ignore_errors=True)
    pages, output = root / "pages", root / "output"
    for number in range(size):
        write_page(pages, number)
    full, again = build(pages, output), build(pages, output)
    write_page(pages, size)
    one = build(pages, output)
    found = list(searches(output))
    yield _row(size, "build", full, f"{full.cpu / size * 1000:.2f} ms an article")
    yield _row(size, "nothing new", again, f"{again.cpu / full.cpu:.2%} of the build")
    yield _row(size, "one article more", one, f"{one.cpu / full.cpu:.2%} of the build")
    yield f"| {size:,} | search, median | | {statistics.median(found):.1f} ms | | | |"


def _row(size: int, what: str, cost: Cost, share: str) -> str:
    return f"| {size:,} | {what} | {cost.cpu:.2f} | {share} | {cost.wall:.1f} | {cost.peak:.0f} | {cost.code} |"


def main() -> None:
    """Prints a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 10_000])
    print("| articles | run | CPU s | CPU beside | wall s | peak MB | exit |\n|---|---|---|---|---|---|---|")
    for size in parser.parse_args().sizes:
        for row in measure(size):
            print(row, flush=True)


if __name__ == "__main__":
    main()
