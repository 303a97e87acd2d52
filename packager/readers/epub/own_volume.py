"""Chapters of our own volumes: what a volume added to its articles is taken out again, and said beside them.

`volumes/chapters.py` writes what is read here: byline, subtitle and line of origin, links to the volume's chapters;
`volumes/fragments.py` what blocks that were cut are put together by.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from packager.readers.epub.chapter import take_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from lxml import etree

    from packager.readers.epub.chapter import Chapter
    from packager.readers.epub.package import Package

CHAPTER = "chapter"
"""What the articles of a volume are marked as, and its other pages not."""

_GENERATOR = re.compile(r"packager \d")
_ADDED = (("p", "lost"), ("p", "facts"), ("p", "subtitle"), ("p", "byline"), ("footer", "origin"))
_FURTHER = re.compile(r"(.*/a-[0-9a-f]+)-\d+(\.xhtml)")
_CHAPTER_FILE = re.compile(r"a-[0-9a-f]+(?:-\d+)?\.xhtml")
_OWN_PLACE = re.compile(r"a-[0-9a-f]+(?:-\d+)?\.xhtml(#.+)")
_CONTINUES, _REPEATS = "data-continues", "data-repeats"
_APART, _NAMES_APART = "·", ", "


class Origin(NamedTuple):
    """What a chapter says of its article beside the article's own text; "" for what it does not say.

    `issued` and `modified` are ISO 8601; `is_inferred` says that the date is marked so. `pictures` are the volume's
    names of the pictures that it holds, by those that the article's own source had.
    """

    address: str = ""
    publisher: str = ""
    subtitle: str = ""
    section: str = ""
    creators: tuple[str, ...] = ()
    issued: str = ""
    modified: str = ""
    is_inferred: bool = False
    pictures: Mapping[str, str] = MappingProxyType({})


def is_own(package: Package) -> bool:
    """Whether a book is a volume of ours."""
    return any(_GENERATOR.match(maker) for maker in package.terms.get("generator", ()))


def further_files(package: Package) -> dict[str, list[str]]:
    """The files that go on with a chapter, by the file that it begins in: a long one is cut into several."""
    further: dict[str, list[str]] = {}
    for path in package.is_linear:
        match = _FURTHER.fullmatch(path)
        first = f"{match[1]}{match[2]}" if match else ""
        if first in package.is_linear:
            further.setdefault(first, []).append(path)
    return further


def restored(chapter: Chapter, further: Iterable[Chapter], address_of: Callable[[str], str]) -> Origin:
    """Makes the chapter the article that it was made of, with its further files, and says where that is from.

    `address_of` gives the address of the chapter that a link leads to, "" where it has none.
    """
    section = chapter.body.find("section")
    if section is None:
        return Origin()
    for more in further:
        for part in [*more.body.iter("section")]:
            go_on(section, part)
    origin = _origin(section)
    added = [element for tag, name in _ADDED for element in section.iter(tag) if element.get("class") == name]
    back = [link for link in section.iter("a") if link.get("role") == "doc-backlink" and link.get("aria-label")]
    take_out(section, [*added, *back])
    _restore_links(section, address_of)
    section.tag = "article"
    section.attrib.clear()
    return origin._replace(pictures=_renamed_pictures(section))


def address_in(chapter: Chapter) -> str:
    """The address of a chapter's article, "" where it has none."""
    return _first(chapter.body, ".//footer[@class='origin']/p/a")


def _origin(section: etree._Element) -> Origin:
    address = _first(section, ".//footer[@class='origin']/p/a")
    byline = section.find("header/p[@class='byline']")
    time = byline.find("time") if byline is not None else None
    names = (byline.text or "").strip().removesuffix(_APART).strip() if byline is not None else ""
    date = section.find(".//footer[@class='origin']/p/span")
    changed = section.find("header/p[@class='facts']/time")
    return Origin(
        address,
        _first(section, ".//footer[@class='origin']/p/cite") if address else "",
        _first(section, "header/p[@class='subtitle']"),
        _first(section, "header/p[@class='facts']/span[@class='section']"),
        tuple(filter(None, names.split(_NAMES_APART))),
        (time.get("datetime") or "") if time is not None else "",
        (changed.get("datetime") or "") if changed is not None else "",
        date is not None and (date.tail or "").lstrip().startswith("("),
    )


def _first(element: etree._Element, path: str) -> str:
    """What the first element of a path leads to or says."""
    found = element.find(path)
    return "" if found is None else (found.get("href") or found.text or "").strip()


def _renamed_pictures(section: etree._Element) -> dict[str, str]:
    """Gives pictures the names of their source again."""
    renamed: dict[str, str] = {}
    for picture in section.iter("img"):
        written, own = picture.get("src") or "", picture.get("data-original-src") or ""
        is_held = picture.get("class") != "missing"
        if own and not own.startswith("data:") and (not is_held or renamed.setdefault(own, written) == written):
            picture.set("src", own)
    return renamed


def go_on(element: etree._Element, further: etree._Element) -> None:
    """Put what an element goes on with behind what it holds, and join a block that was cut between them."""
    blocks = [*further]
    if blocks and blocks[0].get(_REPEATS) is not None:
        blocks.pop(0)
    last = next(element.iterchildren(reversed=True), None)
    if last is None:
        element.text = (element.text or "") + (further.text or "")
    else:
        last.tail = (last.tail or "") + (further.text or "")
    if blocks and last is not None and blocks[0].get(_CONTINUES) is not None:
        tail = blocks[0].tail
        go_on(last, blocks.pop(0))
        last.tail = tail
    element.extend(blocks)


def _restore_links(section: etree._Element, address_of: Callable[[str], str]) -> None:
    """Gives links to other chapters the addresses of their articles, and those to places of its own no file's name."""
    for link in section.iter("a"):
        href = link.get("href") or ""
        if own := _OWN_PLACE.fullmatch(href):
            link.set("href", own[1])
        elif _CHAPTER_FILE.fullmatch(href) and (address := address_of(href)):
            link.set("href", address)
