"""Text in = text out: each paragraph once and in order (6), clean characters (11), nothing rewritten (14)."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING

from packager.library.records import metadata_json
from packager.verify.points.chapter import leads, marks, words
from packager.verify.points.page import Told, article_of
from packager.volumes.elements import H

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packager.model import Entry
    from packager.verify.points.book import Book
    from packager.verify.points.chapter import Chapter
    from packager.verify.points.kept import Reading
    from packager.verify.points.page import Element, Page

SHOWN = 80  # characters of a text in a message

# What is no text, or was read in the wrong encoding: U+FFFD, controls (C1), soft hyphens, UTF-8 read as Windows-1252
# (Ã©, Æ°, áº¿, â€™), a combining mark without a letter.
_ODD = re.compile(
    "[\ufffd\x80-\x9f\xad]|Ã[\x80-\xbf\u2018-\u203a€™©]|[ÄÆ][\u2018\xa0-\xbf]|á[º»][\xa0-\xbf\u2018-\u203a]|â€[\u2122\u0153\u201c\u02dc\xa6]"
    "|(?<![^\\s(\\[«“\"'])[\u0300-\u036f]"
)


def check_texts(chapter: Chapter, _: Book) -> Iterator[Told]:
    """Point 6: every paragraph of the article stands in its chapter once, in order, and no other."""
    lead = {*leads([chapter.canonical])}  # said again in the text, it is point 5's
    for before, after in _changes(chapter):
        if len(before) != len(after):
            yield from (Told(chapter.place, f"lacks «{_short(text)}»") for text in before)
            more = (text for text in after if text not in lead)
            yield from (Told(chapter.place, f"has «{_short(text)}», which its article has not there") for text in more)


def check_rewritten(chapter: Chapter, _: Book) -> Iterator[Told]:
    """Point 14: a text stands as in the article, with its numbers and its damage."""
    title = chapter.canonical.find(f".//{H}h1")
    heading = next((element for root in chapter.roots for element in root.iter(f"{H}h1")), None)
    if title is not None and heading is not None and words(title) != words(heading):
        yield Told(chapter.place, f"is called «{words(heading)}», and not «{words(title)}»")
    kept, stand = marks([chapter.canonical]), marks(chapter.roots)
    if chapter.kept == chapter.texts and kept != stand:
        first = next((one for one, other in zip_longest(kept, stand) if one != other), None)
        yield Told(chapter.place, f"marks other words than its article, from {first or 'the last one'} on")
    for before, after in _changes(chapter):
        if len(before) == len(after):
            for one, other in zip(before, after, strict=True):
                yield Told(chapter.place, f"says «{_short(other)}», and not «{_short(one)}»")


def _changes(chapter: Chapter) -> Iterator[tuple[list[str], list[str]]]:
    """Where the texts differ: those of the article, and those of the chapter."""
    if chapter.kept == chapter.texts:
        return
    for kind, first, last, begin, end in SequenceMatcher(None, chapter.kept, chapter.texts).get_opcodes():
        if kind != "equal":
            yield chapter.kept[first:last], chapter.texts[begin:end]


def check_characters(page: Page, _: Book) -> Iterator[Told]:
    """Point 11, for each chapter: all text is in NFC."""
    if article_of(page.path):
        yield from _decomposed(page, _strings(page.root))


def check_odd_characters(chapter: Chapter, _: Book) -> Iterator[Told]:
    """Point 11, for each chapter: no damaged characters but those that the article has."""
    held = odd(_strings(chapter.canonical)) | odd_in(chapter.entry)
    for page in chapter.pages:
        yield from _strange(page, _strings(page.root), held)


def check_matter(reading: Reading) -> Iterator[Told]:
    """Point 11, for the pages about the volume: the same, but for the names of files, which are not ours to change."""
    held = {found for entry in reading.entries for found in odd_in(entry)}
    names = {name for entry in reading.entries for name in (entry.locator, *(one.reference for one in entry.pictures))}
    for page in reading.book.matter():
        said = [text for text in _strings(page.root) if text not in names]
        yield from _decomposed(page, said)
        yield from _strange(page, said, held)


def _decomposed(page: Page, strings: Iterable[str]) -> Iterator[Told]:
    for text in strings:
        if not unicodedata.is_normalized("NFC", text):
            yield Told(page.path, f"«{_short(text)}» is not in NFC")


def _strange(page: Page, strings: Iterable[str], held: set[str]) -> Iterator[Told]:
    for found in sorted(odd(strings) - held):
        yield Told(page.path, f"holds {found!a}, which no article has")


def odd(strings: Iterable[str]) -> set[str]:
    """The damaged characters in some texts."""
    return {found for text in strings if not text.isascii() for found in _ODD.findall(text)}


def odd_in(entry: Entry) -> set[str]:
    """The damaged characters in what is known of an article."""
    return odd((metadata_json(entry.metadata), entry.summary, entry.locator))


def _strings(root: Element) -> Iterator[str]:
    """All texts and the attributes that are read out."""
    for element in root.iter("*"):
        for text in (element.text, element.tail, element.get("alt"), element.get("title"), element.get("aria-label")):
            if text:
                yield text


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
