"""The report of a run: `report.json` for machines (a contract), `report.html` for people, with only what is trouble."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html import escape
from importlib import resources
from itertools import groupby
from json.encoder import encode_basestring
from operator import attrgetter
from string import Template
from typing import TYPE_CHECKING, Any

from packager.library import drafts
from packager.library.records import dumps, findings_table
from packager.model import Outcome, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from packager.library.records import Item
    from packager.model import Finding, Publication

FORMAT = 1
JSON, HTML = "report.json", "report.html"
FOLDED = 50  # a kind with more findings than this starts folded
_ITEM = '{"source":%s,"locator":%s,"outcome":%s,"article":%s,"reason":%s}'
_COUNTED = {
    "articles": Outcome.ARTICLE,
    "duplicates": Outcome.DUPLICATE,
    "skipped": Outcome.SKIPPED,
    "failed": Outcome.FAILED,
}
_BREAK = ",\n"
_RANK = {Severity.LOSS: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def write(
    output: Path,
    items: Iterable[Item],
    publications: Iterable[Publication],
    findings: Iterable[Finding] = (),
) -> dict[str, Any]:
    """Write both reports into the output folder and return what `report.json` says, all but the items.

    `items` are sorted by source and locator. `findings` are those of the whole run; those of inputs and publications
    come with them. Raises OutputError.
    """
    counts: Counter[str] = Counter()
    found, lines = set(findings), []
    for item in items:
        counts[item.outcome] += 1
        found.update(item.findings)
        lines.append(_ITEM % tuple(map(encode_basestring, item[:5])))
    bound = sorted(publications, key=attrgetter("path"))
    told = ordered(found.union(*(item.findings for item in bound)))
    table: dict[str, Any] = {
        "format": FORMAT,
        "inputs": counts.total(),
        **{word: counts[outcome] for word, outcome in _COUNTED.items()},
    }
    rest: dict[str, list[dict[str, Any]]] = {
        "volumes": list(map(_volume, bound)),
        "findings": list(findings_table(told)),
    }
    drafts.write(output / JSON, _json(table, {"items": lines} | {key: map(dumps, rest[key]) for key in rest}))
    table |= rest
    drafts.write(output / HTML, page(table, told).encode("utf-8", "backslashreplace"))
    return table


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Findings, losses first, then by code, place and message."""
    return sorted(findings, key=lambda item: (_RANK[item.severity], item.code, item.where, item.message, item.hint))


def _json(table: Mapping[str, int], lists: Mapping[str, Iterable[str]]) -> bytes:
    """A JSON object of numbers and of lists with one element a line, whose elements are JSON already."""
    parts = [f'"{key}": {value}' for key, value in table.items()]
    parts += [f'"{key}": [\n{_BREAK.join(lines)}\n]' for key, lines in lists.items()]
    return f"{{\n{_BREAK.join(parts)}\n}}\n".encode("utf-8", "backslashreplace")


def page(table: dict[str, Any], findings: Sequence[Finding]) -> str:
    """The report for people: one self-contained page that lists losses and warnings by kind, then by place."""
    losses = sum(item.severity is Severity.LOSS for item in findings)
    warnings = sum(item.severity is Severity.WARNING for item in findings)
    trouble = findings[: losses + warnings]
    groups = [list(group) for _, group in groupby(trouble, key=attrgetter("severity", "code"))]
    return _fill(
        "page",
        verdict=_verdict(losses, warnings),
        state="loss" if losses else "warning" if warnings else "well",
        counts=[_count(word, table[word]) for word in ("inputs", *_COUNTED)]
        + [_count("volumes", len(table["volumes"]))],
        groups=[_group(group) for group in groups],
        notes=_notes(len(findings) - len(trouble)),
    )


def _volume(item: Publication) -> dict[str, str | int]:
    return {
        "path": item.path,
        "media_type": item.media_type,
        "topic": item.topic,
        "period": item.period,
        "articles": item.articles,
        "images": item.images,
        "missing_images": item.missing_images,
        "sha256": item.sha256,
        "bytes": item.bytes,
    }


def _verdict(losses: int, warnings: int) -> str:
    """The run in one sentence."""
    if losses:
        return f"{_number(losses, 'loss', 'losses')}: something of the sources did not arrive."
    return (
        f"Nothing was lost. {_number(warnings, 'warning', 'warnings')} to look at." if warnings else "Nothing was lost."
    )


def _notes(notes: int) -> str:
    return f"Notes that ask for nothing: {notes:,}, in report.json." if notes else ""


def _count(word: str, number: int) -> str:
    return _fill("count", word=word.capitalize(), number=f"{number:,}")


def _group(findings: Sequence[Finding]) -> str:
    """All findings of one code: the hint once, then every place with its messages."""
    first = findings[0]
    places = groupby(findings, key=attrgetter("where"))
    return _fill(
        "group",
        code=first.code,
        title=first.code.replace("-", " ").capitalize(),
        severity=first.severity.value,
        number=_number(len(findings), "finding", "findings"),
        hint=first.hint,
        opened=" open" if len(findings) <= FOLDED else "",
        places=[
            _fill("place", where=where, messages=[_fill("message", message=item.message) for item in group])
            for where, group in places
        ],
    )


def _number(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _fill(part: str, **words: str | list[str]) -> str:
    """A part of the template with its words: text is escaped, lists are parts filled before."""
    given = {name: "".join(word) if isinstance(word, list) else escape(word) for name, word in words.items()}
    return _parts()[part].substitute(given)


@cache
def _parts() -> dict[str, Template]:
    """The parts of the template by name."""
    text = resources.files("packager").joinpath("templates/report.html").read_text(encoding="utf-8")
    parts = re.split(r"^<!-- part: (\w+) -->\n", text, flags=re.MULTILINE)
    return {name: Template(body) for name, body in zip(parts[1::2], parts[2::2], strict=True)}
