"""Where things stand in a volume: file names, anchors, and the addresses by which its articles know each other.

A chapter's name follows from its article's id, never from a running number: links, bookmarks and notes outlive new
neighbours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from packager.volumes.markup import is_web_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from packager.model import Entry
    from packager.volumes.plan import Section

FOLDER = "chapters"
PICTURES = "images"
CONTENTS = "contents.xhtml"
CHANGES = "changes.xhtml"
CAPTIONS = "captions.xhtml"
AUTHORS = "authors.xhtml"
SOURCES = "sources.xhtml"
ABOUT = "about.xhtml"
SIBLING = "source:"  # articles.page writes it


def file_name(entry: Entry) -> str:
    """A chapter's file name in `FOLDER`."""
    return f"{anchor(entry)}.xhtml"


def chapter_path(entry: Entry) -> str:
    """A chapter's path from the pages about the volume."""
    return f"{FOLDER}/{file_name(entry)}"


def anchor(entry: Entry) -> str:
    """The id of an article's line in the contents."""
    return f"a-{entry.id}"


def topic_anchor(section: Section) -> str:
    """The id of a topic in the contents."""
    return f"t-{section.slug}"


def topic_page(section: Section) -> str:
    """The file name of a topic's own page."""
    return f"{topic_anchor(section)}.xhtml"


def figure_anchor(number: int) -> str:
    """The id of a figure in its chapter, counted from 1."""
    return f"figure-{number}"


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
