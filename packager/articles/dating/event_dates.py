"""Infers when an article was written from the event its lead tells of, and only with evidence from its own words.

The day and month stand in the lead ("Sáng 21/2", "On Friday, February 21"); the year has to follow from the body:
a year told as over before a year told as begun, a year named as the present one, or a weekday that fits one year only.
The dates of decrees, far plans and spans of years say nothing.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from packager.articles.dating.date_words import primary, weekday
from packager.articles.dating.written_dates import Found, calendar_day, days_in, month_of, squeezed

if TYPE_CHECKING:
    from collections.abc import Iterator

_BODY = 200_000
_BEFORE = 40
_AFTER = 160
_DOCUMENT_REACH = 60
_LATE = 12
"""In December the year that is over is the present one; from _UNSURE on it may be."""
_UNSURE = 10

_CLAUSE_END = re.compile(r"[.;!?…](?=\s|$)|\n")
_YEAR = re.compile(r"(?<![\d/.,-])(?:19|20)\d{2}(?![\d/-]|[.,]\d)")
_SPAN = re.compile(r"\s?[-–—]\s?$")
_SPAN_AFTER = re.compile(r"\s?[-–—]\s?\d")
_NUMBERS = re.compile(r"(?<![\d/.,-])(\d{1,2})/(\d{1,2})(?![\d/%])(?!\s?(?:[-–—]|đến|tới|và)\s?(?:ngày )?\d)")
_DAY_MONTH = re.compile(r"(?i)(?<![\d/.,-])(\d{1,2}) tháng (\d{1,2})(?!\d|/\d| năm \d|,? \d{4})")
_WORD_DAY = re.compile(
    r"(?<!\w)([^\W\d_][^\s\d,/()\-]{1,15}) (\d{1,2})(?:st|nd|rd|th)?(?![\d/:%]|,? \d{4}| ?[-–—] ?\d)"
)
_DAY_WORD = re.compile(
    r"(?<![\d/.,-])(\d{1,2})(?:st|nd|rd|th|er|\.|º)? (?:de |of )?([^\W\d_][^\s\d,/()\-]{1,15})(?!,? (?:de )?\d{4})"
)


@dataclass(frozen=True, slots=True)
class _Event:
    """A day and month, where they stand in the lead (with their cue), and the weekday that is named beside them."""

    day: int
    month: int
    quote: str
    weekday: int | None


@dataclass(frozen=True, slots=True)
class _Mention:
    """A year that the text tells of: as "past", "plan", "now", or "" where it does not say; `quote` shows it."""

    year: int
    told: str
    quote: str


def event_date(lead_text: str, body_text: str, language: str) -> Found | None:
    """The day of the event that an article without a stated date tells of; None where the year has no evidence."""
    lead = squeezed(lead_text)
    stated = next((day for day in days_in(lead, language) if _is_event(lead, day.start, language)), None)
    if stated is not None:
        return Found(stated.day.isoformat(), "day", f"«{lead[stated.start : stated.end]}» in the lead")
    event = next(_events(lead, language), None)
    if event is None:
        return None
    mentions = list(_mentions(f"{lead}\n{body_text[:_BODY]}", language))
    year, evidence = _by_telling(event, mentions) or _by_weekday(event, mentions) or (0, "")
    day = calendar_day(year, event.month, event.day)
    if day is None or event.weekday not in {None, day.weekday()}:
        return None
    return Found(day.isoformat(), "day", f"«{event.quote}» in the lead; year {year} from {evidence}")


def _events(lead: str, language: str) -> Iterator[_Event]:
    """The days and months of events in a lead, in its order."""
    places = [(m, int(m[1]), int(m[2])) for m in _NUMBERS.finditer(lead)]
    places += [(m, int(m[1]), int(m[2])) for m in _DAY_MONTH.finditer(lead)]
    if primary(language) != "vi":
        places = [(m, int(m[2]), month_of(m[1], language)) for m in _WORD_DAY.finditer(lead)]
        places += [(m, int(m[1]), month_of(m[2], language)) for m in _DAY_WORD.finditer(lead)]
    for match, day, month in sorted(places, key=lambda place: place[0].start()):
        if calendar_day(2024, month, day) and _is_event(lead, match.start(), language):
            start = _cue_start(lead, match.start(), language)
            if start is not None:
                end = match.end() + lead.startswith(")", match.end())
                yield _Event(day, month, lead[start:end], _weekday_beside(lead, match, language))


def _is_event(lead: str, start: int, language: str) -> bool:
    """Whether a day that stands there may be the event's: no document's, no limit, no plan."""
    clause = _clause_before(lead, start, _DOCUMENT_REACH)
    told_of = _last(clause, "document", language) or _last(clause, "coming", language)
    return not told_of and not _closes(clause, "not_then", language)


def _cue_start(lead: str, start: int, language: str) -> int | None:
    """Where the cue before a day begins, the day's own place if the language needs none; None if there is no cue."""
    if not _words(language)["cues"]:
        return start
    before = lead[max(0, start - _BEFORE) : start]
    matches = list(_pattern("cues", language).finditer(before))
    if not matches or any(map(str.isdigit, before[matches[-1].end() :])):
        return None
    cue = matches[-1]
    return start - len(before) + cue.start()


def _weekday_beside(lead: str, match: re.Match[str], language: str) -> int | None:
    return weekday(lead[max(0, match.start() - _BEFORE) : match.start()], language) if language else None


def _mentions(text: str, language: str) -> Iterator[_Mention]:
    """The years that a text tells of, without those of documents, dates, spans and far plans."""
    for match in _YEAR.finditer(text):
        before = _clause_before(text, match.start(), _BEFORE)
        after = _clause_after(text, match.end())
        spanned = _SPAN.search(before) or _SPAN_AFTER.match(after)
        if spanned or _closes(before, "horizon", language) or _last(before, "document", language):
            continue
        yield _mention(int(match[0]), before, after, language)


def _mention(year: int, before: str, after: str, language: str) -> _Mention:
    named = _named(before, year, language)
    if _closes(before, "now", language):
        return _Mention(year, "now", f"«{_last(before, 'now', language)} {year}»")
    ahead = {told: _pattern(told, language).search(after) for told in ("past", "plan")}
    first = min((match.start(), told) for told, match in ahead.items() if match) if any(ahead.values()) else None
    for told in ("past", "plan"):
        word = _last(before, told, language)
        if word and _closes(before, told, language, gap=2):
            return _Mention(year, told, f"«{word} ... {year}»")
    if first is None:
        return _Mention(year, "", f"«{named}»")
    match = ahead[first[1]]
    return _Mention(year, first[1], f"«{named} ... {match[0]}»" if match else f"«{named}»")


def _named(before: str, year: int, language: str) -> str:
    """The year with the word before it, as "Năm 2025"."""
    word = before.rsplit(None, 1)[-1] if before.strip() else ""
    return f"{word} {year}" if word and primary(language) else str(year)


def _by_telling(event: _Event, mentions: list[_Mention]) -> tuple[int, str] | None:
    """The year that is told as begun after one that is told as over, or that is named as the present one."""
    told: dict[str, dict[int, str]] = {"past": {}, "plan": {}, "now": {}, "": {}}
    for mention in mentions:
        told[mention.told].setdefault(mention.year, mention.quote)
    if len(told["now"]) == 1:
        return next(iter(told["now"].items()))
    pairs = [year for year in told["plan"] if year - 1 in told["past"] and year > max(told["past"])]
    if len(pairs) != 1 or _UNSURE <= event.month < _LATE:
        return None
    year = pairs[0]
    if event.month >= _LATE:
        return year - 1, f"{told['past'][year - 1]} before {told['plan'][year]}"
    return year, f"{told['plan'][year]} after {told['past'][year - 1]}"


def _by_weekday(event: _Event, mentions: list[_Mention]) -> tuple[int, str] | None:
    """The one year, of those told of and the years beside them, in which the day falls on the weekday that is named."""
    if event.weekday is None:
        return None
    near = sorted({mention.year + step for mention in mentions for step in (-1, 0, 1)})
    days = [calendar_day(year, event.month, event.day) for year in near]
    fitting = [day.year for day in days if day and day.weekday() == event.weekday]
    if len(fitting) != 1:
        return None
    return fitting[0], f"the weekday, which of {near[0]}-{near[-1]} fits {fitting[0]} only"


def _clause_before(text: str, end: int, reach: int) -> str:
    return _CLAUSE_END.split(text[max(0, end - reach) : end])[-1]


def _clause_after(text: str, start: int) -> str:
    return _CLAUSE_END.split(text[start : start + _AFTER], maxsplit=1)[0]


def _last(text: str, key: str, language: str) -> str:
    """The last of the words of a kind that a text holds, "" if it holds none."""
    found = _pattern(key, language).findall(text)
    return str(found[-1]) if found else ""


def _closes(text: str, key: str, language: str, gap: int = 1) -> bool:
    """Whether a word of a kind stands at a text's end, with at most `gap` words between."""
    matches = list(_pattern(key, language).finditer(text))
    return bool(matches) and len(text[matches[-1].end() :].split()) <= gap


@cache
def _pattern(key: str, language: str) -> re.Pattern[str]:
    """Finds whole words of a kind."""
    words = sorted(_words(language)[key], key=len, reverse=True)
    return re.compile(rf"(?i)(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)" if words else r"(?!)")


def _words(language: str) -> dict[str, Any]:
    table = _table()
    found: dict[str, Any] = table.get(primary(language)) or dict.fromkeys(table["en"], ())
    return found


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(
        resources.files("packager.articles.dating").joinpath("event_words.toml").read_text(encoding="utf-8")
    )
