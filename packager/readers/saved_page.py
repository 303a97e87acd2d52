"""Reads pages as browsers, SingleFile and download tools save them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packager.model import Capture
from packager.readers.beside import Beside
from packager.readers.limits import HEAD
from packager.readers.sniff import Kind, head_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.model import Input
    from packager.readers.files import SourceFolder

# Browsers: <!-- saved from url=(0022)https://... -->; the number is the address's length.
_SAVED_FROM = re.compile(r"(?i)<!--\s{0,9}saved from url=\(\d{1,6}\)\s{0,9}(https?://[^\s<>]{1,2000})")
# SingleFile: three lines in a comment.
_SINGLE_FILE = re.compile(
    r"<!--\s{0,9}Page saved with SingleFile\s{1,9}url:\s{0,9}(https?://[^\s<>]{1,2000})"
    r"(?:\s{1,9}saved date:\s{0,9}([^\n<>]{1,99}))?"
)
# JavaScript's Date.toString(): Fri Feb 21 2025 14:05:00 GMT+0700 (Indochina Time)
_SCRIPT_DATE = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d\d)(\d\d)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def captures(item: Input, path: str, content: bytes, folder: SourceFolder) -> Iterator[Capture]:
    """The one capture of a saved page; `path` is the page's below `folder`."""
    address, captured = _origin(head_text(content[:HEAD]))
    yield Capture(
        source=item.source,
        locator=item.locator,
        kind=Kind.SAVED_PAGE.value,
        media_type="text/html",
        content=content,
        resources=Beside(folder, path),
        address=address,
        captured=captured,
    )


def _origin(head: str) -> tuple[str, str]:
    """The address and the time that the tool which saved the page wrote into it, "" where it did not."""
    if "aved " not in head:
        return "", ""
    if browser := _SAVED_FROM.search(head):
        return browser[1], ""
    if single := _SINGLE_FILE.search(head):
        return single[1], _iso(single[2] or "")
    return "", ""


def _iso(script_date: str) -> str:
    match = _SCRIPT_DATE.match(script_date)
    if not match or match[1] not in _MONTHS:
        return ""
    month, day, year, time, hours, minutes = match.groups()
    return f"{year}-{_MONTHS.index(month) + 1:02}-{day}T{time}{hours}:{minutes}"
