"""Structured data of a page: JSON-LD, microdata and RDFa as one kind of node, and which node is the page's article."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from packager.articles.metadata.metadata_words import listed
from packager.articles.text.characters import squeeze
from packager.articles.text.clean_text import field_text
from packager.articles.text.decode import ILLEGAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

Node = dict[str, Any]

ARTICLE, PAGE, OTHER = (listed("structured", key) for key in ("article", "page", "other"))
ASIDE = frozenset(listed("structured", "aside"))
# Properties of marked-up elements that metadata are read from; others (articleBody ...) are the body's own business.
PROPERTIES = frozenset(
    """author creator name givenName familyName headline alternativeHeadline datePublished dateModified dateCreated
    articleSection keywords publisher copyrightHolder license inLanguage""".split()
)
# Values of values: deeper nests are a trap, not data.
DEPTH = 8
# Properties that stand more often in one scope speak of a list of works.
FEW = 6
# Attributes by which elements are marked up.
MARKS = frozenset(("itemprop", "itemscope", "property", "typeof"))
# So many marked elements of a page are read, and so much text of each.
MOST_MARKED, SAID = 1000, 1000

_WRAPPING = re.compile(r"^\s*(?:<!--|/?/?\*?\s*<!\[CDATA\[(?:\s*\*/)?)|(?:-->|/?/?\*?\s*\]\]>(?:\s*\*/)?)\s*$")
_DECODER = json.JSONDecoder(strict=False)
_SPARE_COMMA = re.compile(r",(?=\s*[}\]])")


class Stated(NamedTuple):
    """A text that a field states, with the place it stands in; `kind` is the schema.org type it has, small letters."""

    text: str
    place: str
    kind: str = ""


def linked_data(scripts: Iterable[str]) -> Iterator[tuple[Node, str]]:
    """All objects of JSON-LD scripts, flat, in order, each with the key it stands under in small letters."""
    for text in scripts:
        for value in _documents(text):
            yield from _objects(_legal(value) if "\\u" in text else value)


def _documents(text: str) -> Iterator[object]:
    """The JSON values of a script: usually one; wrapped, written one after another or with spare commas as well."""
    text = text.strip()
    if not (text.startswith(("{", "[")) and text.endswith(("}", "]"))):
        text = _WRAPPING.sub("", text).strip().rstrip(";")
    place, mended = 0, False
    while place < len(text):
        try:
            value, place = _DECODER.raw_decode(text, place)
        except RecursionError:
            return
        except ValueError:
            if mended:
                return
            text, mended = text[:place] + _SPARE_COMMA.sub("", text[place:]), True
            continue
        yield value
        while place < len(text) and text[place] in " \t\r\n,;":
            place += 1


def _legal(value: Any) -> Any:  # noqa: ANN401 - whatever JSON may hold
    """A JSON value without the characters that XML cannot hold, which its escapes can name."""
    whole = [value]
    waiting: list[Any] = [whole]
    while waiting:
        holder = waiting.pop()
        for key, inner in list(holder.items() if isinstance(holder, dict) else enumerate(holder)):
            if isinstance(inner, str):
                holder[key] = ILLEGAL.sub("", inner)
            elif isinstance(inner, (dict, list)):
                waiting.append(inner)
    return whole[0]


def _objects(value: object) -> Iterator[tuple[Node, str]]:
    """The objects inside a value, outer before inner, without recursion."""
    waiting: list[tuple[object, str]] = [(value, "")]
    while waiting:
        value, key = waiting.pop()
        if isinstance(value, dict):
            yield value, key
            waiting += [(inner, str(name).lower()) for name, inner in reversed(value.items()) if inner]
        elif isinstance(value, list):
            waiting += [(inner, key) for inner in reversed(value)]


def kind_of(node: Node) -> str:
    """The last name of a node's type, small letters; of several the first that is an article's."""
    stated = node.get("@type") or node.get("type") or ""
    kinds = [str(kind).rpartition("/")[2].rpartition(":")[2].lower() for kind in _listed(stated)]
    return next((kind for kind in kinds if kind.endswith(ARTICLE)), kinds[0] if kinds else "")


def marked_up(elements: Sequence[etree._Element]) -> list[Node]:
    """The nodes that microdata and RDFa mark up, in order; what stands in no scope is in a node without type."""
    nodes: dict[etree._Element | None, Node] = {}
    for element in elements[:MOST_MARKED]:
        _mark(element, nodes)
    return [{key: said for key, said in node.items() if key[0] == "@" or len(said) <= FEW} for node in nodes.values()]


def _mark(element: etree._Element, nodes: dict[etree._Element | None, Node]) -> None:
    """Adds what one marked-up element says to the node of its scope."""
    own = _node(element, nodes) if "itemscope" in element.attrib or "typeof" in element.attrib else None
    names = [name.rpartition(":")[2] for name in (element.get("itemprop") or element.get("property") or "").split()]
    kept = [name for name in names if name in PROPERTIES]
    if not kept:
        return
    scope = next((e for e in element.iterancestors() if "itemscope" in e.attrib or "typeof" in e.attrib), None)
    node = _node(scope, nodes)
    for name in kept:
        node.setdefault(name, []).append(own if own is not None else _said(element))


def _node(scope: etree._Element | None, nodes: dict[etree._Element | None, Node]) -> Node:
    if scope not in nodes:
        kind = "" if scope is None else scope.get("itemtype") or scope.get("typeof") or "thing"
        nodes[scope] = {"@type": kind.split() or ""}
        if scope is not None and "name" not in (scope.get("itemprop") or ""):
            nodes[scope]["@text"] = scope
    return nodes[scope]


def _said(element: etree._Element) -> str:
    """What an element states: its machine-readable value, else its text."""
    return element.get("content") or element.get("datetime") or squeeze(text_of(element, SAID))


def text_of(element: etree._Element, enough: int) -> str:
    """An element's text, or the start of it where that is longer than `enough` characters."""
    pieces: list[str] = []
    length = 0
    for piece in element.itertext():
        pieces.append(str(piece))
        length += len(piece)
        if length > enough:
            break
    return "".join(pieces)


class Structured:
    """The nodes of a page's JSON-LD, each with the key it stands under, and of its markup.

    `articles` are those that speak of its own article, best first, each with its source.
    """

    def __init__(self, data: Iterable[tuple[Node, str]], marked: list[Node]) -> None:
        self.data = list(data)
        self._marked = marked
        self._named: dict[str, Node] = {}
        for node, _ in self.data:
            name = node.get("@id")
            if isinstance(name, str) and len(node) > 1:
                known = self._named.setdefault(name, node)
                if known is not node and len(node) > len(known):
                    self._named[name] = {**known, **node}
        self.articles = list(self._ranked())

    def _ranked(self) -> Iterator[tuple[Node, str]]:
        """JSON-LD articles, marked-up articles, then pages and other works, then properties in no scope."""
        own = [(self.resolved(node), "JSON-LD") for node, key in self.data if key not in ASIDE]
        articles = [node for node in self._marked if kind_of(node).endswith(ARTICLE)]
        others = [node for node in self._marked if not kind_of(node).endswith(ARTICLE)]
        # A list of articles says nothing of the page's own, but that it opens the page.
        own += [(node, "microdata") for node in (*articles[:1], *others)]
        for ends in (ARTICLE, PAGE, OTHER):
            yield from (pair for pair in own if (kind := kind_of(pair[0])) and kind.endswith(ends))
        yield from ((node, "microdata") for node in self._marked if not node["@type"])

    def prefer(self, titles: Iterable[str]) -> None:
        """Keeps, of several articles on the page, the one whose headline is one of the titles, else the first.

        What has no headline of its own stays; `titles` are case folded.
        """
        heads = [self._headline(node) for node, _ in self.articles]
        wanted = set(titles)
        chosen = next((head for head in heads if head in wanted), "") or next((head for head in heads if head), "")
        self.articles = [pair for pair, head in zip(self.articles, heads, strict=True) if head in ("", chosen)]

    @staticmethod
    def _headline(node: Node) -> str:
        """The headline of an article's node, case folded; "" for other works."""
        head = node.get("headline")
        head = head[0] if isinstance(head, list) and head else head
        return field_text(head).casefold() if isinstance(head, str) and kind_of(node).endswith(ARTICLE) else ""

    def resolved(self, value: object) -> Node:
        """A node, or the one that it only refers to by @id."""
        if not isinstance(value, dict):
            return {}
        name = value.get("@id")
        full = self._named.get(name) if isinstance(name, str) else None
        return {**full, **value} if full is not None and full is not value else value

    def stated(self, *keys: str) -> Iterator[Stated]:
        """The texts under some keys of the article's nodes, node by node."""
        for node, source in self.articles:
            for key in keys:
                if key in node:
                    yield from self.texts(node[key], f"{source} {key}")

    def addresses(self) -> Iterator[Stated]:
        """The addresses that the article's nodes state as its own, as they write them."""
        for node, source in self.articles:
            for key in ("mainEntityOfPage", "url") if kind_of(node).endswith(ARTICLE) else ():
                value = node.get(key)
                value = value.get("@id") if isinstance(value, dict) else value
                if isinstance(value, str):
                    yield Stated(value, f"{source} {key}")

    def texts(self, value: object, place: str, depth: int = 0) -> Iterator[Stated]:
        """The texts of a value: itself, its name, or those of its members."""
        if depth > DEPTH:
            return
        if isinstance(value, str):
            if text := field_text(value):
                yield Stated(text, place)
        elif isinstance(value, list):
            for member in value:
                yield from self.texts(member, place, depth + 1)
        elif isinstance(value, dict):
            yield from self._named_texts(value, place, depth)

    def _named_texts(self, value: Node, place: str, depth: int) -> Iterator[Stated]:
        """The name of a node: `name`, given and family name, or what it wraps."""
        node = self.resolved(value)
        kind = kind_of(node)
        parts = [str(node[key]) for key in ("givenName", "familyName") if isinstance(node.get(key), str)]
        inner = node.get("name") or " ".join(parts) or node.get("@value") or node.get("@list") or node.get("item")
        if inner is None and "@text" in node:
            inner = squeeze(text_of(node["@text"], SAID))
        if inner is not None:
            for said in self.texts(inner, place, depth + 1):
                yield said if said.kind else said._replace(kind=kind)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
