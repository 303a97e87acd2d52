"""Reads JSON of articles: JSON Lines, arrays, objects with a list of articles, single articles, JSON Feed.

Lines are read one at a time; a document is held as text, and one of its records at a time is built.
"""

from __future__ import annotations

import io
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO

from packager.errors import CaptureFailed, CaptureSkipped, ResourceRefused
from packager.findings import finding
from packager.limits import LARGEST_PAGE, MOST_RECORDS
from packager.model import Capture
from packager.readers.contract import Part, Series, SourceFile
from packager.readers.json_articles import lines
from packager.readers.json_articles.article import (
    address_of,
    aliases,
    article_text,
    captured,
    ids_of,
    metadata,
    whole_page,
)
from packager.readers.json_articles.fields import Fields, is_article
from packager.readers.json_articles.pictures import StoredPictures
from packager.readers.json_articles.scan import (
    MOST_DAMAGED,
    Document,
    NoJson,
    document,
    record_of,
    strings,
    value_at,
)
from packager.readers.part_names import Called, called, part_names
from packager.readers.sniff import Kind, unicode_form
from packager.readers.texts.article_text import FORBIDDEN, page
from packager.readers.texts.line_numbers import LineNumbers
from packager.readers.texts.unicode_text import unicode_text
from packager.readers.unpack import GZIP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.model import Finding

__all__ = ["READER", "capture", "parts"]

_LINE, _PLACE = "line", "place"


def parts(file: SourceFile) -> Iterator[Part | Finding]:
    """The records of a file, named by their id or address; one that cannot be read by its line or number.

    A record that is no JSON carries damaged-record, one that is no article unknown-kind. Raises CaptureSkipped
    (unknown-kind: not one is an article) and CaptureFailed (too-large, damaged-file, unreadable-file).
    """
    with _stream(file) as stream:
        by_line = lines.is_by_line(stream)
    found = _of_lines(file) if by_line else _of_document(file)
    held: list[Part] = []
    for part in found:
        if not isinstance(part, Part) or part.trouble is None or part.trouble.code != "unknown-kind":
            yield from held
            yield part
            break
        held.append(part)
        if len(held) > MOST_RECORDS:
            yield from held
            break
    else:
        raise CaptureSkipped("unknown-kind", f"{file.locator}: is JSON, but of no articles")
    yield from found


def _of_lines(file: SourceFile) -> Iterator[Part | Finding]:
    with _stream(file) as stream:
        yield from _named([_of_line(file, line) for line in lines.read(stream)])


def _of_document(file: SourceFile) -> Iterator[Part | Finding]:
    text = _document(file, _stamp(file))
    lines_of = LineNumbers(text.text)
    yield from _named(
        [_of_record(file, text, number, lines_of) for number in range(1, min(len(text.records), MOST_RECORDS) + 1)]
    )
    if len(text.records) > MOST_RECORDS:
        yield finding("too-large", file.where, f"holds more than {MOST_RECORDS:,} records; the rest is not read")
    if text.damaged > MOST_DAMAGED:
        yield finding(
            "damaged-file", file.where, f"more than {MOST_DAMAGED:,} records are no JSON; the rest is not read"
        )


def _named(found: list[tuple[Part, Called]]) -> Iterator[Part]:
    """The parts by the names that they call themselves."""
    for name, (part, _) in zip(part_names([own for _, own in found]), found, strict=True):
        yield replace(part, name=name)


def _of_line(file: SourceFile, line: lines.Line) -> tuple[Part, Called]:
    where, position = f"line {line.number}", f"{_LINE}:{line.place}"
    if line.content is None:
        message = f"{file.locator}: {where}: is longer than {LARGEST_PAGE:,} bytes"
        return _unread(line.number, CaptureFailed("too-large", message))
    try:
        record = record_of(lines.text(line.content)[0])
    except NoJson as error:
        return _unread(line.number, _damaged(file, where, str(error)))
    return _checked(file, position, where, record, line.content.strip())


def _of_record(file: SourceFile, text: Document, number: int, lines_of: LineNumbers) -> tuple[Part, Called]:
    found, where = text.records[number - 1], f"record {number}"
    if found.trouble:
        return _unread(number, _damaged(file, f"{where}, line {lines_of.at(found.place)}", found.trouble))
    record, end = value_at(text.text, found.place)
    content = text.text[found.place : end].encode("utf-8", "surrogatepass")
    return _checked(file, f"{_PLACE}:{found.place}", where, record, content)


def _unread(number: int, trouble: CaptureFailed) -> tuple[Part, Called]:
    """A part that says nothing of itself: it is named by its number."""
    return Part("", "", trouble), Called((), f"{number:04}")


def _checked(file: SourceFile, position: str, where: str, record: object, content: bytes) -> tuple[Part, Called]:
    own = called(list(ids_of(Fields(record))) if isinstance(record, dict) else (), content)
    message = f"{file.locator}: {where}: has no text of an article"
    return Part("", position, None if is_article(record) else CaptureSkipped("unknown-kind", message)), own


def _damaged(file: SourceFile, where: str, trouble: str) -> CaptureFailed:
    return CaptureFailed("damaged-record", f"{file.locator}: {where}: is no JSON ({trouble})")


def capture(file: SourceFile, position: str) -> Capture:
    """One record by its position; raises what `parts` does."""
    mode, _, place = position.partition(":")
    try:
        record, outer, problems = _line(file, int(place)) if mode == _LINE else _record(file, int(place))
    except NoJson as error:
        raise _damaged(file, f"{mode} at {place}", str(error)) from error
    if not is_article(record):
        raise CaptureSkipped("unknown-kind", f"{file.locator}: {mode} at {place}: has no text of an article")
    return _capture(file, Fields(record), Fields(outer), [*problems, *_illegal(record)])


def _capture(file: SourceFile, fields: Fields, outer: Fields, problems: list[tuple[str, str]]) -> Capture:
    own = whole_page(fields)
    content = own.encode("utf-8", "replace") if own else page(article_text(fields, outer))
    stated = metadata(fields, outer, problems)
    return Capture(
        source=file.source,
        locator=file.locator,
        kind=Kind.JSON.value,
        media_type="text/html",
        content=content,
        resources=StoredPictures(file.folder, file.path, aliases(fields)),
        charset="utf-8",
        address=address_of(fields),
        captured=captured(fields),
        stated=stated,
        whole=not own,
        problems=tuple(problems),
    )


def _line(file: SourceFile, place: int) -> tuple[Any, dict[str, Any], list[tuple[str, str]]]:
    with _stream(file) as stream:
        stream.seek(place)
        content = stream.readline(LARGEST_PAGE + 1)
    text, problems = lines.text(content)
    return record_of(text), {}, problems


def _record(file: SourceFile, place: int) -> tuple[Any, dict[str, Any], list[tuple[str, str]]]:
    found = _document(file, _stamp(file))
    return value_at(found.text, place)[0], found.outer, []


def _illegal(record: object) -> list[tuple[str, str]]:
    """What of a record's texts XHTML cannot hold."""
    count = sum(len(FORBIDDEN.findall(text)) for text in strings(record))
    return [("text-dropped", f"{count:,} characters cannot stand in XHTML")] if count else []


def _stream(file: SourceFile) -> BinaryIO:
    """The file to be read by lines: as it is where lines can be told in its bytes, else unpacked and in UTF-8."""
    head = file.head()
    codec, _ = unicode_form(head) or ("utf-8", 0)
    if head.startswith(GZIP) or codec != "utf-8":
        return io.BytesIO(_content(file, _stamp(file)))
    return file.open()


@lru_cache(maxsize=1)
def _content(file: SourceFile, stamp: str) -> bytes:  # noqa: ARG001 - a file that changed is read anew
    return unicode_text(file.content()).content


@lru_cache(maxsize=1)
def _document(file: SourceFile, stamp: str) -> Document:  # noqa: ARG001
    return document(lines.text(unicode_text(file.content()).content)[0])


def _stamp(file: SourceFile) -> str:
    try:
        return file.folder.stamp(file.path, 1 << 62)
    except ResourceRefused as error:
        raise CaptureFailed(error.code, error.message) from error
    except OSError as error:
        raise CaptureFailed("unreadable-file", f"{file.locator}: cannot be read ({error.strerror})") from error


READER = Series(parts, capture)
