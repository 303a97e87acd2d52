"""Reads feeds: RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, CDF, JSON Feed. Every entry is an article of its own.

The feed is cut into its entries before anything is parsed, so that damage costs the entry that has it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from packager.errors import CaptureFailed, CaptureSkipped, ResourceRefused
from packager.findings import finding
from packager.limits import MOST_FEED_ENTRIES
from packager.model import Capture
from packager.readers import json_articles
from packager.readers.contract import Part, Series, SourceFile
from packager.readers.feeds.elements import key, parse
from packager.readers.feeds.entry import address_of, article_text, home_of, ids_of, metadata
from packager.readers.feeds.split import Feed, Span, split
from packager.readers.pages.beside import Beside
from packager.readers.part_names import Called, called, part_names
from packager.readers.sniff import Kind, head_text
from packager.readers.texts.article_text import page
from packager.readers.texts.line_numbers import LineNumbers
from packager.readers.texts.unicode_text import Text, unicode_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from packager.model import Finding

__all__ = ["READER", "capture", "parts"]

_MOST_TAGS = 1_000_000


def parts(file: SourceFile) -> Iterator[Part | Finding]:
    """The entries of a feed, named by their guid, id or address; what is damaged of one that is read is told with it.

    Raises CaptureSkipped (unknown-kind) and CaptureFailed (too-large, damaged-file, unreadable-file).
    """
    if head_text(file.head()).lstrip("\ufeff \t\r\n")[:1] in {"{", "["}:
        yield from json_articles.parts(file)
        return
    text, feed = _read(file)
    for code, message in text.problems():
        yield finding(code, file.where, message)
    lines = LineNumbers(feed.content)
    found = [_listed(file, feed, number, lines.at(span.start)) for number, span in enumerate(feed.entries, 1)]
    for name, listed in zip(part_names([listed.called for listed in found]), found, strict=True):
        yield Part(name, listed.position, listed.refused)
        if listed.damage and listed.refused:
            yield finding("damaged-file", f"{file.where}/{name}", listed.damage)
    if feed.cut:
        yield finding("too-large", file.where, f"holds more than {MOST_FEED_ENTRIES:,} entries; the rest is not read")
    if not feed.ends and (not feed.entries or feed.entries[-1].whole):
        line = lines.at(len(feed.content))
        yield finding("damaged-file", file.where, f"line {line}: the feed ends early; entries may be missing")


class _Listed(NamedTuple):
    """An entry: what it calls itself, where it is, why it can be no article, and what of it is damaged."""

    called: Called
    position: str
    refused: CaptureFailed | None = None
    damage: str = ""


def _listed(file: SourceFile, feed: Feed, number: int, line: int) -> _Listed:
    span, position = feed.entries[number - 1], str(number)
    content = feed.content[span.start : span.end]
    if content.count(b"<") > _MOST_TAGS:
        message = f"{file.locator}: line {line}: the entry has more than {_MOST_TAGS:,} elements"
        return _Listed(called((), content), position, CaptureFailed("too-large", message))
    root, trouble = parse(feed.opening, content)
    entry, home = _entry(root), _around(feed.shell)[1]
    refused = None
    if entry is None or not article_text(entry, home, ""):
        message = f"{file.locator}: line {line}: the entry has neither title nor text"
        refused = CaptureFailed("no-text", message)
    damage = _damage(span, trouble, line)
    return _Listed(called(list(ids_of(entry, home)) if entry is not None else (), content), position, refused, damage)


def _damage(span: Span, trouble: str, line: int) -> str:
    """What is damaged of an entry that begins on a line, "" for nothing; `trouble` says what is wrong with its XML."""
    if not span.whole:
        return f"line {line}: the entry that begins there has no end; it may be cut short"
    return f"line {line}: the entry that begins there is no XML ({trouble})" if trouble else ""


def capture(file: SourceFile, position: str) -> Capture:
    """One entry by its number; raises what `parts` does."""
    if not position.isdecimal():
        return json_articles.capture(file, position)
    _, feed = _read(file)
    number = int(position)
    if not 1 <= number <= len(feed.entries):
        raise CaptureFailed("damaged-file", f"{file.locator}: has no entry {number}; the file was changed")
    span = feed.entries[number - 1]
    root, trouble = parse(feed.opening, feed.content[span.start : span.end])
    entry, (shell, home) = _entry(root), _around(feed.shell)
    if entry is None:
        raise CaptureFailed("no-text", f"{file.locator}: entry {number} has neither title nor text")
    address = address_of(entry, home)
    problems: list[tuple[str, str]] = []
    if trouble or not span.whole:
        problems.append(("damaged-file", _damage(span, trouble, LineNumbers(feed.content).at(span.start))))
    text = article_text(entry, home, address)
    stated = metadata(entry, shell, address, problems)
    return Capture(
        source=file.source,
        locator=f"{file.locator}/{number}",
        kind=Kind.FEED.value,
        media_type="text/html",
        content=page(text),
        resources=Beside(file.folder, file.path),
        charset="utf-8",
        address=stated.source.value,
        stated=stated,
        whole=True,
        problems=tuple(problems),
    )


def _read(file: SourceFile) -> tuple[Text, Feed]:
    try:
        stamp = file.folder.stamp(file.path)
    except ResourceRefused as error:
        raise CaptureFailed(error.code, error.message) from error
    except OSError as error:
        raise CaptureFailed("unreadable-file", f"{file.locator}: cannot be read ({error.strerror})") from error
    return _feed(file, stamp)


@lru_cache(maxsize=1)
def _feed(file: SourceFile, stamp: str) -> tuple[Text, Feed]:  # noqa: ARG001 - a file that changed is read anew
    text = unicode_text(file.content())
    feed = split(text.content)
    if feed is None:
        raise CaptureSkipped("unknown-kind", f"{file.locator}: is no feed")
    return text, feed


def _entry(root: etree._Element) -> etree._Element | None:
    """The entry in its tree: the first element of that name."""
    return next((element for element in root.iter("*") if key(element) in {"item", "entry"}), None)


@lru_cache(maxsize=1)
def _around(shell: bytes) -> tuple[etree._Element, str]:
    """What describes the feed, the channel of RSS and CDF or the root of Atom, and the address of its page."""
    root, _ = parse(b"", shell)
    feed = next((element for element in root.iter("*") if key(element) == "channel"), root)
    return feed, home_of(feed)


READER = Series(parts, capture)
