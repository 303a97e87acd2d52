"""What the tool that saved a page wrote into it: the page's address and the time."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from packager.readers.stated.dates import mail_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Browsers: <!-- saved from url=(0022)https://... -->; the number is the address's length.
_SAVED_FROM = re.compile(r"(?i)<!--\s{0,9}saved from url=\(\d{1,6}\)\s{0,9}(https?://[^\s<>]{1,2000})")
# SingleFile: three lines in a comment.
_SINGLE_FILE = re.compile(
    r"<!--\s{0,9}(?:Page saved|Archived) with SingleFile\s{1,9}url:\s{0,9}(https?://[^\s<>]{1,2000})"
    r"(?:\s{1,9}saved date:\s{0,9}([^\n<>]{1,99}))?"
)
# Save Page WE, in two meta elements.
_SAVE_PAGE_WE = re.compile(r"<meta name=\"savepage-url\" content=\"(https?://[^\s<>\"]{1,2000})\"")
_SAVE_PAGE_WE_DATE = re.compile(r"<meta name=\"savepage-date\" content=\"([^<>\"]{1,99})\"")
# ScrapBook, in attributes of the root element; the time is UTC, with milliseconds.
_SCRAPBOOK = re.compile(r"\bdata-scrapbook-source=\"(https?://[^\s<>\"]{1,2000})\"")
_SCRAPBOOK_DATE = re.compile(r"\bdata-scrapbook-create=\"(\d{14})\d{3}\"", re.ASCII)
# HTTrack: <!-- Mirrored from b.example/x by HTTrack Website Copier/3.x [...], Fri, 21 Feb 2025 07:05:00 GMT -->
_HTTRACK = re.compile(
    r"<!-- Mirrored from ([^\s<>]{1,2000}) by HTTrack [^<>]{0,200}?, (\w{3}, \d\d? \w{3} \d{4} [\d:]{8} GMT)"
)
# The Wayback Machine: a call that its toolbar is made with, and a comment at the end.
_WAYBACK = re.compile(r"__wm\.wombat\(\s?\"(https?:[^\s<>\"]{1,2000})\"\s?,\s?\"(\d{14})\"", re.ASCII)
_WAYBACK_END = re.compile(
    r"FILE ARCHIVED ON (\d\d:\d\d:\d\d) ([A-Z][a-z]{2}) (\d\d), (\d{4}) AND RETRIEVED FROM", re.ASCII
)
# Addresses of web archives hold the time and the address that was archived.
_ARCHIVED = re.compile(
    r"(?:https?:)?//(?:[\w.-]{1,99}/)(?:[\w.-]{1,99}/){0,3}?"
    r"(\d{14}|\d{4}\.\d\d\.\d\d-\d{6})(?:[a-z]{2}_)?/(https?:/[^\s]+)",
    re.ASCII,
)
# JavaScript's Date.toString(): Fri Feb 21 2025 14:05:00 GMT+0700 (Indochina Time)
_SCRIPT_DATE = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d\d)(\d\d)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ESCAPED = (("&amp;", "&"), ("&quot;", '"'), ("&#39;", "'"), ("\\/", "/"))


def origin(head: str, tail: str = "") -> tuple[str, str]:
    """The address and the time that the tool which saved a page wrote into its first or last lines, "" where not.

    What a web archive served is told by the address that was archived, and the time when it was.
    """
    stated = next((found for tool in _TOOLS for found in tool(head)), ("", ""))
    address, archived = original(stated[0])
    return address, archived or stated[1] or _wayback_time(tail)


def original(address: str) -> tuple[str, str]:
    """The address that a web archive's address stands for, and when it was archived; any other as it is, and ""."""
    match = _ARCHIVED.match(address)
    if not match:
        return address, ""
    scheme, _, rest = match[2].partition(":")
    return f"{scheme}://{rest.lstrip('/')}", _moment(re.sub(r"\D", "", match[1]))


def _browsers(head: str) -> Iterator[tuple[str, str]]:
    if match := _SAVED_FROM.search(head):
        yield match[1], ""


def _single_file(head: str) -> Iterator[tuple[str, str]]:
    if match := _SINGLE_FILE.search(head):
        yield match[1], _script_date(match[2] or "")


def _save_page_we(head: str) -> Iterator[tuple[str, str]]:
    if match := _SAVE_PAGE_WE.search(head):
        date = _SAVE_PAGE_WE_DATE.search(head)
        yield _unescaped(match[1]), _script_date(date[1] if date else "")


def _scrapbook(head: str) -> Iterator[tuple[str, str]]:
    if match := _SCRAPBOOK.search(head):
        date = _SCRAPBOOK_DATE.search(head)
        yield _unescaped(match[1]), _moment(date[1]) if date else ""


def _httrack(head: str) -> Iterator[tuple[str, str]]:
    if match := _HTTRACK.search(head):
        address = match[1] if match[1].startswith("http") else f"http://{match[1]}"
        try:
            yield address, mail_date(match[2])
        except ValueError:
            yield address, ""


def _wayback(head: str) -> Iterator[tuple[str, str]]:
    if match := _WAYBACK.search(head):
        yield _unescaped(match[1]), _moment(match[2])


_TOOLS: tuple[Callable[[str], Iterator[tuple[str, str]]], ...] = (
    _browsers, _single_file, _save_page_we, _scrapbook, _httrack, _wayback,
)  # fmt: skip


def _wayback_time(tail: str) -> str:
    match = _WAYBACK_END.search(tail)
    if not match or match[2] not in _MONTHS:
        return ""
    return f"{match[4]}-{_MONTHS.index(match[2]) + 1:02}-{match[3]}T{match[1]}+00:00"


def _script_date(written: str) -> str:
    match = _SCRIPT_DATE.match(written)
    if not match or match[1] not in _MONTHS:
        return ""
    month, day, year, time, hours, minutes = match.groups()
    return f"{year}-{_MONTHS.index(month) + 1:02}-{day}T{time}{hours}:{minutes}"


def _moment(digits: str) -> str:
    """A moment in UTC written as fourteen digits, "" for what is none."""
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC).isoformat()
    except ValueError:
        return ""


def _unescaped(address: str) -> str:
    for escaped, plain in _ESCAPED:
        address = address.replace(escaped, plain)
    return address
