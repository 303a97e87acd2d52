"""Finds dates as people and programs write them. Every pattern is bounded: time is linear in the text's length."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from packager.articles.dating.date_words import months, primary, table, weekday

if TYPE_CHECKING:
    from collections.abc import Iterator

EARLIEST, LATEST = 1600, 2100
"""Years in which articles are dated: newspapers began after the first, and the last is a slip of the pen."""

_LONGEST = 1000
_TIME_GAP = 24
_WORDS_BESIDE = 3
_BUDDHIST = 543

_WORD = r"([^\W\d_][^\s\d,/()\-]{1,15})"
_VI_MONTH = r"(\d{1,2}|mười (?:một|hai)|giêng|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|chạp)"
_FLAGS = re.IGNORECASE

# Groups by name: y, m, d are numbers; w is a month's name; a and b are day and month in the language's order.
_NAME = _WORD.replace("(", "(?P<w>", 1)
_VI_NAME = _VI_MONTH.replace("(", "(?P<w>", 1)
_NTH = r"(?:st|nd|rd|th|er|\.|º|ª|°)?"


def _compiled(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, _FLAGS) for pattern in patterns)


_DAYS = _compiled(
    r"(?<![\d.,/-])(?P<y>\d{4}) ?(?P<s>[-/.]) ?(?P<m>\d{1,2}) ?(?P=s) ?(?P<d>\d{1,2})(?!\d)",
    r"(?<!\d)(?P<y>\d{4}) ?[年년] ?(?P<m>\d{1,2}) ?[月월] ?(?P<d>\d{1,2}) ?[日일]",
    r"(?<![\d.,/])(?<!\d-)(?P<a>\d{1,2}) ?(?P<s>[/.-]) ?(?P<b>\d{1,2}) ?(?P=s) ?(?P<y>\d{4})(?![\d/]|\.\d)",
    rf"(?<!\d)(?P<d>\d{{1,2}}) tháng {_VI_NAME}(?:,? năm |, ?|/| )(?P<y>\d{{4}})(?!\d)",
    rf"(?<![\d.,/])(?P<d>\d{{1,2}}){_NTH}[ -](?:de |of |d[’'])?{_NAME},?[ -](?:del? |of )?(?P<y>\d{{4}})(?!\d)",
    rf"(?<!\w){_NAME} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})(?!\d)",
    rf"(?<!\w){_NAME} (?P<d>\d{{1,2}}) \d\d:\d\d:\d\d(?: [A-Z]{{3,4}})? (?P<y>\d{{4}})(?!\d)",
    rf"(?<!\d)(?P<y>\d{{4}})(?:\.| m\.| г\.)? {_NAME} (?P<d>\d{{1,2}})(?!\d)",
)
_MONTHS = _compiled(
    r"(?<!\d)(?P<y>\d{4})[-/](?P<m>\d{1,2})(?![\d/-])",
    r"(?<!\d)(?P<y>\d{4}) ?[年년] ?(?P<m>\d{1,2}) ?[月월]",
    rf"tháng {_VI_NAME}(?: năm |, ?|/|-| )(?P<y>\d{{4}})(?!\d)",
    r"(?<![\d/.-])(?P<m>\d{1,2})/(?P<y>\d{4})(?![\d/])",
    rf"(?<!\w){_NAME},? (?:del? |of )?(?P<y>\d{{4}})(?!\d)",
)
_COMPACT = re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?:T?(?P<hm>\d{4})(?P<sec>\d\d)?(?P<z>Z|[+-]\d\d:?\d\d)?)?")
_YEAR = re.compile(r"\d{4}")

_TIME = re.compile(
    r"(?<![\d:.,])(\d{1,2})(?: ?(?:[:h時时시]|giờ) ?|\.(?=\d\d Uhr))(\d\d)(?: ?(?:phút|分|분))?"
    r"(?::(\d\d)(?:[.,]\d{1,9})?)?(?!\d)"
    r"(?: ?(am|pm|a\.m\.|p\.m\.|SA|CH)(?![^\W\d_]))?",
    _FLAGS,
)
_ZONE = re.compile(
    r"(?P<near>)(?P<sign>[+-])(?P<h>\d\d)(?::?(?P<m>\d\d))?(?![\d/.])"
    r"| ?\(?(?:UTC|GMT) ?(?P<sign2>[+\u2212-]) ?(?P<h2>\d{1,2})(?::?(?P<m2>\d\d))?(?![\d/.])"
    r"| (?P<sign3>[+-]) ?(?P<h3>\d\d):?(?P<m3>\d\d)(?![\d/.])"
    r"| ?\(?(?P<name>[A-Z]{1,4})(?![A-Za-z])"
)
# Every pattern of a date holds a year; a program's date is nothing but one.
_HAS_YEAR = re.compile(r"\d{4}")
_BY_PROGRAM = re.compile(r"(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d[\d:.+Z-]*")
_NOT_WORD = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A date: `value` is ISO 8601 with the offset that was stated, `precision` "year", "month", "day" or "minute".

    `evidence` quotes what it was read from.
    """

    value: str
    precision: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day that a text names, and where: text[start:end]."""

    day: date
    start: int
    end: int


@lru_cache(maxsize=1 << 10)
def find_date(text: str, language: str = "") -> Found | None:
    """The date that a short text states, with its time and offset where they stand beside it; None if there is none.

    The first whole day wins; a month or a year alone counts only where hardly anything else is said. "3/2/2025" is the
    3rd of February, but for "en" it is unknown and for "en-US" the 2nd of March; only there a number over 12 may
    settle the order. Impossible days and years outside EARLIEST-LATEST are no dates.
    """
    text = squeezed(text)
    if _HAS_YEAR.search(text) is None:
        return None
    if match := _COMPACT.fullmatch(text):
        return _compact(match)
    day = next(days_in(text, language), None)
    if day is not None:
        return _with_time(text, day)
    return _month_alone(text, language) or _year_alone(text)


def squeezed(text: str) -> str:
    """The start of a text with single spaces."""
    return " ".join(text[:_LONGEST].split())


def days_in(text: str, language: str) -> Iterator[Day]:
    """The days that a squeezed text names, in its order; of two readings of one place the first pattern's."""
    if (by_program := _BY_PROGRAM.fullmatch(text)) and (day := calendar_day(*map(int, by_program.groups()))):
        yield Day(day, 0, by_program.end(3))
        return
    if _HAS_YEAR.search(text) is None:
        return
    found: list[Day] = []
    for pattern in _DAYS:
        for match in pattern.finditer(text):
            day = _day(match, text, language)
            if day and not any(match.start() < other.end and other.start < match.end() for other in found):
                found.append(Day(day, match.start(), match.end()))
    yield from sorted(found, key=lambda item: item.start)


def calendar_day(year: int, month: int, day: int) -> date | None:
    """A day that is in the calendar and within EARLIEST-LATEST, else None."""
    try:
        return date(year, month, day) if EARLIEST <= year <= LATEST else None
    except ValueError:
        return None


def month_of(name: str, language: str) -> int:
    """The number of a month's name (or of digits), 0 if it is none."""
    if name.isdecimal():
        return int(name)
    return months(primary(language)).get(name.rstrip(".").lower(), 0)


def _day(match: re.Match[str], text: str, language: str) -> date | None:
    parts = match.groupdict()
    year = int(parts["y"])
    if primary(language) == "th" and year > LATEST:
        year -= _BUDDHIST
    if "a" in parts:
        return _ordered(match, year, text, language)
    month = int(parts["m"]) if "m" in parts else _month_named(match, language)
    return calendar_day(year, month, int(parts["d"]))


def _month_named(match: re.Match[str], language: str) -> int:
    vietnamese = "tháng" in match[0].lower()
    return month_of(match["w"], "vi" if vietnamese else language)


def _ordered(match: re.Match[str], year: int, text: str, language: str) -> date | None:
    """The day of two numbers, in the order of the language; for English the weekday named beside it may tell."""
    first, second = int(match["a"]), int(match["b"])
    day_first, month_first = calendar_day(year, second, first), calendar_day(year, first, second)
    if primary(language) != "en" or match["s"] == ".":
        return day_first
    if day_first is None or month_first is None or day_first == month_first:
        return day_first or month_first
    named = weekday(text, language)
    fitting = [day for day in (day_first, month_first) if day.weekday() == named]
    if len(fitting) == 1:
        return fitting[0]
    region = language.replace("_", "-").partition("-")[2].upper()
    return month_first if region == "US" else day_first if region else None


def _with_time(text: str, day: Day) -> Found:
    """The day with the time that stands beside it, if one does."""
    within = _TIME.search(text, day.start, day.end)
    after = within or _TIME.search(text, day.end, day.end + 2 * _TIME_GAP)
    if after and (within or _is_gap(text[day.end : after.start()])):
        return _timed(text, day, after) or _plain(text, day)
    for before in _TIME.finditer(text, max(0, day.start - 2 * _TIME_GAP), day.start):
        if _is_gap(_ZONE.sub("", text[before.end() : day.start], count=1)):
            return _timed(text, day, before) or _plain(text, day)
    return _plain(text, day)


def _is_gap(text: str) -> bool:
    return len(text) <= _TIME_GAP and not any(map(str.isdigit, text))


def _plain(text: str, day: Day) -> Found:
    return Found(day.day.isoformat(), "day", f"«{text[day.start : day.end]}»")


def _timed(text: str, day: Day, match: re.Match[str]) -> Found | None:
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    half = (match[4] or "").lower().replace(".", "")
    if half in {"pm", "ch"} and hour < 12:
        hour += 12
    elif half in {"am", "sa"} and hour == 12:
        hour = 0
    if hour > 23 or minute > 59 or second > 59:
        return None
    offset, end = _offset(text, match.end())
    if not offset and match.end() <= day.start:
        offset, end = _offset(text, day.end)
    quoted = text[min(day.start, match.start()) : max(day.end, end)].strip()
    return Found(f"{day.day.isoformat()}T{hour:02}:{minute:02}:{second:02}{offset}", "minute", f"«{quoted}»")


def _offset(text: str, start: int) -> tuple[str, int]:
    """The offset that is stated at a place, and where it ends."""
    match = _ZONE.match(text, start)
    if not match:
        return "", start
    parts = match.groupdict()
    if parts["name"]:
        stated = str(table()["offsets"].get(parts["name"], ""))
        return stated, match.end() if stated else start
    sign, hours, minutes = (parts[key] or parts[f"{key}2"] or parts[f"{key}3"] for key in ("sign", "h", "m"))
    if int(hours) > 14 or int(minutes or 0) > 59:
        return "", start
    closing = match.end() + text.startswith(")", match.end())
    return f"{'+' if sign == '+' else '-'}{int(hours):02}:{int(minutes or 0):02}", closing


def _compact(match: re.Match[str]) -> Found | None:
    """A date in ISO 8601's basic format."""
    day = calendar_day(int(match["y"]), int(match["m"]), int(match["d"]))
    if day is None:
        return None
    if not match["hm"]:
        return Found(day.isoformat(), "day", f"«{match[0]}»")
    time = f"{match['hm'][:2]}:{match['hm'][2:]}:{match['sec'] or '00'}{match['z'] or ''}"
    found = find_date(f"{day.isoformat()}T{time}")
    return replace(found, evidence=f"«{match[0]}»") if found else None


def _month_alone(text: str, language: str) -> Found | None:
    for pattern in _MONTHS:
        for match in pattern.finditer(text):
            year = int(match["y"])
            month = int(match["m"]) if "m" in match.groupdict() else _month_named(match, language)
            if calendar_day(year, month, 1) and _hardly_more(text, match):
                return Found(f"{year:04}-{month:02}", "month", f"«{match[0]}»")
    return None


def _hardly_more(text: str, match: re.Match[str]) -> bool:
    rest = _NOT_WORD.sub(" ", text[: match.start()] + " " + text[match.end() :])
    return len(rest.split()) <= _WORDS_BESIDE and not any(map(str.isdigit, text[: match.start()] + text[match.end() :]))


def _year_alone(text: str) -> Found | None:
    if _YEAR.fullmatch(text) and EARLIEST <= int(text) <= LATEST:
        return Found(f"{int(text):04}", "year", f"«{text}»")
    return None
