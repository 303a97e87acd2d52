"""Fills the XHTML templates of `packager/templates/`: every value is escaped unless it is markup already."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from importlib import resources
from typing import TYPE_CHECKING

from packager.config import themes

if TYPE_CHECKING:
    from collections.abc import Iterable

# What XML 1.0 cannot hold (section 2.2, Char).
_NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONG = 60  # characters of an address that is shown whole
_PLACE = re.compile(r"\$([a-z_]+)")
# What may stand in an href as it is (RFC 3987: an IRI without spaces and delimiters).
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20\[\]]+")


class Markup(str):
    """Text that is XHTML already, so that `fill` takes it as it is."""

    __slots__ = ()


def fill(template: str, **values: str) -> Markup:
    """A template (its name below `templates/`) with its places filled; KeyError for a place without a value."""
    text, places = _compiled(template)
    return Markup(text % tuple([markup(values[place]) for place in places]))


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


def short_link(address: str) -> Markup:
    """The same by what tells it apart, where it is long: its host and its last name.

    Not every reading system breaks a long address (MuPDF lets it run over the edge of the page).
    """
    shown = _shortened(address)
    if not is_web_address(address):
        return markup(shown)
    return fill("short-link.xhtml", address=address, shown=shown)


def _shortened(address: str) -> str:
    if len(address) <= _LONG:
        return address
    whole = address.partition("#")[0].partition("?")[0].rstrip("/")
    _, scheme, path = whole.rpartition("://")
    host, between, name = (path.partition("/")[0] if scheme else "", "/…/", path.rpartition("/")[2])
    name = name if len(name) <= _LONG // 2 else f"…{name[-_LONG // 2 :]}"
    return f"{host}{between}{name}"


def is_web_address(address: str) -> bool:
    """Whether an address may stand in an href as it is."""
    return _WEB_ADDRESS.fullmatch(address) is not None


@cache
def _compiled(template: str) -> tuple[str, tuple[str, ...]]:
    """A template with "%s" in place of each `$name`, and those names in order."""
    pieces = _PLACE.split(resource(template).decode("utf-8").rstrip("\n").replace("%", "%%"))
    return "%s".join(pieces[::2]), tuple(pieces[1::2])


def stylesheet(theme: str) -> bytes:
    """The stylesheet of every page, and what a theme adds to it."""
    return resource("book.css") + b"\n" + themes()[theme].read_bytes()


def resource(name: str) -> bytes:
    """The bytes of a file in `packager/templates/`."""
    return resources.files("packager").joinpath("templates", name).read_bytes()
