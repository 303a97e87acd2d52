"""Measures how fast WARC files are read, beside fastwarc alone: `python -m benchmarks.warc`.

It makes a WARC file of 1 GB, the same every time: pages as servers send them (plain, packed, or in chunks), their
pictures and scripts, each in a gzip member with a header of its own. Every reader frames every record and decodes every
body; nothing is normalised. Our index, with the pages that it lists, is measured apart.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import json
import struct
import sys
import tempfile
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from benchmarks.costs import Cost, run
from benchmarks.prose import Prose
from packager.readers import warc
from packager.readers.contract import Part, SourceFile
from packager.readers.files import SourceFolder
from packager.readers.warc.framing import Record, records
from packager.readers.warc.index import message_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOLDER = Path("output/benchmark")
MEGABYTE = 1024 * 1024
DISTINCT = 300
GOAL, MOST_MEGABYTES = 0.5, 300
_GZIP_HEADER = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"


@dataclass(frozen=True, slots=True)
class Block:
    """The block of a response as it stands in a file: packed apart, so that any header can go before it."""

    suffix: str
    length: int
    digest: str
    content: bytes
    packed: bytes


@dataclass(frozen=True, slots=True)
class Row:
    """What one reader needs for a file, and what it read."""

    reader: str
    cost: Cost
    seconds: float
    records: int
    bytes: int


def blocks(count: int) -> list[Block]:
    """So many responses: of ten, four are pages, four are pictures, two are scripts."""
    random = Random("warc")
    return [_block(number, random) for number in range(count)]


def _block(number: int, random: Random) -> Block:
    kind = number % 10
    if kind < 4:
        body, suffix, media_type = _page(number, random), "html", "text/html; charset=utf-8"
    elif kind < 8:
        body, suffix, media_type = random.randbytes(random.randint(20_000, 250_000)), "jpg", "image/jpeg"
        body = b"\xff\xd8\xff\xe0" + body
    else:
        body, suffix, media_type = Prose(f"script {number}").words(8_000).encode(), "js", "text/javascript"
    fields = [f"Content-Type: {media_type}", "Server: nginx", "Cache-Control: max-age=300"]
    if kind in {1, 3, 9}:  # packed and in chunks at once is more than fastwarc 2.0 decodes
        body, fields = gzip.compress(body, mtime=0), [*fields, "Content-Encoding: gzip"]
    if kind == 2:
        body, fields = _in_chunks(body), [*fields, "Transfer-Encoding: chunked"]
    else:
        fields.append(f"Content-Length: {len(body)}")
    content = "\r\n".join(["HTTP/1.1 200 OK", *fields]).encode() + b"\r\n\r\n" + body
    digest = base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()
    packer = zlib.compressobj(6, wbits=-zlib.MAX_WBITS)
    record_end = b"\r\n\r\n"
    return Block(
        suffix, len(content), digest, content + record_end, packer.compress(content + record_end) + packer.flush()
    )


def _page(number: int, random: Random) -> bytes:
    prose = Prose(f"page {number}")
    links = "".join(f'<li class="item"><a href="/{each}.html">{prose.title()}</a></li>\n' for each in range(150))
    texts = "".join(f"<p>{' '.join(prose.sentences())}</p>\n" for _ in range(random.randint(20, 80)))
    title = prose.title()
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title></head><body><ul>{links}</ul>{texts}</body></html>".encode()
    )


def _in_chunks(body: bytes, size: int = 8192) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def make(path: Path, length: int, distinct: int = DISTINCT) -> Path:
    """A WARC file of so many bytes; one that is there is taken as it is."""
    if path.exists() and path.stat().st_size >= length:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    made = blocks(distinct)
    with path.open("wb") as file:
        number = 0
        while file.tell() < length:
            file.write(_member(made[number % distinct], number))
            number += 1
    return path


def _member(block: Block, number: int) -> bytes:
    """A gzip member with a response of an address of its own."""
    header = "\r\n".join([
        "WARC/1.1",
        "WARC-Type: response",
        f"WARC-Target-URI: https://news.example/{number // 1000}/{number}.{block.suffix}",
        f"WARC-Date: 2025-02-{number % 28 + 1:02}T08:00:00Z",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>",
        f"WARC-Block-Digest: sha1:{block.digest}",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {block.length}",
        "\r\n",
    ]).encode()  # fmt: skip
    packer = zlib.compressobj(6, wbits=-zlib.MAX_WBITS)
    packed = packer.compress(header) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = zlib.crc32(block.content, zlib.crc32(header))
    end = struct.pack("<II", checksum, len(header) + len(block.content))
    return _GZIP_HEADER + packed + block.packed + end


def read_ours(path: Path) -> tuple[int, int]:
    """Frames and decodes with our reader: records, bytes."""
    count = length = 0
    with path.open("rb") as file:
        for record in records(file):
            if isinstance(record, Record):
                count += 1
                length += sum(map(len, message_of(record).content([])))
    return count, length


def read_fastwarc(path: Path) -> tuple[int, int]:
    """Frames and decodes with fastwarc: records, bytes."""
    from fastwarc.warc import ArchiveIterator  # noqa: PLC0415 - only measured, never needed

    count = length = 0
    for record in ArchiveIterator(str(path), parse_http=True, auto_decode="all"):
        count += 1
        length += len(record.reader.read())
    return count, length


def list_pages(path: Path) -> tuple[int, int]:
    """Makes our index and lists the pages: how many there are, and the bytes of one."""
    with tempfile.TemporaryDirectory(dir=FOLDER) as work:
        file = SourceFile("benchmark", path.name, SourceFolder(path.parent), path.name, Path(work))
        found = [part.position for part in warc.parts(file) if isinstance(part, Part)]
        return len(found), len(warc.capture(file, found[-1]).content)


READERS: dict[str, Callable[[Path], tuple[int, int]]] = {
    "packager": read_ours,
    "fastwarc": read_fastwarc,
    "packager, index and pages": list_pages,
}


def measure(name: str, path: Path, repeat: int) -> Row:
    """The fastest of some runs of one reader, each in a fresh process."""
    return min((_once(name, path) for _ in range(repeat)), key=lambda row: row.seconds)


def _once(name: str, path: Path) -> Row:
    log = FOLDER / "warc.txt"
    cost = run([sys.executable, "-m", "benchmarks.warc", "--reader", name, "--file", path], log)
    seconds, count, length = json.loads(log.read_text(encoding="utf-8"))
    return Row(name, cost, seconds, count, length)


def lines(rows: list[Row]) -> Iterator[str]:
    """The table, and what it says of the goal."""
    yield "reader | CPU s | records | records/s | decoded MB | peak MB"
    yield "|".join(["---"] * 6)
    for row in rows:
        cells = [row.reader, f"{row.seconds:.2f}", row.records, f"{row.records / row.seconds:.0f}"]
        cells += [f"{row.bytes / 1e6:.0f}", f"{row.cost.peak:.0f}"]
        yield " | ".join(map(str, cells))
    ours, theirs, index = rows
    ratio = ours.records / ours.seconds / (theirs.records / theirs.seconds)
    peak = max(ours.cost.peak, index.cost.peak)
    yield f"\n- packager / fastwarc = {ratio:.2f} in records a second (goal: at least {GOAL})"
    yield f"- packager's peak = {peak:.0f} MB (goal: under {MOST_MEGABYTES})"
    if (ours.records, ours.bytes) != (theirs.records, theirs.bytes):
        yield "- the readers do not agree on what the file holds"


def main() -> None:
    """Makes the file, runs every reader on it, and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--megabytes", type=int, default=1024, help="size of the file")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each; the fastest counts")
    parser.add_argument("--reader", choices=READERS, help="runs one reader, for the table")
    parser.add_argument("--file", type=Path)
    given = parser.parse_args()
    if given.reader:
        begin = time.process_time()
        count, length = READERS[given.reader](given.file)
        print(json.dumps([time.process_time() - begin, count, length]))
        return
    path = make(FOLDER / f"crawl-{given.megabytes}.warc.gz", given.megabytes * MEGABYTE)
    print("\n".join(lines([measure(name, path, given.repeat) for name in READERS])))


if __name__ == "__main__":
    main()
