"""Reads WARC files: which of their records are pages, and each of those as a capture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packager.errors import CaptureFailed, CaptureSkipped
from packager.findings import finding
from packager.readers import names
from packager.readers.contract import Part
from packager.readers.warc.body import DAMAGED
from packager.readers.warc.contents import Holds, name_of, table
from packager.readers.warc.crawl import Crawl, Held
from packager.readers.warc.index import DAMAGE, REQUEST
from packager.readers.warc.page_list import page_list
from packager.readers.warc.resources import capture_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.model import Capture, Finding
    from packager.readers.contract import SourceFile
    from packager.readers.warc.index import Entry
    from packager.readers.warc.page_list import Listed

_WEB = frozenset(("http", "https", "ftp", "ftps", "file"))
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,99}):")


def parts(file: SourceFile) -> Iterator[Part | Finding]:
    """The pages of a WARC file, and what is damaged or missing.

    Where a list of pages lies beside the file (an unpacked WACZ), only what it names is a page. Raises CaptureFailed:
    outside-source, not-a-file, unreadable-file.
    """
    crawl = Crawl(file)
    listed, trouble = page_list(file)
    if trouble and crawl.is_first:
        yield finding("damaged-file", file.where, trouble)
    for entry in crawl.own:
        if entry.type == REQUEST and not entry.trouble:
            continue
        if entry.trouble and (damaged := _damaged(file, entry)) is not None:
            yield damaged
        elif listed is None and (part := _part(crawl, Held(crawl.own, entry))) is not None:
            yield part
    if listed is not None:
        yield from _listed(crawl, file, listed)


def capture(file: SourceFile, position: str) -> Capture:
    """The page at a position.

    Raises CaptureFailed: unreadable-file, record-missing, damaged-record, empty-file, too-large.
    """
    crawl = Crawl(file)
    entry = crawl.own.at(position)
    if entry is None:
        raise CaptureFailed("unreadable-file", f"{file.locator}: changed while it was read")
    return capture_of(crawl, Held(crawl.own, entry), file.locator, file.source)


def _listed(crawl: Crawl, file: SourceFile, pages: Iterator[Listed]) -> Iterator[Part]:
    """The pages of a list that this file holds; one that no file of the crawl holds is told by the first of them."""
    seen: set[str] = set()
    for page in pages:
        held = crawl.find(page.address, page.time, everywhere=True)
        if held is None and crawl.is_first and page.address not in seen:
            seen.add(page.address)
            missing = f"{file.locator}: {page.address} is in the list of pages, and in no record"
            yield Part(page.address, trouble=CaptureFailed("record-missing", missing))
        elif held is not None and held.records is crawl.own and held.entry.position not in seen:
            seen.add(held.entry.position)
            no_page = CaptureSkipped("unknown-kind", f"{file.locator}: {page.address} is neither a page nor a text")
            yield _part(crawl, held) or Part(page.address, trouble=no_page)


def _damaged(file: SourceFile, entry: Entry) -> Part | Finding | None:
    """What is told of a damaged record that is not read as a page; None if it is."""
    if entry.type in {"response", "resource", "revisit", "conversion"} and entry.length and entry.holds != Holds.OTHER:
        return None
    message = f"{file.locator}: byte {entry.position}: {entry.address}{': ' if entry.address else ''}{entry.trouble}"
    may_be_page = entry.type == DAMAGE or not entry.length
    if may_be_page:
        return Part(_name(entry), trouble=CaptureFailed(DAMAGED, message))
    return finding(DAMAGED, file.where, message)


def _part(crawl: Crawl, held: Held) -> Part | None:
    """A record that is a page, or should be one; None for all others."""
    entry, original = held.entry, crawl.original(held)
    if original is None:
        return _without_original(crawl, entry)
    if not _is_of_web(entry) or _leads_on(entry):
        return None
    if entry.type == "conversion" and crawl.holds(entry.key, entry.refers_to):
        return None
    name, holds, status = _name(entry), original.entry.holds, original.entry.status
    where = f"{crawl.own.file.locator}: {name}"
    if holds == Holds.PAGE and status >= 400 and not names.is_resource(name_of(name)):
        return Part(name, trouble=CaptureSkipped("http-status", f"{where}: the server answered {status}"))
    if status >= 400:
        return None
    if holds == Holds.DOCUMENT:
        return Part(name, trouble=CaptureSkipped("unknown-kind", f"{where}: is of no kind that is read"))
    if holds == Holds.BROKEN:
        broken = f"{where}: is declared a page, and its bytes are no text; its coding may be another than is stated"
        return Part(name, trouble=CaptureFailed(DAMAGED, broken))
    if holds == Holds.EMPTY and status not in {204, 205}:
        return Part(name, trouble=CaptureSkipped("empty-file", f"{where}: the page holds no bytes"))
    if holds not in {Holds.PAGE, Holds.TEXT} or crawl.own.is_frame(entry.key):
        return None
    return Part(name, entry.position)


def _without_original(crawl: Crawl, entry: Entry) -> Part | None:
    """A revisit whose original is missing, unless it is known to be no page."""
    if entry.declared and entry.declared not in table()["pages"]:
        return None
    message = f"{crawl.own.file.locator}: {entry.address} repeats a record that the crawl does not hold"
    return Part(_name(entry), trouble=CaptureFailed("record-missing", message))


def _leads_on(entry: Entry) -> bool:
    """Whether a record only says that a page is elsewhere, or as it was before."""
    return 300 <= entry.status < 400 and entry.type != "revisit" and (entry.holds != Holds.PAGE or bool(entry.location))


def _is_of_web(entry: Entry) -> bool:
    """Whether a record is of a page or a file, not one that a crawler wrote about its own work."""
    scheme = _SCHEME.match(entry.address)
    return (entry.type == "response" and entry.status > 0) or not scheme or scheme[1].lower() in _WEB


def _name(entry: Entry) -> str:
    return entry.address or entry.record.strip("<>") or f"byte {entry.position}"
