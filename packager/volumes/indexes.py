"""The indexes of a volume: of its pictures by their captions, and of its authors, each in the language's order."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from packager.slugs import spelling
from packager.volumes.listing import Kind, Line, dated_entry, pages
from packager.volumes.markup import Markup, fill
from packager.volumes.matter import cut, language_of
from packager.volumes.order import heading_key, initial
from packager.volumes.topics import usual

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.model import Entry
    from packager.volumes.matter import Matter

FEW = 20
"""Captions that need no letters above them."""

_CAPTIONS = Kind("captions", "index.xhtml")
_AUTHORS = Kind("authors", "index.xhtml")


def caption_pages(of: Matter) -> Iterator[bytes]:
    """Every caption by its first words, leading to its figure; none for a volume without captions."""
    if of.found.captions:
        yield from pages(of, _CAPTIONS, of.labels["captions"], _captions(of))


def author_pages(of: Matter) -> Iterator[bytes]:
    """Every author with the articles, in the volume's order; none for a volume that names no author."""
    if any(entry.metadata.creator for entry in of.volume.entries):
        yield from pages(of, _AUTHORS, of.labels["authors"], _authors(of))


def _captions(of: Matter) -> Iterator[Line]:
    language, entries = of.volume.language, of.volume.entries
    lettered = len(of.found.captions) > FEW
    for caption in sorted(of.found.captions, key=lambda caption: (heading_key(caption.caption, language), caption)):
        entry = entries[caption.entry]
        letter = initial(caption.caption, language) or of.labels["other"]
        line = fill(
            "captions-entry.xhtml",
            href=caption.href,
            language=language_of(of, entry),
            caption=cut(caption.caption),
            title=entry.metadata.title.value,
        )
        yield Line(line, (_heading(letter, "letter"),) if lettered else ())


def _authors(of: Matter) -> Iterator[Line]:
    language = of.volume.language
    names: dict[str, list[str]] = defaultdict(list)
    articles: dict[str, list[Entry]] = defaultdict(list)
    for entry in of.volume.entries:
        for name in dict.fromkeys(creator.value for creator in entry.metadata.creator):
            names[spelling(name)].append(name)
            articles[spelling(name)].append(entry)
    written = {key: usual(found) for key, found in names.items()}
    for key in sorted(written, key=lambda key: (heading_key(written[key], language), key)):
        below = (_heading(written[key], "author"),)
        yield from (Line(dated_entry(of, entry), below) for entry in articles[key])


def _heading(text: str, name: str) -> Markup:
    return fill("heading.xhtml", level="h2", attributes=fill("class.xhtml", name=name), text=text)
