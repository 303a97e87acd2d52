"""Dates of articles: as they are written, in which zone they count, and what can be inferred where none is stated."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from packager.articles.dating.date_words import zone_of
from packager.articles.dating.event_dates import event_date
from packager.articles.dating.written_dates import Found, find_date
from packager.errors import UsageError

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from packager.model import Value

__all__ = ["Found", "event_date", "find_date", "local", "zone_of"]

_UTC = ("Z", "+00:00", "-00:00")


def local(value: Value, language: str, zone: str = "") -> Value:
    """A date whose time is stated in UTC, counted in `zone`, else in the language's single zone; others unchanged.

    The evidence names the zone. Raises UsageError for a zone that does not exist.
    """
    name = zone or zone_of(language)
    if not name or not value.value.endswith(_UTC) or "T" not in value.value:
        return value
    moment = datetime.fromisoformat(value.value).astimezone(_zone(name))
    return replace(value, value=moment.isoformat(), evidence=f"{value.evidence}; stated in UTC, counted in {name}")


@cache
def _zone(name: str) -> ZoneInfo:
    """A zone of the package tzdata, so that the machine's own tables make no difference."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - needed by few articles only

    steps = name.split("/")
    if all(step and step.strip(".") for step in steps):
        file = resources.files("tzdata").joinpath("zoneinfo", *steps)
        if file.is_file():
            with file.open("rb") as stream:
                return ZoneInfo.from_file(stream, key=name)
    raise UsageError(f'there is no time zone {name!r}; name one as in zone = "Asia/Ho_Chi_Minh"')
