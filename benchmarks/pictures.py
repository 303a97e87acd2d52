"""Measures pictures and a volume full of them: `python -m benchmarks.pictures [--articles 5000] [--photos 12]`.

Large photos under `standard` are held against decoding and encoding alone, and the writing of one volume against a bare
zipfile writer. That is `zipfile.ZipFile.writestr` in one process over the volume's own members, which lie ready-made in
files: each is read whole, photos are stored, all else is deflated at level 6; nothing is hashed, parsed or synced.
Ours is `bind_volume` for the articles that a library holds, loaded beforehand: chapters and all other pages made, every
object compared, the cover drawn, the volume's sha256, fsync. Counted is the CPU time (user and system) of that alone,
the median of three turns, each in a process of its own, alternating; peak memory is that of the whole process.
All in one run on one machine: the ratios count.
"""

from __future__ import annotations

import argparse
import io
import shutil
import statistics
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from benchmarks.costs import run
from benchmarks.library import write_page
from benchmarks.workload import photo
from packager import pipeline
from packager.bind import Binding, bind_volume
from packager.config import Settings
from packager.images import PROFILES, rendition
from packager.library.cards import card
from packager.volumes.plan import plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.costs import Cost

FOLDER = Path("output/benchmark/pictures")
LARGE, USUAL = (4000, 3000), (1200, 800)
DRAWN = 25
QUANTISATION = b"\xff\xdb\x00\x43\x00"
EVERYTHING = ("source",)
TURNS = 3


def jpeg(image: Image.Image, size: tuple[int, int]) -> bytes:
    """A photo as cameras write it."""
    out = io.BytesIO()
    image.resize(size, Image.Resampling.BICUBIC).save(out, "JPEG", quality=88)
    return out.getvalue()


def cpu(work: Callable[[bytes], object], photos: list[bytes]) -> float:
    """Milliseconds of CPU that each photo takes; each is done once more beforehand, to warm up."""
    work(photos[0])
    begin = time.process_time()
    for data in photos:
        work(data)
    return (time.process_time() - begin) / len(photos) * 1000


def decode(data: bytes) -> Image.Image:
    """A photo's pixels, all of them."""
    image = Image.open(io.BytesIO(data), formats=["JPEG"])
    image.load()
    return image


def measure_photos(count: int) -> list[str]:
    """The rows of the table on large photos."""
    photos = [jpeg(photo(number), LARGE) for number in range(count)]
    drawn = [decode(rendition(data, PROFILES["standard"]).content) for data in photos]
    ours = cpu(lambda data: rendition(data, PROFILES["standard"]), photos)
    decoding = cpu(decode, photos)
    encoding = cpu(lambda _: [image.save(io.BytesIO(), "JPEG", quality=85) for image in drawn], [b""]) / count
    fitting = [jpeg(photo(number), USUAL) for number in range(count)]
    passing = cpu(lambda data: rendition(data, PROFILES["standard"]), fitting)
    return [
        f"| {LARGE[0]} x {LARGE[1]} to standard | {ours:.1f} | |",
        f"| decoding and encoding alone | {decoding + encoding:.1f} | {ours / (decoding + encoding):.2f} (goal 2.5) |",
        f"| a photo that fits | {passing:.2f} | |",
    ]


def write_sources(folder: Path, articles: int) -> None:
    """Pages with a photo each, no two alike: a few drawn ones, with a number of their quantisation table changed."""
    drawn = [jpeg(photo(number), USUAL) for number in range(min(DRAWN, articles))]
    for number in range(articles):
        write_page(folder, number)
        path = folder / f"{number // 1000:03}" / f"{number:06}.html"
        figure = f'<figure><img src="{number:06}.jpg" alt=""><figcaption>Ảnh {number}</figcaption></figure></article>'
        path.write_text(path.read_text(encoding="utf-8").replace("</article>", figure), encoding="utf-8")
        data, place = bytearray(drawn[number % DRAWN]), number // DRAWN
        start = data.index(QUANTISATION) + len(QUANTISATION)
        data[start + place % 64] += 1 + place // 64
        path.with_suffix(".jpg").write_bytes(data)


def bind(output: Path, out: Path) -> None:
    """All articles into one volume, as a build's child does it; prints its CPU seconds."""
    entries = pipeline.entries(output)
    (planned,) = plan(map(card, entries), EVERYTHING, Settings())
    task = Binding(planned.filled(entries, Settings()), "epub", out, output / "library", Settings())
    begin = time.process_time()
    bind_volume(task)
    print(time.process_time() - begin)


def bare(members: Path, out: Path) -> None:
    """The members of a folder into a ZIP archive, in the order of their names; prints its CPU seconds."""
    begin = time.process_time()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted(path for path in members.rglob("*") if path.is_file()):
            stored = path.suffix in {".jpg", ".png"} or path.name == "mimetype"
            kind = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(str(path.relative_to(members)), path.read_bytes(), kind)
    print(time.process_time() - begin)


def measure_volume(articles: int) -> list[str]:
    """The rows of the table on one volume of so many articles with a photo each."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    pages, output, members = FOLDER / "pages", FOLDER / "output", FOLDER / "members"
    alone("write", Path(str(articles)), pages)
    command = [sys.executable, "-m", "packager", "ingest", str(pages), "-o", str(output), "--workers", "2"]
    subprocess.run(command, check=True, capture_output=True)
    shutil.rmtree(pages)
    alone("bind", output, FOLDER / "bound")
    (book,) = (FOLDER / "bound").rglob("*.epub")
    with zipfile.ZipFile(book) as archive:
        archive.extractall(members)
    turns = [
        (alone("bind", output, FOLDER / "bound"), alone("bare", members, FOLDER / "bare.zip")) for _ in range(TURNS)
    ]
    shutil.rmtree(FOLDER)
    ours, theirs = ((median(turn), max(cost.peak for _, cost in turn)) for turn in zip(*turns, strict=True))
    goal = f"{ours[0] / theirs[0]:.2f} (goal 1.25)"
    return [
        f"| one volume of {articles:,} articles with a photo each | {ours[0]:.2f} | {ours[1]:.0f} (goal 150) | |",
        f"| a bare zipfile writer | {theirs[0]:.2f} | {theirs[1]:.0f} | {goal} |",
    ]


def median(turns: tuple[tuple[float, Cost], ...]) -> float:
    """The CPU seconds of the middle one."""
    return statistics.median(seconds for seconds, _ in turns)


def alone(what: str, source: Path, out: Path) -> tuple[float, Cost]:
    """One step in a process of its own, since a process counts its parent's memory as its own peak.

    The CPU seconds that it prints, 0 for a step that prints none, and the cost of the process.
    """
    log = FOLDER / "log.txt"
    cost = run([sys.executable, "-m", "benchmarks.pictures", what, source, out], log)
    said = log.read_text(encoding="utf-8")
    if cost.code:
        raise SystemExit(said)
    return float(said or 0), cost


STEPS: dict[str, Callable[[Path, Path], object]] = {
    "write": lambda articles, folder: write_sources(folder, int(articles.name)),
    "bind": bind,
    "bare": bare,
}


def main() -> None:
    """Prints two tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--photos", type=int, default=12)
    given = parser.parse_args()
    print("| volume | CPU s | peak MB | ours to it |\n|---|---|---|---|", flush=True)
    print(*measure_volume(given.articles), sep="\n", flush=True)
    print("\n| pictures | CPU ms each | ours to it |\n|---|---|---|", *measure_photos(given.photos), sep="\n")


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in STEPS:
        STEPS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
