"""Names topics: slugs for files, and which spellings of a label are one topic."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from packager.volumes.order import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

UNSORTED = "unsorted"
LONGEST = 60  # characters of a slug: three of them and a suffix stay far below a file name's 255 bytes

_SEPARATORS = re.compile(r"[\s_\-\u2010-\u2015]+")
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as one source writes it: its slug (`UNSORTED` for none) and its label after the user's aliases."""

    slug: str
    label: str


def topics(written: Iterable[str], aliases: Mapping[str, str]) -> dict[str, Topic]:
    """The topic of each label that sources write; `aliases` map a label as written to the one that stands for it."""
    found = {label: resolve(label, aliases) for label in set(written)}
    slugs = assign(found.values())
    return {label: Topic(slugs[resolved], resolved) for label, resolved in found.items()}


def spelling(label: str) -> str:
    """A label without what does not tell topics apart: case, Unicode form, kinds of space and hyphen."""
    return _SEPARATORS.sub(" ", unicodedata.normalize("NFC", label).casefold()).strip()


def unmarked(text: str) -> str:
    """Text without diacritics; đ is d (no Unicode form decomposes it)."""
    decomposed = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
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


def assign(labels: Iterable[str]) -> dict[str, str]:
    """Each label's slug, where labels that are one topic share it and others never do.

    One topic: labels that differ in case, spaces and hyphens only, and a label without any diacritics ("kinh-te",
    as addresses and folders write it) with the same label written fully. Labels that differ in their diacritics are
    topics of their own; the first in order keeps the slug, the others add a short digest.
    """
    spellings = {label: spelling(label) for label in labels}
    owners: dict[str, str] = {}
    slugs = {"": UNSORTED}
    for key in sorted(set(spellings.values()) - {""}, key=lambda key: (key == unmarked(key), sort_key(key))):
        name = slug(key)
        owner = owners.setdefault(name, key)
        joins = key == unmarked(owner)
        slugs[key] = name if key == owner or joins else f"{name}-{short_digest(key)}"
    return {label: slugs[key] for label, key in spellings.items()}


def resolve(label: str, aliases: Mapping[str, str]) -> str:
    """The label that an alias stands for (as written, else whatever its case and spaces); else the label itself."""
    if label in aliases:
        return aliases[label]
    key = spelling(label)
    return next((aliases[alias] for alias in aliases if spelling(alias) == key), " ".join(label.split()))


def usual(labels: Iterable[str]) -> str:
    """The most common of several spellings; ties go to the first in order. "" for none."""
    counted = Counter(label for label in labels if label)
    return min(counted, key=lambda label: (-counted[label], sort_key(label)), default="")
