"""The section an article stands in, and the topics and keywords that its source gives it."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from packager.articles.markup.vocabulary import words
from packager.articles.metadata.asides import is_aside, title_number
from packager.articles.metadata.metadata_words import (
    SECTION_ADDRESS,
    TAG_ADDRESS,
    folded,
    listed,
    names_breadcrumb,
    names_tags,
    phrases,
)
from packager.articles.metadata.structured import kind_of, text_of
from packager.articles.text.clean_text import clean
from packager.model import UNKNOWN, Basis, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

    from packager.articles.markup.page import Page
    from packager.articles.markup.tree import Frame, Item
    from packager.articles.metadata.structured import Node

SECTION_NAMES = listed("fields", "section")
LONGEST_SECTION, LONGEST_TOPIC, MOST_TOPICS = 60, 80, 60
# A longer path is a menu.
MOST_STEPS = 8
# Links to topics stand so many items above the title or below the body's last.
ABOVE, AFTER = 10, 20

# White space is stripped afterwards: looked for before a sign it would cost quadratic time.
_LIST_APART = re.compile(r"[,;|、，]")
_STEPS_APART = re.compile(r"[,;>»›/]")
_HOME = frozenset(phrases("words", "home").split("|"))
_NO_TOPIC = re.compile(
    r"[\da-f]{8}-[\da-f-]{20,}|\W*\d[\d\W]*|[\w-]+(?:\.[\w-]+)+|.*[=:].*[=:].*|\w+:\S+", re.IGNORECASE
)
_CMS_LABEL = re.compile(r"^(?:[A-Z]\w* ?){0,3}(?:Category|Tokens?|Entity|Entities|Topic|Tag)\w*:\s*", re.IGNORECASE)


def section(page: Page, sites: frozenset[str]) -> Value:
    """The section, the first of all that names one."""
    return next(named(page, sites), UNKNOWN)


def named(page: Page, sites: frozenset[str]) -> Iterator[Value]:
    """What names the section, best first: fields, breadcrumb, links to a category beside the article.

    A name of the whole site ("Home", "News") is a section only where nothing else is.
    """
    stated = [*page.fields.structured.stated("articleSection"), *page.fields.stated(SECTION_NAMES)]
    listed_parts = [(said.place, _listed_sections(said.text)) for said in stated]
    fit = (Value(part, Basis.METADATA, place) for place, parts in listed_parts for part in parts if _tells(part, sites))
    unfit = (Value(part, Basis.METADATA, place) for place, parts in listed_parts for part in parts)
    return chain(fit, _breadcrumbs(page, sites), _category_links(page), unfit)


def _listed_sections(text: str) -> list[str]:
    """The sections that a field lists."""
    parts = [] if "://" in text else [part.strip() for part in _STEPS_APART.split(text)]
    return [part for part in parts if part and len(part) <= LONGEST_SECTION and not _NO_TOPIC.fullmatch(part)]


def _tells(name: str, sites: frozenset[str]) -> bool:
    """Whether a section is more than the whole site."""
    return bool(words(name)) and name.casefold() not in _HOME and folded(name) not in sites


def _breadcrumbs(page: Page, sites: frozenset[str]) -> Iterator[Value]:
    """The first step below the front page: of JSON-LD's breadcrumb, then of the one shown."""
    declared = (_declared_steps(page, n) for n, _ in page.fields.structured.data if kind_of(n) == "breadcrumblist")
    for path in declared:
        for steps in _inner(page, path, sites):
            yield Value(steps[0], Basis.METADATA, f"JSON-LD BreadcrumbList: «{' › '.join(steps)[:120]}»")
    for box in (frame for frame in page.frames if names_breadcrumb(frame.names)):
        links = [_text(frame.element) for frame in page.frames[box.index : box.last] if frame.tag == "a"]
        for steps in _inner(page, links[: MOST_STEPS + 1], sites):
            yield Value(steps[0], Basis.VISIBLE, f"breadcrumb: «{' › '.join(steps)[:120]}»")


def _declared_steps(page: Page, node: Node) -> list[str]:
    members = node.get("itemListElement")
    members = members if isinstance(members, list) else [members]
    texts = (page.fields.structured.texts(member, "") for member in members)
    return [said.text for text in texts for said in list(text)[:1]]


def _inner(page: Page, path: Sequence[str], sites: frozenset[str]) -> Iterator[list[str]]:
    """The steps between the front page and the article, if there are any and not so many that it is a menu."""
    title = words(page.title)
    steps = [step for step in path if _tells(step, sites) and len(step) <= LONGEST_SECTION and "://" not in step]
    inner = [step for step in steps if words(step) != title]
    if inner and len(path) <= MOST_STEPS:
        yield inner


def _category_links(page: Page) -> Iterator[Value]:
    """Links beside the article that say they lead to its category."""
    marked = [f for f in page.frames if f.tag == "a" and "category" in (f.element.get("rel") or "")]
    addressed = (f for f in page.frames if f.tag == "a" and SECTION_ADDRESS.search(f.element.get("href") or ""))
    for frame, why in [(f, "rel=category") for f in marked] + [(f, "link to a section") for f in addressed]:
        text = _text(frame.element)
        if text and len(text) <= LONGEST_SECTION and not is_aside(page, frame.start):
            yield Value(text, Basis.VISIBLE, f"{why}: {frame.element.get('href')}"[:160])


def subjects(page: Page, body: Sequence[Item], sites: frozenset[str]) -> tuple[Value, ...]:
    """The source's own topics and keywords: the first source that has any; where no field does, links to topics."""
    groups: dict[str, list[Value]] = {}
    for text, place, _ in page.fields.keywords:
        groups.setdefault(place, []).extend(Value(t, Basis.METADATA, place) for t in _topics(text, sites))
    return next((_once(group) for group in groups.values() if group), ()) or _once(_topic_links(page, body))


def _topics(text: str, sites: frozenset[str]) -> Iterator[str]:
    """The topics that a field lists, without numbers, labels of content systems, and the site's own name."""
    for part in _LIST_APART.split(text):
        topic = _CMS_LABEL.sub("", part.strip()[: 2 * LONGEST_TOPIC]).strip(" #\"'")
        if topic and len(topic) <= LONGEST_TOPIC and not _NO_TOPIC.fullmatch(topic) and folded(topic) not in sites:
            yield topic


def _once(values: Iterable[Value]) -> tuple[Value, ...]:
    found: dict[str, Value] = {}
    for value in values:
        found.setdefault(value.value.casefold(), value)
    return tuple(found.values())[:MOST_TOPICS]


def _topic_links(page: Page, body: Sequence[Item]) -> Iterator[Value]:
    """Links round the article that lead to topics: marked rel=tag, in a box named after tags, or by their address."""
    title = title_number(page)
    last = body[-1].n if body else title
    near = [f for f in page.frames if f.tag == "a" and title - ABOVE <= f.start <= last + AFTER]
    for kind in (_is_marked_tag, _is_boxed_tag, _is_addressed_tag):
        found = [frame for frame in near if kind(page, frame)]
        yield from (
            Value(text.lstrip("#"), Basis.VISIBLE, f"link to a topic: {frame.element.get('href')}"[:160])
            for frame in found
            if 0 < len(text := _text(frame.element)) <= LONGEST_TOPIC
        )
        if found:
            return


def _is_marked_tag(_: Page, frame: Frame) -> bool:
    rel = (frame.element.get("rel") or "").split()
    return "tag" in rel and "category" not in rel


def _is_boxed_tag(page: Page, frame: Frame) -> bool:
    if not frame.element.get("href"):
        return False
    path = page.items[frame.start].path if frame.start < len(page.items) else ()
    return any(names_tags(outer.names) for outer in (*path[-5:], frame))


def _is_addressed_tag(page: Page, frame: Frame) -> bool:
    """Whether a link's address is a topic's, and it stands alone: not amid a sentence."""
    if not TAG_ADDRESS.search(frame.element.get("href") or "") or frame.start >= len(page.items):
        return False
    item = page.items[frame.start]
    return item.is_text and item.linked >= 0.9 * len(item.text)


def _text(element: etree._Element) -> str:
    return clean(text_of(element, LONGEST_TOPIC))
