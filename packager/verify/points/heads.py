"""The head of a chapter: who, when, where from (4), the lead (5), the ways to its neighbours (12)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packager.verify.points.chapter import leads
from packager.verify.points.kept import says
from packager.verify.points.page import Told, article_of, text_of
from packager.volumes.chapters import minutes
from packager.volumes.elements import H
from packager.volumes.labels import labels
from packager.volumes.markup import is_web_address, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.verify.points.book import Book
    from packager.verify.points.chapter import Chapter
    from packager.verify.points.kept import Reading, Seen, Turn
    from packager.verify.points.page import Element

_MOMENT = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?")


def check_head(chapter: Chapter, book: Book) -> Iterator[Told]:
    """Point 4: byline, date as precise as stated, section, time to read, the original's address."""
    head, metadata = chapter.header, chapter.entry.metadata
    if head is None:
        yield Told(chapter.place, "has no head")
        return
    said = text_of(head)
    words = labels(book.language)
    expected = [plain(creator.value) for creator in metadata.creator]
    expected.append(words.count("minutes", minutes(chapter.entry)))
    for what in expected:
        if not says(said, what):
            yield Told(chapter.place, f"its head does not say «{what}»")
    sections = [value for value in (metadata.topic.value, metadata.section.value) if value]
    if sections and not any(says(said.casefold(), plain(one).casefold()) for one in sections + book.terms("subject")):
        yield Told(chapter.place, "its head does not name its section")
    address = metadata.source.value
    if is_web_address(address) and address not in {link.get("href") for link in head.iter(f"{H}a")}:
        yield Told(chapter.place, f"its head does not lead to {address}")
    yield from _dated(chapter, head)


def _dated(chapter: Chapter, head: Element) -> Iterator[Told]:
    issued = chapter.entry.metadata.issued.value
    times = [time.get("datetime", "") for time in head.iter(f"{H}time")]
    if issued and times[:1] != [issued]:
        yield Told(chapter.place, f"its head does not state {issued} as the date")
    for time in times:
        if not _MOMENT.fullmatch(time):
            yield Told(chapter.place, f"its head states {time!r}, which is no date")


def check_lead(chapter: Chapter, _: Book) -> Iterator[Told]:
    """Point 5: the lead of the article stands in the head, and not in the text again."""
    stands, kept = leads(chapter.roots), leads([chapter.canonical])
    if stands != kept:
        yield Told(chapter.place, f"has the lead {stands}, and not {kept}")
    for lead in kept:
        if chapter.texts.count(lead) > chapter.kept.count(lead):
            yield Told(chapter.place, f"repeats its lead in the text: «{lead}»")


def check_turns(reading: Reading) -> Iterator[Told]:
    """Point 12: below the heading and at the end stand ways to the neighbours and the contents, which lead there."""
    chapters = [*reading.book.chapters.values()]
    around = ["", *chapters, ""]
    for number, path in enumerate(chapters):
        if path not in reading.seen:
            continue
        files = [one for one in reading.book.files[article_of(path)] if one in reading.seen]
        for where, turns in (
            ("below its heading", reading.seen[path].top),
            ("at its end", reading.seen[files[-1]].end),
        ):
            for wrong in _wrong_turns(reading, path, turns, (around[number], around[number + 2])):
                yield Told(path, f"{where}: {wrong}")


def _wrong_turns(reading: Reading, path: str, turns: tuple[Turn, ...], neighbours: tuple[str, str]) -> Iterator[str]:
    ways = {turn.rel: turn.path for turn in turns}
    for rel, neighbour in zip(("prev", "next"), neighbours, strict=True):
        if ways.get(rel, "") != neighbour:
            yield f"rel={rel} leads to {ways.get(rel) or 'nothing'}, and not to {neighbour or 'nothing'}"
    lines = [turn for turn in turns if not article_of(turn.path)]
    if not lines:
        yield "nothing leads to the contents"
    for turn in lines:
        page: Seen | None = reading.seen.get(turn.path)
        if page is None or (turn.fragment, path) not in page.lines:
            yield f"{turn.path}#{turn.fragment} is not the article's line in the contents"
