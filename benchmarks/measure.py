"""Measures packager beside a plain script, pandoc and calibre: `python -m benchmarks.measure 50 200 500 1000`.

Every tool gets the same pages and a fresh process; costs count all its processes. The books are then scored against
the truth of the workload and checked with EPUBCheck. Workloads and books stay in output/benchmark.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import scores, workload
from benchmarks.costs import Cost, run
from tests.checkers import epubcheck_all

if TYPE_CHECKING:
    from collections.abc import Callable

Command = list[str | Path]
FOLDER = Path("output/benchmark")


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool to measure: its command for pages and output, the program it needs, the most pages it is asked for."""

    name: str
    command: Callable[[Path, Path], Command]
    program: str = ""
    limit: int = sys.maxsize

    @property
    def installed(self) -> bool:
        """Whether its program is here."""
        return not self.program or bool(shutil.which(self.program))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    tool: str
    pages: int
    cost: Cost
    books: tuple[Path, ...]
    score: scores.Score | None
    messages: Counter[str] | None


def packager(pages: Path, out: Path) -> Command:
    """The product, with photos that fit and so pass through."""
    return [Path(sys.executable).with_name("packager"), "build", pages, "-o", out, "--images", "standard"]


def plain(pages: Path, out: Path) -> Command:
    """readability-lxml and ebooklib."""
    return [sys.executable, "-m", "benchmarks.plain", pages, out / "book.epub"]


def pandoc(pages: Path, out: Path) -> Command:
    """One book of all pages, as they are."""
    given = ["--from", "html", "--to", "epub3", "--metadata", "title=Articles", f"--resource-path={pages}"]
    return ["pandoc", *given, "--output", out / "book.epub", *sorted(pages.glob("*.html"))]


def calibre(pages: Path, out: Path) -> Command:
    """One book of all pages, which an index leads to."""
    links = "".join(
        f'<p><a href="{page.as_uri()}">{page.stem}</a></p>' for page in sorted(pages.resolve().glob("*.html"))
    )
    index = out / "index.html"
    index.write_text(f"<html><head><title>Articles</title></head><body>{links}</body></html>", encoding="utf-8")
    return [
        "ebook-convert",
        index,
        out / "book.epub",
        "--max-levels",
        "1",
        "--breadth-first",
        "--allow-local-files-outside-root",
    ]


TOOLS = (
    Tool("packager", packager),
    Tool("readability-lxml + ebooklib", plain),
    Tool("pandoc", pandoc, "pandoc", 500),
    Tool("calibre", calibre, "ebook-convert", 500),
)


def measure(tool: Tool, pages: int, repeat: int, *, check: bool) -> Row:
    """Runs one tool on one workload; of `repeat` runs the cheapest counts."""
    source = workload.make(FOLDER / f"workload-{pages}", pages)
    out = FOLDER / f"{tool.name.partition('-')[0]}-{pages}"
    costs = [once(tool, source, out) for _ in range(repeat)]
    cost = min(costs, key=lambda each: each.cpu)
    books = tuple(sorted(out.rglob("*.epub")))
    records = json.loads((source.parent / "manifest.json").read_text(encoding="utf-8"))
    score = scores.score(books, source, records) if books else None
    return Row(tool.name, pages, cost, books, score, messages(books) if check else None)


def once(tool: Tool, source: Path, out: Path) -> Cost:
    """One run into an empty folder."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    return run(tool.command(source, out), FOLDER / "log.txt")


def messages(books: tuple[Path, ...]) -> Counter[str]:
    """EPUBCheck's messages by severity, each place counted."""
    found: Counter[str] = Counter()
    for answers in epubcheck_all(books).values():
        for message in answers:
            found[message.severity] += message.places
    return found


HEAD = (
    "tool | pages | CPU s | ms/page | wall s | peak MB | exit | books | MB | articles | leads | authors | pictures "
    "| captions in their figure | boilerplate | EPUBCheck errors | warnings | usage"
)


def line(row: Row) -> str:
    """A row of the table."""
    cost, size = row.cost, sum(book.stat().st_size for book in row.books) / 1e6
    cells = [row.tool, row.pages, f"{cost.cpu:.2f}", f"{1000 * cost.cpu / row.pages:.1f}", f"{cost.wall:.2f}"]
    cells += [f"{cost.peak:.0f}", cost.code, len(row.books), f"{size:.0f}", *kept(row.score), *complaints(row.messages)]
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def kept(score: scores.Score | None) -> list[str]:
    """The cells of what arrived."""
    if not score:
        return ["no book"] * 6
    articles = [f"{count}/{score.of['articles']}" for count in (score.articles, score.leads, score.authors)]
    pictures, captions = f"{score.pictures}/{score.of['pictures']}", f"{score.captions}/{score.of['captions']}"
    return [*articles, pictures, captions, str(score.marks)]


def complaints(found: Counter[str] | None) -> list[str]:
    """The cells of EPUBCheck."""
    if found is None:
        return ["not checked"] * 3
    return [str(found["FATAL"] + found["ERROR"]), str(found["WARNING"]), str(found["USAGE"])]


def slopes(rows: list[Row]) -> list[str]:
    """CPU a page between the smallest and the largest number of pages from 200 to 1,000, for each tool."""
    said = []
    for tool in dict.fromkeys(row.tool for row in rows):
        costs = {row.pages: row.cost.cpu for row in rows if row.tool == tool and 200 <= row.pages <= 1000}
        if len(costs) > 1:
            low, high = min(costs), max(costs)
            slope = 1000 * (costs[high] - costs[low]) / (high - low)
            said.append(f"- {tool}: {slope:.2f} ms CPU a page between {low} and {high} pages")
    return said


def ratios(rows: list[Row]) -> list[str]:
    """What packager takes for what the plain script takes."""
    ours, theirs = ({row.pages: row.cost for row in rows if row.tool == tool.name} for tool in TOOLS[:2])
    return [ratio(pages, ours[pages], theirs[pages]) for pages in sorted(ours.keys() & theirs.keys())]


def ratio(pages: int, ours: Cost, theirs: Cost) -> str:
    """One line of the comparison."""
    cpu, wall, peak = ours.cpu / theirs.cpu, ours.wall / theirs.wall, ours.peak / theirs.peak
    return f"- {pages} pages: packager / plain script = {cpu:.2f} in CPU, {wall:.2f} in wall time, {peak:.2f} in memory"


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pages", type=int, nargs="*", default=[50, 200, 500, 1000], help="sizes of the workload")
    parser.add_argument("--memory", action="store_true", help="packager on 2,000 pages too, for its peak memory")
    parser.add_argument("--repeat", type=int, default=1, help="runs of each; the cheapest counts")
    parser.add_argument("--only", action="append", default=[], help="a tool by the first word of its name; may repeat")
    parser.add_argument("--no-check", action="store_true", help="without EPUBCheck")
    return parser.parse_args()


def main() -> None:
    """Measures, and prints one table in Markdown."""
    given = arguments()
    tools = [tool for tool in TOOLS if tool.installed and (not given.only or tool.name.split("-")[0] in given.only)]
    wanted = [(tool, pages) for pages in [1, *given.pages] for tool in tools if pages <= tool.limit]
    wanted += [(TOOLS[0], 2000)] if given.memory else []
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores; 1 page shows what starting up costs.\n")
    print(f"| {HEAD} |\n|{'---|' * (HEAD.count('|') + 1)}", flush=True)
    rows = []
    for tool, pages in wanted:
        rows.append(measure(tool, pages, given.repeat, check=not given.no_check))
        print(line(rows[-1]), flush=True)
    print("\n".join(["", *slopes(rows), *ratios(rows)]))


if __name__ == "__main__":
    main()
