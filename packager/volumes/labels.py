"""The words a volume says of its own, in its language: labels, dates and periods from `labels/LANGUAGE.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from packager.volumes import periods

if TYPE_CHECKING:
    from collections.abc import Mapping

    from packager.model import Value

FALLBACK = "en"

_PRECISIONS = ("", "year", "month", "day")


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one language; `language` is the one they are written in."""

    language: str
    table: Mapping[str, Any]

    def __getitem__(self, key: str) -> str:
        """A label by its key; KeyError for one that no table holds."""
        return str(self.table["words"][key])

    def count(self, key: str, number: int) -> str:
        """A number of things: "1 article", "35 articles"."""
        forms = self.table["counts"][key]
        return str(forms["one" if number == 1 else "other"]).format(n=number)

    def basis(self, value: Value) -> str:
        """How a value is known, in words."""
        return str(self.table["basis"][value.basis.value])

    def precision(self, value: Value) -> str:
        """How precise a date is, in words; "" where that is not known."""
        known = value.precision or _PRECISIONS[len(periods.known(value))]
        return str(self.table["precision"].get(known, ""))

    def date(self, value: Value) -> str:
        """A date of issue as precise as it is known: "21 tháng 2 năm 2025"; "" if unknown."""
        parts = periods.known(value)
        return self._written("date", _PRECISIONS[len(parts)], *parts) if parts else ""

    def period(self, name: str) -> str:
        """A period by its ISO name: "2025-02" -> "Tháng 2 năm 2025"; the undated one by its own label; "" -> ""."""
        which = periods.kind(name)
        if not which:
            return self["undated"] if name else ""
        if which in {"quarter", "week"}:
            return str(self.table["period"][which]).format(year=name[:4], number=int(name[6:]))
        return self._written("period", which, *(int(part) for part in name.split("-")))

    def _written(self, table: str, key: str, year: int, month: int = 1, day: int = 1) -> str:
        name = self.table["months"][month - 1]
        written = self.table["first_of_month"] if day == 1 else day
        return str(self.table[table][key]).format(year=year, month=month, month_name=name, day=written)


@cache
def labels(language: str) -> Labels:
    """The labels of a BCP 47 language ("vi", "vi-VN"); what is not translated is English."""
    folder = resources.files("packager.volumes").joinpath("labels")
    tables = tomllib.loads(folder.joinpath(f"{FALLBACK}.toml").read_text(encoding="utf-8"))
    base = language.partition("-")[0].lower()
    translation = folder.joinpath(f"{base}.toml")
    if not (base.isalpha() and translation.is_file()):
        return Labels(FALLBACK, tables)
    for name, table in tomllib.loads(translation.read_text(encoding="utf-8")).items():
        tables[name] = tables[name] | table if isinstance(table, dict) else table
    return Labels(base, tables)
