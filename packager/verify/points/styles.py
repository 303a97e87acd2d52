"""Stylesheets (27): nothing that a night mode or large type cannot change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packager.verify.points.page import Told
from packager.volumes.elements import H

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.verify.points.book import Book
    from packager.verify.points.kept import Reading
    from packager.verify.points.page import Page

WANTED = (
    (("figure",), "break-inside", "avoid"),
    (("img", "figure img"), "max-width", "100%"),
    (("html", "body", ":root"), "hyphens", "manual"),
)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
_COLOURS = frozenset(("color", "background", "background-color", "background-image"))
_SIZES = frozenset(("font", "font-size"))
_FIXED = re.compile(r"\d(?:px|pt)\b")
_FREE = frozenset("inherit currentcolor transparent none initial unset".split())
_IMPORT = re.compile(r"@import|url\(\s*[\"']?(?:[a-z]+:|//)", re.IGNORECASE)


def check_styles(reading: Reading) -> Iterator[Told]:
    """Point 27: no colours, no sizes of text in pixels; figures do not break, pictures fit, words break by hand."""
    sheets = dict(_sheets(reading.book))
    for path, sheet in sheets.items():
        for selector, name, value in _declarations(sheet):
            if (name in _COLOURS and value not in _FREE) or (name in _SIZES and _FIXED.search(value)):
                yield Told(path, f"«{selector}» sets {name}: {value}")
        if _IMPORT.search(sheet):
            yield Told(path, "takes in what lies elsewhere")
    found = {
        (part.strip(), name, value)
        for sheet in sheets.values()
        for selectors, name, value in _declarations(sheet)
        for part in selectors.split(",")
    }
    for selectors, name, value in WANTED:
        if not any((one, name, value) in found for one in selectors):
            yield Told(next(iter(sheets), reading.book.package_path), f"does not say {name}: {value} of {selectors[0]}")


def check_styled(page: Page, book: Book) -> Iterator[Told]:
    """Point 27, for each page: it has a stylesheet of the volume."""
    links = [link.get("href", "") for link in page.root.iter(f"{H}link") if link.get("rel") == "stylesheet"]
    if not page.trouble and not any(page.target(href)[0] in book.names for href in links):
        yield Told(page.path, "has no stylesheet")


def _sheets(book: Book) -> Iterator[tuple[str, str]]:
    """The stylesheets, without their comments."""
    for item in book.items.values():
        if item.media_type == "text/css" and item.path in book.names:
            yield item.path, _COMMENT.sub("", book.read(item.path).decode("utf-8", "replace"))


def _declarations(sheet: str) -> Iterator[tuple[str, str, str]]:
    """Selector, property and value of every declaration."""
    for selector, body in _RULE.findall(sheet):
        for declaration in body.split(";"):
            name, colon, value = declaration.partition(":")
            if colon:
                yield " ".join(selector.split()), name.strip().lower(), " ".join(value.lower().split())
