"""Tells what a body holds, by its bytes; what was declared of it settles only what they leave open."""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from packager.readers.sniff import Kind, sniff
from packager.readers.unpack import packed_head

_MARKUP = re.compile(rb"<[A-Za-z!/]")
_WHOLE_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|body)\b", re.IGNORECASE)
_DOCUMENT = re.compile(rb"%PDF-|%!PS|\xd0\xcf\x11\xe0|\{\\rtf")
_FEWEST_WORDS = 30


class Holds(StrEnum):
    """What a body may become."""

    PAGE = "page"
    TEXT = "text"
    DOCUMENT = "document"
    EMPTY = "empty"
    BROKEN = "broken"
    OTHER = "other"


@cache
def table() -> dict[str, frozenset[str]]:
    """The lists of contents.toml by their keys."""
    text = resources.files("packager.readers.warc").joinpath("contents.toml").read_text(encoding="utf-8")
    return {key: frozenset(values) for key, values in tomllib.loads(text).items()}


def what(head: bytes, declared: str, address: str, *, broken: bool = False) -> Holds:
    """What a body holds whose first bytes are `head`; `declared` is its media type.

    `broken` says that no more of the body could be read than this.
    """
    name = name_of(address)
    kind = sniff(head, name)
    if kind is Kind.GZIP:
        kind = sniff(packed_head(head), name)
    is_page, is_text = declared in table()["pages"], declared in table()["texts"]
    if kind is Kind.SAVED_PAGE:
        return Holds.OTHER if declared in table()["programs"] and not _WHOLE_PAGE.match(head) else Holds.PAGE
    if broken and is_page and kind in {Kind.EMPTY, Kind.TEXT_DUMP, Kind.UNKNOWN}:
        return Holds.PAGE
    if kind is Kind.EMPTY:
        return Holds.EMPTY if is_page else Holds.OTHER
    if _DOCUMENT.match(head) or declared in table()["documents"]:
        return Holds.DOCUMENT
    if kind in {Kind.TEXT_DUMP, Kind.MARKDOWN}:
        return Holds.PAGE if is_page else Holds.TEXT if is_text and _is_prose(head, name) else Holds.OTHER
    if kind is not Kind.UNKNOWN or not is_page:
        return Holds.OTHER
    return Holds.PAGE if _MARKUP.search(head) or not head.strip(b"\0") else Holds.BROKEN


def name_of(address: str) -> str:
    """The last part of an address's path."""
    try:
        return urlsplit(address).path.rpartition("/")[2]
    except ValueError:
        return ""


def _is_prose(head: bytes, name: str) -> bool:
    return name.lower() not in table()["notices"] and len(head.split(None, _FEWEST_WORDS)) > _FEWEST_WORDS
