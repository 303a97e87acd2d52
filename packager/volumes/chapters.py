"""Turns a canonical article into a chapter: the article as it stands in one volume.

A chapter has its subtitle and the way to its neighbours below the title, and that way again at the end; pictures under
their names in the volume, links to the volume's other articles, a list of related ones, and a line of origin. The
article's own words are not touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from lxml import etree

from packager.direction import direction
from packager.errors import LibraryDamaged
from packager.volumes import surroundings
from packager.volumes.elements import H
from packager.volumes.figures import mark_figures
from packager.volumes.markup import Markup, fill, join
from packager.volumes.notes import mark_notes
from packager.volumes.places import PICTURES, SIBLING, address_key, sibling_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from packager.model import Entry
    from packager.volumes.elements import Element
    from packager.volumes.figures import Figure
    from packager.volumes.surroundings import Place

_IMG, _A, _RP = f"{H}img", f"{H}a", f"{H}rp"
_PICTURE = "images/"
_NOWHERE = f"{H}nowhere"  # for a moment
_ABOVE, _FACTS = "above", "facts"  # likewise
_NAMESPACE = b'<html xmlns:epub="http://www.idpf.org/2007/ops" '  # of the marks of notes
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, collect_ids=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as a volume holds it: its file name in `PICTURES` and pixels; `missing` for the placeholder."""

    name: str
    width: int = 0
    height: int = 0
    missing: bool = False


Show: TypeAlias = "Callable[[str], Shown]"  # by the original's digest; "" asks for the placeholder


class Chapter(NamedTuple):
    """A chapter's XHTML file, and its figures in order."""

    content: bytes
    figures: list[Figure]


def chapter(content: bytes, entry: Entry, place: Place, show: Show) -> Chapter:
    """The chapter of a canonical article (UTF-8 XHTML); LibraryDamaged if `content` is not one."""
    root = _parsed(content, entry)
    article = root.find(f"{H}body/{H}article")
    header = article.find(f"{H}header") if article is not None else None
    if article is None or header is None:
        raise LibraryDamaged(f"{entry.locator}: its stored article has no <article> with a <header>; ingest it again")
    language = root.get("lang") or place.language
    _strip_brackets(article)
    _rewrite(article, entry, place, show)
    mark_notes(article, place.labels, language)
    figures = mark_figures(article, place.labels, language)
    spoken = surroundings.spoken(place, language)
    links, turn = surroundings.way(entry, place), place.labels["turn_top"]
    above = fill("chapter-turn.xhtml", label=turn, language=spoken, links=links)
    facts = surroundings.facts(entry, place, figures, spoken)
    page = fill(
        "chapter.xhtml",
        language=language,
        direction=direction(language),
        title=root.findtext(f"{H}head/{H}title") or "",
        article=_with(article, header, join((surroundings.subtitle(entry), above), ""), facts),
        related=surroundings.related(entry, place, spoken),
        origin=surroundings.origin(entry, place, spoken),
        turn=fill("chapter-turn.xhtml", label=place.labels["turn_end"], language=spoken, links=links),
    )
    return Chapter(page.encode("utf-8"), figures)


def _parsed(content: bytes, entry: Entry) -> Element:
    try:
        return etree.fromstring(content.replace(b"<html ", _NAMESPACE, 1), _PARSER)
    except etree.XMLSyntaxError as error:
        raise LibraryDamaged(f"{entry.locator}: its stored article is not XHTML ({error}); ingest it again") from error


def _with(article: Element, header: Element, above: Markup, facts: Markup) -> Markup:
    """What is in the article, with `above` below its title and `facts` below its byline."""
    byline = header.find(f"{H}p[@class='byline']")
    header.insert(1, etree.Comment(_ABOVE))
    header.insert(2 if byline is None else header.index(byline) + 1, etree.Comment(_FACTS))
    written = etree.tostring(article, encoding="unicode", with_tail=False)
    inner = written[written.index(">") + 1 : written.rindex("<")].lstrip()
    return Markup(inner.replace(f"<!--{_ABOVE}-->", above, 1).replace(f"<!--{_FACTS}-->", facts, 1))


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
