"""Chapters of our own volumes: what a volume added to its articles is taken out again.

`volumes/chapters.py` says what that is; the address of the article and its subtitle stand there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from packager.readers.epub.chapter import remove

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from packager.readers.epub.chapter import Chapter
    from packager.readers.epub.package import Package

CHAPTER = "chapter"
"""What the articles of a volume are marked as, and its other pages not."""

_GENERATOR = re.compile(r"packager \d")
_ADDED = (("p", "facts"), ("p", "subtitle"), ("footer", "origin"))
_FURTHER = re.compile(r"(.*/a-[0-9a-f]+)-\d+(\.xhtml)")


class Origin(NamedTuple):
    """What a chapter says of its article beside the article's own text; "" for what it does not say."""

    address: str = ""
    publisher: str = ""
    subtitle: str = ""


def is_own(package: Package) -> bool:
    """Whether a book is a volume of ours."""
    return any(_GENERATOR.match(maker) for maker in package.terms.get("generator", ()))


def first_file(path: str, package: Package) -> str:
    """The file that a chapter begins in: long ones are cut into several."""
    match = _FURTHER.fullmatch(path)
    first = f"{match[1]}{match[2]}" if match else path
    return first if first in package.is_linear else path


def restored(chapter: Chapter, further: Iterable[Chapter]) -> Origin:
    """Makes the chapter the article that it was made of, with its further files, and says where that is from."""
    section = chapter.body.find("section")
    if section is None:
        return Origin()
    for more in further:
        section.extend([block for part in more.body.iter("section") for block in part])
    origin = _origin(section)
    for tag, name in _ADDED:
        for element in [element for element in section.iter(tag) if element.get("class") == name]:
            remove(element)
    for link in [link for link in section.iter("a") if link.get("role") == "doc-backlink" and link.get("aria-label")]:
        remove(link)
    section.tag = "article"
    section.attrib.clear()
    return origin


def _origin(section: etree._Element) -> Origin:
    def first(path: str) -> str:
        element = section.find(path)
        return "" if element is None else (element.get("href") or element.text or "").strip()

    address = first(".//footer[@class='origin']/p/a")
    publisher = first(".//footer[@class='origin']/p/cite") if address else ""
    return Origin(address, publisher, first("header/p[@class='subtitle']"))
