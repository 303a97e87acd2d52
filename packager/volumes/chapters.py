"""Turns a canonical article into a chapter: the article as it stands in one volume.

A chapter has its subtitle and the way to its neighbours below the title, and that way again at the end; pictures under
their names in the volume, links to the volume's other articles, a list of related ones, and a line of origin. The
article's own words are not touched.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote

from lxml import etree

from packager.direction import direction
from packager.errors import LibraryDamaged
from packager.model import Basis
from packager.slugs import host
from packager.volumes.elements import LANG, H, add, speak
from packager.volumes.markup import is_web_address, plain, resource
from packager.volumes.notes import mark_notes
from packager.volumes.plan import source_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from packager.model import Entry
    from packager.volumes.elements import Element
    from packager.volumes.labels import Labels

FOLDER = "chapters"
PICTURES = "images"
CONTENTS = "contents.xhtml"
WORDS_A_MINUTE = 220
RELATED_LIMIT = 5

_IMG, _A = f"{H}img", f"{H}a"
_PICTURE = "images/"
_NOWHERE = f"{H}nowhere"  # for a moment
SIBLING = "source:"  # articles.page writes it


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as a volume holds it: its file name in `PICTURES` and pixels; `missing` for the placeholder."""

    name: str
    width: int = 0
    height: int = 0
    missing: bool = False


Show: TypeAlias = "Callable[[str], Shown]"  # by the original's digest; "" asks for the placeholder


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chapter stands in its volume: neighbours' file names ("" at the ends) and the volume's own words.

    `chapters` maps `address_key` of each article's addresses to its file name; `topic` is the article's topic as the
    volume labels it.
    """

    language: str
    labels: Labels
    chapters: Mapping[str, str]
    previous: str = ""
    next: str = ""
    topic: str = ""


def file_name(entry: Entry) -> str:
    """A chapter's file name, from the article's id: never a running number, so links outlive new neighbours."""
    return f"{anchor(entry)}.xhtml"


def anchor(entry: Entry) -> str:
    """The id of an article's line in the contents."""
    return f"a-{entry.id}"


def address_key(address: str) -> str:
    """An address without what does not change the page: scheme, fragment, the host's case, a last slash."""
    host_name, slash, path = address.partition("#")[0].partition("://")[2].partition("/")
    return f"{host_name.lower()}{slash}{path}".rstrip("/")


def addresses(entries: Iterable[Entry]) -> dict[str, str]:
    """`address_key` -> chapter file, of every web address the entries are known by; the first one keeps it.

    An entry is also known by its source and locator, for links between pages saved without an address.
    """
    found: dict[str, str] = {}
    for entry in entries:
        found.setdefault(sibling_key(entry, SIBLING + quote(entry.locator)), file_name(entry))
        for value in (entry.metadata.source.value, entry.metadata.identifier.value):
            if is_web_address(value):
                found.setdefault(address_key(value), file_name(entry))
    return found


def sibling_key(entry: Entry, href: str) -> str:
    """What a link to another page of an entry's own source is known by."""
    return f"{entry.source}\n{href}"


def minutes(entry: Entry) -> int:
    """How long an article takes to read, in whole minutes, at least one."""
    return max(1, round(entry.words / WORDS_A_MINUTE))


def chapter(content: bytes, entry: Entry, place: Place, show: Show) -> bytes:
    """The chapter's XHTML file of a canonical article (UTF-8 XHTML); LibraryDamaged if `content` is not one."""
    root = _parsed(content, entry)
    article = root.find(f"{H}body/{H}article")
    header = article.find(f"{H}header") if article is not None else None
    if article is None or header is None:
        raise LibraryDamaged(f"{entry.locator}: its stored article has no <article> with a <header>; ingest it again")
    language = root.get("lang") or place.language
    html, section = _page(root.findtext(f"{H}head/{H}title") or "", language)
    root.append(html)  # into the article's document: to move a long text into another takes libxml2 quadratic time
    section.extend(article)
    _rewrite(section, entry, place, show)
    mark_notes(section, place.labels, language)
    turn = _turn(entry, place, language)
    byline = header.find(f"{H}p[@class='byline']")
    header.insert(1, turn)
    if entry.metadata.subtitle:
        header.insert(1, _subtitle(entry))
    header.insert(header.index(turn if byline is None else byline) + 1, _facts(entry, place, language))
    section.extend(_related(entry, place, language))
    section.append(_origin(entry, place, language))
    last = deepcopy(turn)
    last.set("aria-label", place.labels["turn_end"])
    section.append(last)
    return etree.tostring(html, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")


def _parsed(content: bytes, entry: Entry) -> Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise LibraryDamaged(f"{entry.locator}: its stored article is not XHTML ({error}); ingest it again") from error


def _page(title: str, language: str) -> tuple[Element, Element]:
    """An empty chapter page and its section (`<article role="doc-chapter">` is an error to EPUBCheck)."""
    html = deepcopy(_skeleton())
    html.set("lang", language)
    html.set(LANG, language)
    html.set("dir", direction(language))
    head, body = html
    head[0].text = title
    return html, body[0]


@cache
def _skeleton() -> Element:
    return etree.fromstring(resource("chapter.xhtml"), etree.XMLParser(remove_blank_text=True))


def _rewrite(section: Element, entry: Entry, place: Place, show: Show) -> None:
    """Gives pictures and links their targets in this volume; a link to a page that is not in it becomes plain text."""
    for element in section.iter(_IMG, _A):
        if element.tag == _IMG:
            _show(element, show)
            continue
        href = element.get("href", "")
        if href.startswith("#"):
            continue
        to_sibling = href.startswith(SIBLING)
        target = place.chapters.get(sibling_key(entry, href) if to_sibling else address_key(href))
        if target:
            element.set("href", target)
        elif to_sibling:
            element.tag = _NOWHERE
    etree.strip_tags(section, _NOWHERE)


def _show(img: Element, show: Show) -> None:
    digest = "" if img.get("class") == "missing" else img.get("src", "").removeprefix(_PICTURE).partition(".")[0]
    shown = show(digest)
    img.set("src", f"../{PICTURES}/{shown.name}")
    if not shown.missing:
        img.set("width", str(shown.width))
        img.set("height", str(shown.height))
        return
    img.set("class", "missing")
    for size in {"width", "height"} & {*img.attrib}:
        del img.attrib[size]


def _subtitle(entry: Entry) -> Element:
    line = etree.Element(f"{H}p", {"class": "subtitle"})
    line.text = entry.metadata.subtitle.value
    return line


def _turn(entry: Entry, place: Place, language: str) -> Element:
    """The way to the neighbours and to the article's own line in the contents."""
    nav = etree.Element(f"{H}nav", {"class": "turn", "aria-label": place.labels["turn_top"]})
    speak(nav, place.labels.language, language)
    if place.previous:
        add(nav, "a", f"← {place.labels['previous']}", rel="prev", href=place.previous).tail = " · "
    contents = add(nav, "a", place.labels["contents"], href=f"../{CONTENTS}#{anchor(entry)}")
    if place.next:
        contents.tail = " · "
        add(nav, "a", f"{place.labels['next']} →", rel="next", href=place.next)
    return nav


def _facts(entry: Entry, place: Place, language: str) -> Element:
    """Section, reading time and the original's host: what a reader wants to know before starting."""
    line = etree.Element(f"{H}p", {"class": "facts"})
    speak(line, place.labels.language, language)
    parts = [place.topic or entry.metadata.section.value or entry.metadata.topic.value, _reading_time(entry, place)]
    line.text = " · ".join(filter(None, parts))
    address = entry.metadata.source.value
    if is_web_address(address):
        line.text += " · "
        add(line, "a", host(address), href=address)
    return line


def _related(entry: Entry, place: Place, language: str) -> Iterator[Element]:
    """The related articles that the volume holds, in the source's order and under the titles it gives them."""
    found: dict[str, str] = {}
    for link in entry.metadata.related:
        target = place.chapters.get(address_key(link.address), "")
        if target and target != file_name(entry):
            found.setdefault(target, link.title)
    if found:
        nav = etree.Element(f"{H}nav", {"class": "related", "aria-labelledby": "related"})
        speak(add(nav, "p", place.labels["related"], id="related"), place.labels.language, language)
        entries = add(nav, "ul")
        for target, title in islice(found.items(), RELATED_LIMIT):
            add(add(entries, "li"), "a", plain(title), href=target)
        yield nav


def _origin(entry: Entry, place: Place, language: str) -> Element:
    """Where the article is from: publisher, address, date of issue and how it is known."""
    footer = etree.Element(f"{H}footer", {"class": "origin"})
    speak(footer, place.labels.language, language)
    line = add(footer, "p", f"{place.labels['source']}: ")
    add(line, "cite", source_label(entry) or place.labels["unknown"])
    address = entry.metadata.source.value
    if is_web_address(address):
        line[-1].tail = ", "
        add(line, "a", address, href=address)
    dates = add(footer, "p", f"{place.labels['published']}: ")
    issued = entry.metadata.issued
    written = place.labels.date(issued)
    add(dates, "span", written or place.labels["unknown"])
    note = f" ({place.labels.basis(issued)})" if written and issued.basis is Basis.INFERRED else ""
    dates[-1].tail = f"{note} · {_reading_time(entry, place)}"
    return footer


def _reading_time(entry: Entry, place: Place) -> str:
    return place.labels.count("minutes", minutes(entry))
