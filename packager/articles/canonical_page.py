"""A capture that is a canonical article already: taken as it is written, so that normalising it changes nothing."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from lxml import etree

from packager.articles.canonical import schema
from packager.articles.dating.dates import find_date
from packager.articles.draft import Draft, Figure, Shown
from packager.articles.text.characters import composed, escape, squeeze
from packager.model import UNKNOWN, Basis, Decision, Metadata, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

XHTML = "{http://www.w3.org/1999/xhtml}"
# How every canonical article begins; what only looks so fails at the schema.
BEGINNING = '<html xmlns="http://www.w3.org/1999/xhtml" lang="'
EVIDENCE = "canonical article"
APART = " · "

_PREFIXES = {XHTML: "", "{http://www.w3.org/XML/1998/namespace}": "xml:"}
_NAME = re.compile(r"(\{[^}]*\})?(.*)")


def read_canonical(text: str) -> tuple[Draft, Metadata] | None:
    """The draft and the metadata of a canonical article; None for any other text.

    A picture's place names its original too, so that it is found among the files that lie beside the article.
    """
    article = _article(text) if text.startswith(BEGINNING) else None
    if article is None:
        return None
    header, *blocks = article
    byline = header.find(f"{XHTML}p[@class='byline']")
    signed = _signed(byline) if byline is not None else ((), UNKNOWN)
    title = header[0].text or ""
    if signed is None or not title:
        return None
    language = article.getroottree().getroot().get("lang") or ""
    leads = [p for p in header if p.get("class") == "lead"]
    metadata = Metadata(
        title=_visible(title),
        creator=signed[0],
        issued=signed[1],
        language=_visible(language) if language != "und" else UNKNOWN,
    )
    draft = Draft(
        title=title,
        lead=[_inner(lead) for lead in leads],
        lead_text=" ".join(map(_text, leads)),
        stream=[piece for block in blocks for piece in _pieces(block)],
        body_text=[_text(block) for block in blocks if block.tag != f"{XHTML}figure"],
        decisions=list(_decisions((*header, *blocks))),
    )
    return draft, metadata


def _article(text: str) -> etree._Element | None:
    """The article of a text that is valid by the schema, and whose title element says its title."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        return None
    if not schema().validate(root):
        return None
    article = root.find(f"{XHTML}body/{XHTML}article")
    if article is None or root.findtext(f"{XHTML}head/{XHTML}title") != article.findtext(f"{XHTML}header/{XHTML}h1"):
        return None
    return article


def _visible(text: str) -> Value:
    return Value(text, Basis.VISIBLE, EVIDENCE)


def _signed(byline: etree._Element) -> tuple[tuple[Value, ...], Value] | None:
    """The creators and the date of a byline; None for one that we do not write so."""
    time = byline.find(f"{XHTML}time")
    names = byline.text or ""
    issued = UNKNOWN
    if time is not None:
        if (time.tail or "").strip() or (names and not names.endswith(APART)):
            return None
        found = find_date(time.get("datetime") or "", "")
        if found is None or found.value != time.get("datetime"):
            return None
        names = names.removesuffix(APART)
        issued = Value(found.value, Basis.VISIBLE, EVIDENCE, found.precision)
    return tuple(_visible(name) for name in names.split(", ") if name), issued


def _pieces(block: etree._Element) -> Iterator[str | Figure]:
    """A block of the article as pieces of a draft, which stand on lines of their own: figures, and what is between."""
    written: list[str] = []
    for part in _written(block):
        if isinstance(part, str):
            written.append(part)
        else:
            yield from filter(None, ["".join(written).strip("\n")])
            yield part
            written = []
    yield from filter(None, ["".join(written).strip("\n")])


def _figure(figure: etree._Element) -> Figure:
    caption = figure.find(f"{XHTML}figcaption")
    return Figure(
        [_shown(img) for img in figure.iterfind(f"{XHTML}img")], _inner(caption) if caption is not None else ""
    )


def _shown(img: etree._Element) -> Shown:
    original = img.get("data-original-src") or ""
    return Shown((img.get("src") or "", original), img.get("alt") or "", original)


def _written(element: etree._Element) -> Iterator[str | Figure]:
    """An element as we write it, its figures apart: attributes escaped as ours are, texts composed."""
    if element.tag == f"{XHTML}figure":
        yield _figure(element)
        return
    start, end, void = _tags(element)
    if void:
        yield start[:-1] + "/>"
        return
    yield start
    yield from _content(element)
    yield end


def _content(element: etree._Element) -> Iterator[str | Figure]:
    yield escape(composed(element.text or ""))
    for child in element:
        yield from _written(child)
        yield escape(composed(child.tail or ""))


def _inner(element: etree._Element) -> str:
    """What an element that holds no figure holds."""
    return "".join(part for part in _content(element) if isinstance(part, str))


def _tags(element: etree._Element) -> tuple[str, str, bool]:
    """The start tag, the end tag, and whether the element is void."""
    name = _local(str(element.tag))
    attributes = "".join(f' {_local(str(key))}="{html.escape(str(value))}"' for key, value in element.attrib.items())
    return f"<{name}{attributes}>", f"</{name}>", name in ("br", "hr", "img")


def _local(name: str) -> str:
    """A name with the prefix that we write for its namespace."""
    namespace, local = _NAME.fullmatch(name).groups()  # type: ignore[union-attr]  # it matches every name
    return _PREFIXES.get(namespace or "", "") + local


def _text(element: etree._Element) -> str:
    return squeeze(composed("".join(map(str, element.itertext()))))


def _decisions(blocks: Iterable[etree._Element]) -> Iterator[Decision]:
    """Everything is kept."""
    for block in blocks:
        yield Decision("text", _text(block), _role(block), EVIDENCE)
        for img in block.iter(f"{XHTML}img"):
            yield Decision("picture", img.get("data-original-src") or "", "picture", EVIDENCE)


def _role(block: etree._Element) -> str:
    """What a block of the article is."""
    return {f"{XHTML}h1": "title", f"{XHTML}figure": "caption"}.get(str(block.tag), block.get("class") or "body")
