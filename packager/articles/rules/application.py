"""One rule on one page: which elements and values its expressions find, and which of its keys find nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from packager.articles.text.characters import composed, squeeze
from packager.model import UNKNOWN, Basis, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packager.articles.rules.expression import Expression, Found
    from packager.articles.rules.parse import Problem
    from packager.articles.rules.rule import Rule

# Without these a rule is of no use: one that finds nothing is a finding, and the generic way takes over.
NEEDED = ("title", "body")


@dataclass(frozen=True, slots=True, eq=False)
class Applied:
    """What a rule finds on a page; empty where it says nothing or finds nothing.

    `title`, `authors`, `date` and `section` are texts as the page writes them, their evidence the rule and the
    expression; `title_element` and `author_elements` are where they stand, unless in an attribute. `lead` to
    `related` are elements in document order, `body` without any inside another. `stripped` are elements that are not
    the article's -> the reason; none holds the body. `single_page` and `next_page` are addresses as the page writes
    them. `stale` are the needed keys of which no expression finds anything; `problems` are expressions that cannot be
    evaluated on this page.
    """

    title: Value
    title_element: etree._Element | None
    authors: tuple[Value, ...]
    author_elements: tuple[etree._Element, ...]
    date: Value
    section: Value
    lead: tuple[etree._Element, ...]
    body: tuple[etree._Element, ...]
    caption: tuple[etree._Element, ...]
    gallery: tuple[etree._Element, ...]
    credit: tuple[etree._Element, ...]
    related: tuple[etree._Element, ...]
    stripped: dict[etree._Element, str]
    single_page: tuple[str, ...]
    next_page: tuple[str, ...]
    native_ad: bool
    stale: tuple[str, ...]
    problems: tuple[Problem, ...]


class Application:
    """A rule being applied to a page's `html` element."""

    def __init__(self, rule: Rule, root: etree._Element) -> None:
        self._rule = rule
        self._root = root
        self._problems: list[Problem] = []
        self._body: tuple[etree._Element, ...] = ()

    def result(self) -> Applied:
        """All that the rule finds, after the changes it asks for."""
        self._load_lazily()
        self._wrap()
        self._body = tuple(_outermost(self._elements("body")))
        titles, title_elements = self._values("title")
        authors, author_elements = self._values("author")
        dates, _ = self._values("date")
        sections, _ = self._values("section")
        lead = self._elements("lead")
        missing = {"title": not titles, "body": not self._body}
        return Applied(
            title=titles[0] if titles else UNKNOWN,
            title_element=title_elements[0] if title_elements else None,
            authors=tuple(authors),
            author_elements=tuple(author_elements),
            date=dates[0] if dates else UNKNOWN,
            section=sections[0] if sections else UNKNOWN,
            lead=lead,
            body=self._body,
            caption=self._every("caption"),
            gallery=self._every("gallery"),
            credit=self._every("credit"),
            related=self._every("related"),
            stripped=self._stripped(lead),
            single_page=self._addresses("single_page_link") if self._holds("if_page_contains", unsaid=True) else (),
            next_page=self._addresses("next_page_link"),
            native_ad=self._holds("native_ad_clue", unsaid=False),
            stale=tuple(key for key in NEEDED if key in self._rule.own_keys and missing[key]),
            problems=tuple(self._problems),
        )

    def _said(self, key: str) -> tuple[Expression, ...]:
        return self._rule.expressions.get(key, ())

    def _find(self, expression: Expression) -> list[Found]:
        """What an expression finds: in the body if it is relative and there is one, else on the whole page."""
        contexts = self._body if expression.relative and self._body else (self._root,)
        try:
            return list(dict.fromkeys(found for context in contexts for found in expression.find(context)))
        except etree.XPathError as error:
            self._problems.append(expression.directive.problem(f"cannot be evaluated: {error}"))
            return []

    def _values(self, key: str) -> tuple[list[Value], list[etree._Element]]:
        """The texts, and the elements they stand in, of the first expression that finds any."""
        for expression in self._said(key):
            values: list[Value] = []
            elements: list[etree._Element] = []
            for found in self._find(expression):
                text = text_of(found)
                if text:
                    values.append(Value(text, self._basis(expression, found), self._evidence(expression)))
                    elements += [] if isinstance(found, str) else [found]
            if values:
                return values, elements
        return [], []

    def _basis(self, expression: Expression, found: Found) -> Basis:
        """An attribute is metadata; a text is visible."""
        in_attribute = isinstance(found, str) and "@" in expression.directive.value.rpartition("/")[2]
        return Basis.METADATA if in_attribute else Basis.VISIBLE

    def _evidence(self, expression: Expression) -> str:
        return f"rule {self._rule.name}: {expression.directive.value}"

    def _elements(self, key: str) -> tuple[etree._Element, ...]:
        """The elements of the first expression that finds one with text or a picture in it."""
        for expression in self._said(key):
            found = tuple(element for element in _elements_in(self._find(expression)) if has_content(element))
            if found:
                return found
        return ()

    def _every(self, key: str) -> tuple[etree._Element, ...]:
        """The elements that any of the expressions finds, each once."""
        return tuple(dict.fromkeys(e for expression in self._said(key) for e in _elements_in(self._find(expression))))

    def _holds(self, key: str, *, unsaid: bool) -> bool:
        """Whether any expression finds something; `unsaid` is the answer where there is no expression."""
        return any(self._find(expression) for expression in self._said(key)) if self._said(key) else unsaid

    def _addresses(self, key: str) -> tuple[str, ...]:
        """The addresses that the first expression to find any finds, as strings or as links."""
        for expression in self._said(key):
            found = [f if isinstance(f, str) else f.get("href") or "" for f in self._find(expression)]
            addresses = tuple(dict.fromkeys(address.strip() for address in found if address.strip()))
            if addresses:
                return addresses
        return ()

    def _stripped(self, lead: Iterable[etree._Element]) -> dict[etree._Element, str]:
        """What the rule strips, with the reason. What holds the body stays: a rule's body outweighs its strips."""
        reasons: dict[etree._Element, str] = {}
        for expression in self._said("strip"):
            for element in _elements_in(self._find(expression)):
                reasons.setdefault(element, f"{self._evidence(expression)} (strip)")
        for scope in (*self._body, *lead) if self._body else (self._root,):
            for element, reason in self._named(scope):
                reasons.setdefault(element, reason)
        for body in self._body:
            for element in (body, *body.iterancestors()):
                reasons.pop(element, None)
        return reasons

    def _named(self, scope: etree._Element) -> Iterator[tuple[etree._Element, str]]:
        """The elements that strip_id_or_class and strip_image_src name, in one pass."""
        names, addresses = self._rule.strip_names, self._rule.strip_addresses
        if names is None and addresses is None:
            return
        for element in scope.iter(etree.Element):
            attributes = element.attrib
            if not attributes:
                continue
            said = f"{attributes.get('id', '')} {attributes.get('class', '')}"
            if names is not None and (match := names.search(said)):
                yield element, f"rule {self._rule.name}: strip_id_or_class {match.group()}"
            elif addresses is not None and element.tag == "img":
                match = addresses.search(" ".join(map(str, attributes.values())))
                if match:
                    yield element, f"rule {self._rule.name}: strip_image_src {match.group()}"

    def _load_lazily(self) -> None:
        """Gives pictures the address that the rule's attribute holds; src is a placeholder then."""
        for name in self._rule.lazy_attributes:
            for image in self._root.iter("img"):
                address = image.get(name)
                if address:
                    image.set("src", address)

    def _wrap(self) -> None:
        """Puts each element that a wrap_in finds into an element of its tag."""
        for expression in self._said("wrap_in"):
            for element in _elements_in(self._find(expression)):
                parent = element.getparent()
                if parent is not None:
                    wrapper = etree.Element(expression.directive.argument)
                    wrapper.tail, element.tail = element.tail, None
                    parent.replace(element, wrapper)
                    wrapper.append(element)


def text_of(found: Found) -> str:
    """The text of what an expression finds, on one line and NFC; a line break parts words."""
    if not isinstance(found, str):
        broken = found.find(".//br") is not None
        found = (" " if broken else "").join(map(str, found.itertext()))
    return composed(squeeze(found))


def has_content(element: etree._Element) -> bool:
    """Whether an element holds text or a picture."""
    if any(not str(text).isspace() for text in element.itertext()):
        return True
    return element.tag == "img" or element.find(".//img") is not None


def _elements_in(found: Iterable[Found]) -> Iterator[etree._Element]:
    return (element for element in found if not isinstance(element, str))


def _outermost(elements: Iterable[etree._Element]) -> Iterator[etree._Element]:
    """The elements that stand in none of the others."""
    chosen = set(elements)
    return (e for e in elements if not any(above in chosen for above in e.iterancestors()))
