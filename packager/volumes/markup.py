"""Fills the XHTML templates of `packager/templates/`: every value is escaped unless it is markup already."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from importlib import resources
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# What XML 1.0 cannot hold (section 2.2, Char).
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What may stand in an href as it is (RFC 3987: an IRI without spaces and delimiters).
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20\[\]]+")


class Markup(str):
    """Text that is XHTML already, so that `fill` takes it as it is."""

    __slots__ = ()


def fill(template: str, **values: str) -> Markup:
    """A template (its name below `templates/`) with its places filled; KeyError for a place without a value."""
    return Markup(_template(template).substitute({name: markup(value) for name, value in values.items()}))


def markup(text: str) -> Markup:
    """Text as XHTML: escaped, without characters that XML cannot hold; markup stays what it is."""
    return text if isinstance(text, Markup) else Markup(escape(plain(text)))


def join(parts: Iterable[Markup], separator: str = "\n") -> Markup:
    """Several pieces of markup as one."""
    return Markup(separator.join(parts))


def plain(text: str) -> str:
    """Text without characters that XML cannot hold."""
    return text if text.isprintable() else _NO_CHARACTER.sub("", text)


def link(address: str) -> Markup:
    """A web address as a link to itself; as plain text where no reading system could follow it."""
    return fill("link.xhtml", address=address) if is_web_address(address) else markup(address)


def is_web_address(address: str) -> bool:
    """Whether an address may stand in an href as it is."""
    return _WEB_ADDRESS.fullmatch(address) is not None


@cache
def _template(name: str) -> Template:
    return Template(resource(name).decode("utf-8").rstrip("\n"))


def resource(name: str) -> bytes:
    """The bytes of a file in `packager/templates/`."""
    return resources.files("packager").joinpath("templates", name).read_bytes()
