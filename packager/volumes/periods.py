"""Counts a date of issue into a year, quarter, month, week or day.

The date is the ISO string's own date part, so a month is counted in the offset that the source states.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packager.model import Value

UNDATED = "undated"
KEYS = ("year", "quarter", "month", "week", "day")

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_NAME = re.compile(r"\d{4}(?:-(?:Q[1-4]|W\d{2}|\d{2}(?:-\d{2})?))?", re.ASCII)
_PARTS = {"year": 1, "month": 2}  # of (year, month, day): what each precision knows
_LENGTHS = {"year": 4, "month": 7, "day": 10}  # characters of an ISO date
_DATES = 4096  # kept, for the pages of a volume ask for each article's dates a dozen times
_NEEDED = {"year": 1, "quarter": 2, "month": 2, "week": 3, "day": 3}


def known(issued: Value) -> tuple[int, ...]:
    """What is known of a date: (), (year,), (year, month) or (year, month, day).

    No more is known than the value's precision says; what is no date of the calendar is not known.
    """
    return _known(issued.value, issued.precision)


@lru_cache(maxsize=_DATES)
def _known(value: str, precision: str) -> tuple[int, ...]:
    found = _DATE.fullmatch(value.partition("T")[0])
    if not found:
        return ()
    parts = tuple(int(part) for part in found.groups() if part)[: _PARTS.get(precision, 3)]
    try:
        start(parts)
    except ValueError:
        return ()
    return parts


def period(issued: Value, key: str) -> str:
    """The period of one of `KEYS`: "2025", "2025-Q1", "2025-02", "2025-W08" (ISO 8601 week), "2025-02-21".

    `UNDATED` where the date is unknown or not precise enough.
    """
    parts = known(issued)
    if len(parts) < _NEEDED[key]:
        return UNDATED
    if key == "quarter":
        return f"{parts[0]:04}-Q{(parts[1] + 2) // 3}"
    if key == "week":
        year, week, _ = date(*parts).isocalendar()
        return f"{year:04}-W{week:02}"
    return start(parts).isoformat()[: _LENGTHS[key]]


def start(parts: tuple[int, ...]) -> date:
    """The first day of what `known` gives; ValueError for what is no date of the calendar."""
    return date(*parts, *(1, 1)[len(parts) - 1 :])


def kind(name: str) -> str:
    """Which of `KEYS` a period's name is of; "" for `UNDATED` and for none."""
    if not name or name == UNDATED:
        return ""
    if "Q" in name:
        return "quarter"
    if "W" in name:
        return "week"
    return next(key for key, length in _LENGTHS.items() if length == len(name))


def first_day(name: str) -> date | None:
    """The first day of a period; None for `UNDATED` and for none."""
    which = kind(name)
    if not which:
        return None
    if which == "quarter":
        return date(int(name[:4]), int(name[6]) * 3 - 2, 1)
    if which == "week":
        return date.fromisocalendar(int(name[:4]), int(name[6:]), 1)
    return date.fromisoformat((name + "-01-01")[:10])


def within(name: str, frame: str) -> bool:
    """Whether a period lies in another, or is the same; `UNDATED` lies in itself alone."""
    first, last, begin, end = first_day(name), last_day(name), first_day(frame), last_day(frame)
    if first is None or last is None or begin is None or end is None:
        return bool(name) and name == frame
    return begin <= first and last <= end


def last_day(name: str) -> date | None:
    """The last day of a period; None for `UNDATED` and for none."""
    first = first_day(name)
    if first is None:
        return None
    days = {"day": 0, "week": 6}.get(kind(name))
    if days is not None:
        return first + timedelta(days=days)
    months = {"month": 1, "quarter": 3, "year": 12}[kind(name)]
    month = first.month + months - 1
    return date(first.year, month, monthrange(first.year, month)[1])


def span(name: str) -> tuple[str, str, int] | None:
    """The first and the last date of a period, and how many characters of a date it takes to tell; None for no period.

    Dates are ISO 8601 as far as they are known, and compared as text; `UNDATED` is for those that are not known.
    """
    if name == UNDATED:
        return "", "", 0
    try:
        begin = first_day(name) if _NAME.fullmatch(name) else None
    except ValueError:
        return None
    if begin is None:
        return None
    which = kind(name)
    if which == "week":
        return begin.isoformat(), (begin + timedelta(days=6)).isoformat(), _LENGTHS["day"]
    if which == "quarter":
        return begin.isoformat()[:7], f"{begin.year:04}-{begin.month + 2:02}-31", _LENGTHS["month"]
    return name, {"year": f"{name}-12-31", "month": f"{name}-31", "day": name}[which], _LENGTHS[which]
