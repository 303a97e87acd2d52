"""Dates as fields of files state them, in ISO 8601: ISO itself, what static sites write, and mail (RFC 5322)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_LONGEST = 64
_PRECISION = {4: "year", 7: "month", 10: "day"}
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
# 2025/02/21, 2025-2-21, 2025-02-21 14:05:00.123 +0700
_LOOSE = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:(?:[T ]|,? )\s?(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?"
    r"\s?(?:(Z|UTC|GMT)|([+-]\d\d):?(\d\d)?)?)?",
    re.ASCII | re.IGNORECASE,
)


def iso_date(stated: str) -> tuple[str, str]:
    """A date written in ISO 8601, and its precision ("year", "month", "day", "minute"); ValueError for any other."""
    if _DATE.fullmatch(stated):
        date.fromisoformat(f"{stated}-01-01"[:10])  # ValueError for a day that does not exist
        return stated, _PRECISION[len(stated)]
    if _MOMENT.fullmatch(stated):
        return datetime.fromisoformat(stated).isoformat(), "minute"
    raise ValueError(f"{stated!r} is none of these")


def mail_date(stated: str) -> str:
    """The moment of a mail's Date field; ValueError for what is none.

    The zone "-0000" says that the moment is stated in UTC (RFC 5322, section 3.3).
    """
    try:
        moment = parsedate_to_datetime(stated[:_LONGEST])
    except (TypeError, IndexError, OverflowError) as error:  # what the library lets through besides ValueError
        raise ValueError(f"{stated[:_LONGEST]!r} is no date of a mail") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def stated_date(stated: str) -> tuple[str, str]:
    """A date in any of the forms that fields of files have, and its precision; ValueError for what is none."""
    text = stated.strip()
    if len(text) > _LONGEST:
        raise ValueError("it is too long for a date")
    try:
        return iso_date(text)
    except ValueError:
        loose = _LOOSE.fullmatch(text)
    return _loose_date(loose) if loose else (mail_date(text), "minute")


def _loose_date(match: re.Match[str]) -> tuple[str, str]:
    year, month, day, hour, minute, second, utc, hours, minutes = match.groups()
    written = date(int(year), int(month), int(day)).isoformat()
    if hour is None:
        return written, "day"
    zone = "+00:00" if utc else f"{hours}:{minutes or '00'}" if hours else ""
    return datetime.fromisoformat(f"{written}T{hour:0>2}:{minute}:{second or '00'}{zone}").isoformat(), "minute"
