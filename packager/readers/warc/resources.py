"""Finds what a page refers to among the records of its crawl."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from packager.errors import CaptureFailed, ResourceRefused
from packager.limits import LARGEST_PAGE, LARGEST_PICTURE
from packager.model import Capture, Resource
from packager.readers.pages import data_uri
from packager.readers.sniff import Kind
from packager.readers.warc.addresses import joined
from packager.readers.warc.body import DAMAGED, read_body
from packager.readers.warc.contents import Holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.readers.warc.crawl import Crawl, Held

_PAGES = frozenset((Holds.PAGE, Holds.TEXT))
_HEAD = 32 * 1024
_BASE = re.compile(rb"<base\s[^>]{0,999}?\bhref\s{0,9}=\s{0,9}[\"']?([^\"'\s>]{1,2000})", re.IGNORECASE)


class Collected:
    """The records of a crawl as the page at `address` refers to them, nearest in time to `time` (seconds)."""

    def __init__(self, crawl: Crawl, address: str, time: int) -> None:
        self._crawl = crawl
        self._address = address
        self._time = time
        self._pages: dict[str, Held] = {}

    def find(self, reference: str) -> Resource | None:
        """The record of an address, absolute or as the page writes it, redirects followed; None if there is none.

        Raises ResourceRefused: too-large, damaged-record (when it is opened), picture-damaged (data: URI).
        """
        if data_uri.is_data_uri(reference.strip()):
            return data_uri.resource(reference.strip())
        address = joined(self._address, reference)
        held = self._crawl.find(address, self._time) if address else None
        if held is None or held.entry.status >= 400:
            return None
        name = held.entry.address
        self._pages[name] = held
        return Resource(name, partial(self._content, held), f"{held.records.identity}:{held.entry.position}")

    def places(self, reference: str) -> Iterator[str]:
        """Nothing: a crawl does not grow beside its files."""
        del reference
        return iter(())

    def open_page(self, resource: Resource) -> Capture:
        """A record that is a page, as a capture of a source without a name; raises ResourceRefused."""
        held = self._pages.get(resource.name)
        original = self._crawl.original(held) if held else None
        if held is None or original is None or original.entry.holds not in _PAGES:
            raise ResourceRefused("unknown-kind", f"{resource.name}: is no page")
        try:
            return capture_of(self._crawl, held, resource.name)
        except CaptureFailed as error:
            raise ResourceRefused(error.code, error.message) from error

    def _content(self, held: Held) -> bytes:
        original = self._crawl.original(held)
        if original is None:
            raise ResourceRefused("record-missing", f"{held.entry.address}: its original is not held")
        try:
            return read_body(original.records, original.entry, LARGEST_PICTURE).content
        except CaptureFailed as error:
            raise ResourceRefused(error.code, error.message) from error


def capture_of(crawl: Crawl, held: Held, locator: str, source: str = "") -> Capture:
    """The capture of a page's record.

    Raises CaptureFailed: record-missing, damaged-record, empty-file, and what `read_body` raises.
    """
    original, entry = crawl.original(held), held.entry
    if original is None:
        raise CaptureFailed("record-missing", f"{locator}: {entry.address}: the record that it repeats is not held")
    body = read_body(original.records, original.entry, LARGEST_PAGE)
    if not body.content.strip():
        raise _empty(locator, entry.address, body.problems)
    based = _BASE.search(body.content, 0, _HEAD)
    base = joined(entry.address, based[1].decode("utf-8", "replace")) if based else ""
    return Capture(
        source=source,
        locator=locator,
        kind=Kind.WARC.value,
        media_type="text/plain" if original.entry.holds == Holds.TEXT else "text/html",
        content=body.content,
        resources=Collected(crawl, base or entry.address, entry.time),
        charset=body.charset,
        address=entry.address,
        captured=entry.captured,
        record=entry.record,
        problems=body.problems,
    )


def _empty(locator: str, address: str, problems: tuple[tuple[str, str], ...]) -> CaptureFailed:
    """Why nothing of a body can be read."""
    told = next((message for code, message in problems if code == DAMAGED), "")
    return CaptureFailed(DAMAGED, told) if told else CaptureFailed("empty-file", f"{locator}: {address}: is empty")
