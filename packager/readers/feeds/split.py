"""Cuts a feed into its entries without reading it as a whole: damage in one entry cannot reach the next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packager.limits import MOST_FEED_ENTRIES

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHELL = 1024 * 1024

# The tags that open and close entries (CDF writes capitals), and what may hold such tags as text.
_PIECES = re.compile(
    rb"<!\[CDATA\[|<!--|<(?P<close>/?)(?P<name>(?:[\w.-]{1,40}:)?(?:item|entry))(?=[\s/>])(?P<rest>[^<>]{0,100000}>)?",
    re.IGNORECASE,
)
_OUTER = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
    rb"|<(?P<name>[\w.-]{1,40}(?::[\w.-]{1,40})?)(?=[\s/>])(?P<rest>[^<>]{0,100000})>",
    re.DOTALL | re.IGNORECASE,
)
_ROOTS = frozenset((b"rss", b"rdf", b"feed", b"channel"))
_OPENS_NEXT = re.compile(
    rb"</(?:[\w.-]{1,40}:)?(?:item|entry)>\s*+<(?:[\w.-]{1,40}:)?(?:item|entry)[\s/>]", re.IGNORECASE
)
_NAMESPACE = re.compile(rb"\sxmlns(?::([\w.-]{1,40}))?\s{0,9}=\s{0,9}[\"']([^\"'<>]{0,500})[\"']")
_DATA, _COMMENT = b"<![CDATA[", b"<!--"


@dataclass(frozen=True, slots=True)
class Span:
    """Where an entry stands in the feed's bytes; `whole` says that its end tag was found."""

    start: int
    end: int
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed in UTF-8, cut up: `opening` are the start tags round its entries, `shell` all that is no entry.

    `ends` says that the feed's own end tag was found; `cut` that it has more entries than are read.
    """

    content: bytes
    opening: bytes
    shell: bytes
    entries: tuple[Span, ...]
    ends: bool
    cut: bool = False


def split(content: bytes) -> Feed | None:
    """The parts of a feed in UTF-8; None where no element of a feed opens it (RSS, RDF, Atom, CDF)."""
    opening, begin, foreign = _opening(content)
    if not opening:
        return None
    entries = _entries(content, foreign)
    cut = len(entries) > MOST_FEED_ENTRIES
    entries = entries[:MOST_FEED_ENTRIES]
    root = re.match(rb"<([^\s/>]+)", opening)
    closing = b"</" + root[1] if root else b"</"
    ends = content.rfind(closing, entries[-1].end if entries else 0) >= 0 or content.rstrip().endswith(b"/>")
    return Feed(content, opening, opening + _shell(content, begin, entries), tuple(entries), ends, cut)


def _opening(content: bytes) -> tuple[bytes, int, frozenset[bytes]]:
    """The start tags of the feed and its channel on one line, where they end, and the prefixes that are not its own.

    The first element of a file has to be one of them; declarations before it are left out.
    """
    tags: list[bytes] = []
    end = 0
    for match in _OUTER.finditer(content):
        name = match["name"]
        if not name:
            continue
        if name.rpartition(b":")[2].lower() not in _ROOTS:
            break
        tags.append(b" ".join(match[0].split()))
        end = match.end()
        if match["rest"].endswith(b"/") or len(tags) == 3:
            break
    opening = b"".join(tags)
    foreign = {prefix for prefix, address in _NAMESPACE.findall(opening) if prefix and not _is_feed(address)}
    return opening, end, frozenset(foreign)


def _is_feed(address: bytes) -> bool:
    """Whether a namespace is one of RSS or Atom, and none of their modules."""
    lowered = address.lower()
    return (b"rss" in lowered or b"atom" in lowered or b"rdf/simple" in lowered) and b"module" not in lowered


def _entries(content: bytes, foreign: frozenset[bytes]) -> list[Span]:
    """Where the entries stand; one without an end tag ends where the next begins."""
    found: list[Span] = []
    start, name = -1, b""
    for match in _tags(content):
        if match["name"].rpartition(b":")[0] in foreign or (start >= 0 and match["name"] != name):
            continue
        opens = not match["close"] and not (match["rest"] or b"").endswith(b"/>")
        if start >= 0 and (opens or match["close"]):
            found.append(Span(start, match.start() if opens else match.end(), whole=not opens))
        elif start < 0 and not opens and not match["close"]:
            found.append(Span(match.start(), match.end()))
        if opens or match["close"]:
            start, name = (match.start(), match["name"]) if opens else (-1, b"")
        if len(found) > MOST_FEED_ENTRIES:
            return found
    return [*found, Span(start, len(content), whole=False)] if start >= 0 else found


def _tags(content: bytes) -> Iterator[re.Match[bytes]]:
    """The tags of entries outside comments and CDATA sections."""
    place = 0
    ends = {_DATA: _Marks(content, b"]]>"), _COMMENT: _Marks(content, b"-->")}
    while match := _PIECES.search(content, place):
        place = match.end()
        if match["name"]:
            yield match
            continue
        end = ends[match[0].upper()].after(place)
        place = _end_of_data(content, place, end) if match[0] != _COMMENT else end


class _Marks:
    """Where a mark stands next; it is looked for once, however often it is asked for."""

    def __init__(self, content: bytes, mark: bytes) -> None:
        self._content, self._mark = content, mark
        self._next = -1

    def after(self, place: int) -> int:
        """The end of the first mark behind a place; the end of the content where there is none."""
        if self._next < place:
            found = self._content.find(self._mark, place)
            self._next = found if found >= 0 else len(self._content)
        return min(self._next + len(self._mark), len(self._content))


def _end_of_data(content: bytes, start: int, end: int) -> int:
    """Where a CDATA section ends: one that runs into further entries and their sections was never closed."""
    closed = content.endswith(b"]]>", start, end)
    if closed and content.find(_DATA, start, end) < 0:
        return end
    following = _OPENS_NEXT.search(content, start, end)
    return following.start() if following else end


def _shell(content: bytes, begin: int, entries: list[Span]) -> bytes:
    """What stands round the entries, at most a megabyte."""
    pieces, place, length = [], begin, 0
    for span in [*entries, Span(len(content), len(content))]:
        piece = content[place : min(span.start, place + _SHELL - length)]
        pieces.append(piece)
        place, length = span.end, length + len(piece)
        if length >= _SHELL:
            break
    return b"".join(pieces)
