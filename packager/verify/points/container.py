"""The archive: its form (16), its names (26), nothing encrypted or remote (28), its size and its parts (29)."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from typing import TYPE_CHECKING

from packager.verify.points.page import Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.verify.points.book import Book
    from packager.verify.points.kept import Reading
    from packager.verify.points.page import Page

MIMETYPE = b"application/epub+zip"
EARLIEST = (1980, 1, 1, 0, 0, 0)
LONGEST_NAME = 255  # bytes
ENCRYPTION = "META-INF/encryption.xml"
_ZIP64 = b"\1\0"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_REMOTE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_PART = re.compile(r"-part(\d+)$")


def check_archive(reading: Reading) -> Iterator[Told]:
    """Point 16: `mimetype` first, stored and bare (OCF 3.3, 4.3.3); no member tells when it was written."""
    first = reading.book.members[0]
    if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED or first.extra:
        yield Told(first.filename, "the archive does not begin with a stored mimetype without extra fields")
    elif reading.book.read("mimetype") != MIMETYPE:
        yield Told("mimetype", f"is not {MIMETYPE.decode()}")
    for member in reading.book.members:
        if member.date_time != EARLIEST:
            yield Told(member.filename, f"states a time: {member.date_time}")
        if member.extra and not member.extra.startswith(_ZIP64):
            yield Told(member.filename, "has an extra field")


def check_names(reading: Reading) -> Iterator[Told]:
    """Point 26: names are ASCII without spaces, differ without case, are short and lead nowhere outside."""
    taken: set[str] = set()
    for member in reading.book.members:
        name = member.orig_filename
        if not all(_NAME.fullmatch(step) for step in name.split("/")):
            yield Told(name, "is no plain ASCII path below the archive")
        if len(name.encode("utf-8", "replace")) > LONGEST_NAME:
            yield Told(name, f"is longer than {LONGEST_NAME} bytes")
        key = unicodedata.normalize("NFC", name).casefold()
        if key in taken:
            yield Told(name, "differs from another name in case or form only")
        taken.add(key)


def check_closed(reading: Reading) -> Iterator[Told]:
    """Point 28, for the volume: nothing is encrypted or lies elsewhere."""
    if ENCRYPTION in reading.book.names:
        yield Told(ENCRYPTION, "says that something is encrypted or obfuscated")
    for element in reading.book.package.iter("{*}item", "{*}link"):
        if _REMOTE.match(element.get("href", "")):
            yield Told(reading.book.package_path, f"names {element.get('href')}, which lies elsewhere")


def check_remote(page: Page, _: Book) -> Iterator[Told]:
    """Point 28, for each page: it shows nothing that lies elsewhere."""
    for element in page.root.iter("*"):
        name = str(element.tag).rpartition("}")[2]
        shown = [element.get(key, "") for key in ("src", "poster", "srcset", "data")]
        if name == "link":
            shown.append(element.get("href", ""))
        for address in shown:
            if _REMOTE.match(address):
                yield Told(page.path, f"shows {address}, which lies elsewhere")


def check_size(reading: Reading) -> Iterator[Told]:
    """Point 29: a volume is not larger than its cap, and a part is named with its number."""
    book, kept = reading.book, reading.kept
    size = book.path.stat().st_size
    if kept and kept.most_bytes and size > kept.most_bytes and len(book.chapters) > 1:
        yield Told(book.package_path, f"the volume has {size:,} bytes, more than {kept.most_bytes:,}")
    part = _PART.search(book.path.stem)
    if part and not any(re.search(rf"(?<!\d){part[1]}(?!\d)", title) for title in book.terms("title")):
        yield Told(book.package_path, f"the title does not say that this is part {part[1]}")
