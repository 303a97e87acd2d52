"""What the tool that saved a page wrote into it: the page's address and the time."""

from __future__ import annotations

import re

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


def origin(head: str) -> tuple[str, str]:
    """The address and the time that the tool which saved a page wrote into its first lines, "" where it did not."""
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
