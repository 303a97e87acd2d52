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
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from lxml import etree

from packager.direction import direction
from packager.errors import LibraryDamaged
from packager.model import Basis
from packager.slugs import host, spelling
from packager.volumes import periods
from packager.volumes.elements import LANG, H, add, speak
from packager.volumes.figures import mark_figures
from packager.volumes.markup import is_web_address, plain, resource
from packager.volumes.notes import mark_notes
from packager.volumes.places import CONTENTS, PICTURES, SIBLING, address_key, anchor, file_name, sibling_key
from packager.volumes.plan import source_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from packager.model import Entry
    from packager.volumes.elements import Element
    from packager.volumes.figures import Figure
    from packager.volumes.labels import Labels

WORDS_A_MINUTE = 220
RELATED_LIMIT = 5

_IMG, _A, _RP = f"{H}img", f"{H}a", f"{H}rp"
_PICTURE = "images/"
_NOWHERE = f"{H}nowhere"  # for a moment
_APART = " · "


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
    volume labels it; `contents` is the file of the contents that holds the article's line.
    """

    language: str
    labels: Labels
    chapters: Mapping[str, str]
    previous: str = ""
    next: str = ""
    topic: str = ""
    contents: str = CONTENTS


class Chapter(NamedTuple):
    """A chapter's XHTML file, and its figures in order."""

    content: bytes
    figures: list[Figure]


def minutes(entry: Entry) -> int:
    """How long an article takes to read, in whole minutes, at least one."""
    return max(1, round(entry.words / WORDS_A_MINUTE))


def chapter(content: bytes, entry: Entry, place: Place, show: Show) -> Chapter:
    """The chapter of a canonical article (UTF-8 XHTML); LibraryDamaged if `content` is not one."""
    root = _parsed(content, entry)
    article = root.find(f"{H}body/{H}article")
    header = article.find(f"{H}header") if article is not None else None
    if article is None or header is None:
        raise LibraryDamaged(f"{entry.locator}: its stored article has no <article> with a <header>; ingest it again")
    language = root.get("lang") or place.language
    html, section = _page(root.findtext(f"{H}head/{H}title") or "", language)
    root.append(html)  # into the article's document: to move a long text into another takes libxml2 quadratic time
    section.extend(article)
    _strip_brackets(section)
    _rewrite(section, entry, place, show)
    mark_notes(section, place.labels, language)
    figures = mark_figures(section, place.labels, language)
    turn = _turn(entry, place, language)
    byline = header.find(f"{H}p[@class='byline']")
    header.insert(1, turn)
    if entry.metadata.subtitle:
        header.insert(1, _subtitle(entry))
    header.insert(header.index(turn if byline is None else byline) + 1, _facts(entry, place, figures, language))
    section.extend(_related(entry, place, language))
    section.append(_origin(entry, place, language))
    last = deepcopy(turn)
    last.set("aria-label", place.labels["turn_end"])
    section.append(last)
    return Chapter(etree.tostring(html, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>"), figures)


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


def _strip_brackets(section: Element) -> None:
    """Leaves out the brackets round readings, which are for browsers that know no ruby: EPUB has it (HTM-055)."""
    etree.strip_elements(section, _RP, with_tail=False)


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
    contents = add(nav, "a", place.labels["contents"], href=f"../{place.contents}#{anchor(entry)}")
    if place.next:
        contents.tail = " · "
        add(nav, "a", f"{place.labels['next']} →", rel="next", href=place.next)
    return nav


def _facts(entry: Entry, place: Place, figures: list[Figure], language: str) -> Element:
    """What a reader wants to know before starting: topic, section, time to read, changes, losses, the original."""
    line = etree.Element(f"{H}p", {"class": "facts"})
    speak(line, place.labels.language, language)
    topic, section = place.topic or entry.metadata.topic.value, entry.metadata.section.value
    line.text = topic or section
    if topic and section and spelling(section) != spelling(topic):
        _append(line, "span", section, **{"class": "section"})
    _append(line, "span", _reading_time(entry, place), **{"class": "reading-time"})
    modified = _modified(entry, place)
    if modified:
        line[-1].tail = f"{_APART}{place.labels['updated']} "
        add(line, "time", modified, datetime=entry.metadata.modified.value)
    first = next((figure for figure in figures if figure.lost), None)
    if first is not None:
        missing = place.labels.count("missing", sum(len(figure.lost) for figure in figures))
        _append(line, "a", missing, href=f"#{first.anchor}", **{"class": "loss"})
    address = entry.metadata.source.value
    if is_web_address(address):
        _append(line, "a", host(address), href=address)
    return line


def _append(line: Element, tag: str, text: str, **attributes: str) -> None:
    """One more part of a line, apart from what stands before it."""
    if len(line):
        line[-1].tail = _APART
    elif line.text:
        line.text += _APART
    add(line, tag, text, **attributes)


def _modified(entry: Entry, place: Place) -> str:
    """The date of the last change in words; "" where it is not known, or no later than that of issue."""
    issued, modified = (periods.known(value) for value in (entry.metadata.issued, entry.metadata.modified))
    return place.labels.date(entry.metadata.modified) if modified[: len(issued)] > issued or not issued else ""


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
    dates[-1].tail = note
    modified = _modified(entry, place)
    if modified:
        dates[-1].tail += f"{_APART}{place.labels['updated']}: {modified}"
    return footer


def _reading_time(entry: Entry, place: Place) -> str:
    return place.labels.count("minutes", minutes(entry))
