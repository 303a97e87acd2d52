"""Finding one's way: navigation (22), landmarks and what the contents say of each article (23)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from packager.verify.points.kept import says
from packager.verify.points.page import TYPE, Told, article_of, text_of
from packager.volumes.chapters import minutes
from packager.volumes.elements import H
from packager.volumes.labels import labels
from packager.volumes.markup import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.model import Entry
    from packager.verify.points.book import Link
    from packager.verify.points.kept import Reading
    from packager.verify.points.page import Page

LANDMARKS = ("cover", "toc", "bodymatter")
FIRST_WORDS = 12  # of an article's first lines, which its line in the contents begins with
_HEADINGS = tuple(f"{H}h{level}" for level in range(1, 7))


def check_navigation(reading: Reading) -> Iterator[Told]:
    """Point 22: navigation document and NCX name every article once, in the order of the spine, alike in topics."""
    book = reading.book
    spine = [*book.chapters.values()]
    for what, links in (("the navigation document", book.contents), ("the NCX", book.points)):
        named = [link.path for link in links if article_of(link.path)]
        for path, times in Counter(named).items():
            if times > 1 or path not in spine:
                yield Told(path, f"stands {times} times in {what}")
        for path in spine:
            if path not in named:
                yield Told(path, f"does not stand in {what}")
        if named != spine and sorted(named) == sorted(spine):
            yield Told(book.package_path, f"{what} has another order than the spine")
    if _groups(book.contents) != _groups(book.points):
        yield Told(book.package_path, "the navigation document and the NCX group the articles in other ways")
    topics = {entry.metadata.topic.value for entry in reading.entries}
    if len(topics) > 1 and len(book.terms("subject")) > 1 and () in _groups(book.contents).values():
        yield Told(book.package_path, "the navigation document does not group the articles by their topics")


def _groups(links: tuple[Link, ...]) -> dict[str, tuple[str, ...]]:
    """The labels that each article stands under."""
    return {link.path: link.above for link in links if article_of(link.path)}


def check_landmarks(reading: Reading) -> Iterator[Told]:
    """Point 23, landmarks: cover, contents, and where the text begins."""
    book = reading.book
    page = book.navigation
    navs = [] if page is None else [nav for nav in page.root.iter(f"{H}nav") if nav.get(TYPE) == "landmarks"]
    stated = {link.get(TYPE, ""): link.get("href", "") for nav in navs for link in nav.iter(f"{H}a")}
    for name in LANDMARKS:
        if page is None or page.target(stated.get(name, ""))[0] not in book.spine:
            yield Told(book.package_path, f"has no landmark for {name} that leads to a page")


def check_lines(reading: Reading) -> Iterator[Told]:
    """Point 23, contents: each article with its title, date, time to read and first lines."""
    wanting = {reading.book.chapters[entry.id]: entry for entry in reading.entries}
    faults: dict[str, str] = {}
    for page in reading.book.matter():
        for path, line in _lines(page):
            if path in wanting:
                wrong = _wanting(reading, wanting[path], line)
                if not wrong:
                    del wanting[path]
                    faults.pop(path, None)
                else:
                    faults.setdefault(path, wrong)
    named = {text_of(heading) for page in reading.book.matter() for heading in page.root.iter(*_HEADINGS)}
    for topic in {label: None for above in _groups(reading.book.contents).values() for label in above}:
        if topic not in named:
            yield Told(reading.book.package_path, f"no heading of the contents names «{topic}»")
    for path in wanting:
        yield Told(path, faults.get(path, "stands on no page that lists the articles"))


class _Line(NamedTuple):
    """An article's line in a list: the words of its link, all its words, and the heading before it."""

    title: str
    text: str
    heading: str


def _lines(page: Page) -> Iterator[tuple[str, _Line]]:
    """Each link to a chapter in a list: the chapter, and the line it stands in."""
    heading = ""
    for element in page.root.iter(f"{H}li", *_HEADINGS):
        if element.tag in _HEADINGS:
            heading = text_of(element)
            continue
        for link in element.iter(f"{H}a"):
            path, _ = page.target(link.get("href", ""))
            if article_of(path):
                yield path, _Line(text_of(link), text_of(element), heading)


def _wanting(reading: Reading, entry: Entry, line: _Line) -> str:
    """What the line of an article does not say."""
    words = labels(reading.book.language)
    date = words.date(entry.metadata.issued) or words["undated"]
    first = " ".join(plain(entry.summary).split()[:FIRST_WORDS]).rstrip(" .,;:")
    wanted = (
        ("title", plain(entry.metadata.title.value), line.title),
        ("date", date, f"{line.heading} {line.text}"),
        ("time to read", words.count("minutes", minutes(entry)), line.text),
        ("first lines", first, line.text),
    )
    for what, text, where in wanted:
        if not says(where, text):
            return f"its line in the contents does not say its {what} («{text}»)"
    return ""
