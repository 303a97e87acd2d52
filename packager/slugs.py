"""Names as people write them, and the plain names that stand for them: spellings, slugs, aliases."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 60  # characters of a slug: three of them and a suffix stay far below a file name's 255 bytes

_SEPARATORS = re.compile(r"[\s_\-\u2010-\u2015]+")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")

UNDECOMPOSED = str.maketrans({
    "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T", "ı": "i",
    "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe",
})  # fmt: skip
"""Latin letters that no Unicode form decomposes, and the plain ones they are taken for."""


@cache
def spelling(label: str) -> str:
    """A label without what does not tell topics apart: case, Unicode form, kinds of space and hyphen."""
    return _SEPARATORS.sub(" ", unicodedata.normalize("NFC", label).casefold()).strip()


def unmarked(text: str) -> str:
    """Text without diacritics; đ is d, ł is l."""
    decomposed = unicodedata.normalize("NFKD", text.translate(UNDECOMPOSED))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def short_digest(text: str) -> str:
    """Eight hexadecimal digits that tell texts apart."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


@cache
def slug(text: str) -> str:
    """An ASCII name for files and ids: "Kinh tế" -> "kinh-te"; "" only for an empty text.

    Where letters are lost (another script) or the name is cut, a short digest tells such names apart.
    """
    key = spelling(text)
    letters = unmarked(key)
    name = _NOT_PLAIN.sub("-", letters).strip("-")
    whole = name[:LONGEST].rstrip("-")
    lost = any(char.isalnum() and not char.isascii() for char in letters)
    if key and (lost or whole != name or not name):
        return f"{whole}-{short_digest(key)}".lstrip("-")
    return name


def host(address: str) -> str:
    """The host name of an address without "www."; "" for what is no web address."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def mapped(label: str, aliases: Mapping[str, str]) -> str:
    """The name that an alias stands for, "" where `label` is none of the aliases.

    The alias as written goes first, then one that differs in case and kinds of space, then one of the same slug;
    where several are left, the name that sorts first.
    """
    if label in aliases or not label:
        return aliases.get(label, "")
    for form in (spelling, slug):
        wanted = form(label)
        found = [name for alias, name in aliases.items() if form(alias) == wanted]
        if found:
            return min(found)
    return ""


def resolve(label: str, aliases: Mapping[str, str]) -> str:
    """The name that an alias stands for; any other label stands for itself, on one line."""
    return mapped(label, aliases) or " ".join(label.split())
