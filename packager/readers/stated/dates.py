"""Dates as fields of files state them, in ISO 8601: ISO itself and RFC 3339, what static sites write, mail (RFC 822 and
5322), asctime, seconds from 1970.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

# Articles are of these years; "0001-01-01" and "2999-12-31" stand for no date.
FIRST_YEAR, LAST_YEAR = 1400, 2100
_LONGEST = 80
_PRECISION = {4: "year", 7: "month", 10: "day"}
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# RFC 822, 5.1; hours east of Greenwich. Any other name of a zone is ambiguous: the time counts without an offset.
_ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6}
_ZONES |= {"pst": -8, "pdt": -7}

_TIME = r"(?:(?P<hour>\d{1,2})(?::?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d{1,9})?)?)?)"
_ZONE = r"(?:\s{0,3}(?P<zone>[A-Za-z]{1,5}|(?:UTC|GMT)?[+-]\d\d?:?(?:\d\d)?)(?:\s{0,3}\([^()]{0,40}\))?)"
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-?(?P<month>\d\d)(?:-?(?P<day>\d\d)(?:(?:T|t|\s{1,3})" + _TIME + _ZONE + r"?)?)?)?"
)
_MAIL = re.compile(
    r"(?:[A-Za-z]{2,9},?\s{0,9})?(?P<day>\d{1,2})[\s-]{1,3}(?P<name>[A-Za-z]{3,9})\.?[\s,-]{1,3}(?P<year>\d{4}|\d\d)"
    r"(?:,?\s{1,9}" + _TIME + _ZONE + r"?)?"
)
_SCRIPT = re.compile(  # asctime, and "February 21, 2025 08:00"
    r"(?:[A-Za-z]{2,9},?\s{1,9})?(?P<name>[A-Za-z]{3,9})\.?\s{1,3}(?P<day>\d{1,2}),?"
    r"(?:\s{1,9}(?P<year>\d{4})(?:,?\s{1,9}" + _TIME + _ZONE + r"?)?|\s{1,9}"
    r"(?P<hour2>\d\d):(?P<minute2>\d\d):(?P<second2>\d\d)(?:\s{1,3}(?P<zone2>[A-Za-z]{1,5}))?\s{1,3}(?P<year2>\d{4}))"
)
_SECONDS = re.compile(r"\d{9,10}(?:\.\d{1,9})?")
_MILLISECONDS = re.compile(r"\d{12,13}")
# 2025/02/21, 2025-2-21
_SLASHED = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:(?:[Tt]|,?\s{1,3})" + _TIME + _ZONE + r"?)?",
    re.ASCII,
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
    """A date in any of the forms that fields of files have, with the offset that it states, and its precision.

    ValueError for what is no date.
    """
    text = stated.strip()
    if len(text) > _LONGEST:
        raise ValueError("it is too long for a date")
    if _SECONDS.fullmatch(text) or _MILLISECONDS.fullmatch(text):
        return _since_1970(text)
    for pattern in (_ISO, _SLASHED, _MAIL, _SCRIPT):
        if match := pattern.fullmatch(text):
            return _date({key.rstrip("2"): value for key, value in match.groupdict().items() if value})
    raise ValueError(f"{text!r} is no date")


def _since_1970(text: str) -> tuple[str, str]:
    seconds = int(text) // 1000 if len(text) > 11 and "." not in text else int(float(text))
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return moment.isoformat(), "minute"


def _date(said: dict[str, str]) -> tuple[str, str]:
    """A date of the parts that are said; ValueError for one that does not exist."""
    year = _year(said["year"])
    month = _month(said["name"]) if "name" in said else int(said.get("month", "1"))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"{year} is no year of an article's date")
    date = datetime(year, month, int(said.get("day", "1")))  # noqa: DTZ001 - the zone follows, where one is stated
    if "hour" not in said:
        return _only_date(date, said)
    moment = date.replace(hour=int(said["hour"]), minute=int(said.get("minute", "0")), tzinfo=_zone(said))
    second = min(int(said.get("second", "0")), 59)  # 60 is a leap second
    return moment.replace(second=second).isoformat(), "minute"


def _only_date(date: datetime, said: dict[str, str]) -> tuple[str, str]:
    if "day" in said:
        return date.date().isoformat(), "day"
    return (f"{date:%Y-%m}", "month") if "month" in said else (f"{date:%Y}", "year")


def _year(digits: str) -> int:
    """A year; of two digits as RFC 2822, 4.3 reads them."""
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < 50 else 1900)


def _month(name: str) -> int:
    """The number of a month's English name; 0 for any other word."""
    short = name[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _zone(said: dict[str, str]) -> timezone | None:
    zone = said.get("zone", "").lower()
    if not zone:
        return None
    if zone in _ZONES:
        return timezone(timedelta(hours=_ZONES[zone]))
    digits = zone.removeprefix("utc").removeprefix("gmt")
    if digits[:1] not in {"+", "-"}:
        return None
    plain = digits[1:].replace(":", "")
    hours, minutes = (plain[:-2], plain[-2:]) if len(plain) > 2 else (plain, "0")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if digits[0] == "-" else offset)
