"""Each page as XHTML: well-formed and short (1), languages (2), one heading (3), nothing foreign in it (7)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from packager.articles.markup.vocabulary import names_side_box, tokens
from packager.verify.points.page import Told, article_of, text_of
from packager.volumes.elements import LANG, H
from packager.volumes.labels import labels
from packager.volumes.plan import UNDETERMINED
from packager.volumes.split import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.verify.points.book import Book
    from packager.verify.points.kept import Reading
    from packager.verify.points.page import Element, Page

HEADINGS = tuple(f"{H}h{level}" for level in range(1, 7))
_TAG = re.compile(
    r"([a-z]{2,3})(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?(?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*"
)
_FOREIGN = frozenset(
    H + tag for tag in "script iframe object embed form input button select textarea style applet frame".split()
)
_OURS = frozenset(("related", "turn"))


def check_form(page: Page, _: Book) -> Iterator[Told]:
    """Point 1: every page is well-formed and at most 300 KB."""
    if page.trouble:
        yield Told(page.path, f"is not well-formed XHTML ({page.trouble})")
    if page.length > LARGEST:
        yield Told(page.path, f"has {page.length:,} bytes, more than {LARGEST:,}")


def check_languages(page: Page, book: Book) -> Iterator[Told]:
    """Point 2: languages are stated twice alike, exist, and are the volume's where the page is the volume's own."""
    if page.trouble:
        return
    root = page.root
    if not is_language(root.get("lang", "")):
        yield Told(page.path, f"html has lang={root.get('lang')!r}, which is no language (BCP 47)")
    elif not article_of(page.path) and root.get("lang") not in {book.language, labels(book.language).language}:
        yield Told(page.path, f"is in {root.get('lang')}, the volume in {book.language}")
    for element in root.iter():
        lang, xml_lang = element.get("lang"), element.get(LANG)
        if lang != xml_lang:
            yield Told(page.path, f"lang is {lang!r} and xml:lang is {xml_lang!r}")
        elif lang is not None and element is not root and not is_language(lang):
            yield Told(page.path, f"lang={lang!r} is no language (BCP 47)")


def check_marked(reading: Reading) -> Iterator[Told]:
    """Point 2, for the pages about the volume: a title in another language than the volume's is marked so."""
    alike = {reading.book.language, UNDETERMINED}
    spoken = {seen.path: seen.language for seen in reading.chapters if seen.language not in alike}
    for page in reading.book.matter() if spoken else ():
        for link in page.root.iter(f"{H}a"):
            language = spoken.get(page.target(link.get("href", ""))[0], "")
            marks = (above.get("lang") for above in (link, *link.iterancestors()) if above.get("lang"))
            if language and next(marks, "") != language:
                yield Told(page.path, f"«{text_of(link)}» is in {language}, and not marked so")


def check_headings(page: Page, book: Book) -> Iterator[Told]:
    """Point 3: one h1, which is the title and what the navigation calls the page; no level is skipped."""
    if page.trouble or "cover" in page.path.rpartition("/")[2]:
        return
    headings = [*page.root.iter(*HEADINGS)]
    first = [text_of(heading) for heading in headings if heading.tag == HEADINGS[0]]
    if page.path in book.further:
        if first and article_of(page.path):
            yield Told(page.path, "goes on with a chapter, and has a heading of its own (h1)")
    elif len(first) != 1:
        yield Told(page.path, f"has {len(first)} headings of the first level (h1)")
    elif article_of(page.path):
        yield from _named_alike(page, book, first[0])
    yield from _skipped(page, headings, is_further=page.path in book.further)


def _named_alike(page: Page, book: Book, heading: str) -> Iterator[Told]:
    title = page.root.find(f"{H}head/{H}title")
    if title is None or text_of(title) != heading:
        yield Told(page.path, "its title is not its heading (h1)")
    for label in sorted(book.labels.get(page.path, set()) - {heading}):
        yield Told(page.path, f"the navigation calls it «{label}», and not «{heading}»")


def _skipped(page: Page, headings: list[Element], *, is_further: bool) -> Iterator[Told]:
    level = len(HEADINGS) if is_further else 0
    for heading in headings:
        own = HEADINGS.index(heading.tag) + 1
        if own > level + 1:
            yield Told(page.path, f"«{text_of(heading)}» is an h{own} after an h{level}")
        level = own


def check_foreign(page: Page, _: Book) -> Iterator[Told]:
    """Point 7: nothing that runs, fills in or styles, and no box of the site that the article stood in."""
    if page.trouble:
        return
    for element in page.root.iter("*"):
        name = str(element.tag).rpartition("}")[2]
        if element.tag in _FOREIGN:
            yield Told(page.path, f"holds <{name}>")
        for key in map(str, element.attrib):
            if key == "style" or key.startswith("on"):
                yield Told(page.path, f"<{name}> has {key}={element.get(key)!r}")
        if article_of(page.path) and _is_box(element):
            yield Told(page.path, f"<{name} class={element.get('class')!r}> is a box of the site")


def _is_box(element: Element) -> bool:
    named = element.get("class", "")
    return named not in _OURS and names_side_box(tokens(named))


@cache
def _primary() -> frozenset[str]:
    """The language codes of two letters (ISO 639-1)."""
    text = resources.files("packager.verify.points").joinpath("languages.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["codes"].split())


def is_language(tag: str) -> bool:
    """Whether a tag is well-formed (BCP 47, 2.1) and its first part a language: "vn" is none."""
    match = _TAG.fullmatch(tag)
    return match is not None and (len(match[1]) == 3 or match[1] in _primary())
