"""Tells which folders beside a page hold its files, whatever they are called: by what the page refers to."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from packager.limits import LARGEST_REFERRING
from packager.readers import names

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

# What shows or loads a file, or leads to one.
_REFERENCE = re.compile(
    r"""\b(src|data-[\w-]{1,30}|srcset|poster|background|data|href)\s{0,9}=\s{0,9}(?:"([^"]{1,9000})|'([^']{1,9000})|([^\s"'>]{1,9000}))"""
    r"""|\b(url)\(\s{0,9}(?:"([^"]{1,2000})|'([^']{1,2000})|([^\s"')]{1,2000}))""",
    re.IGNORECASE,
)
_FIRST = re.compile(r"(?:\./)*([^/\\?#:]+)[/\\]")


def is_named_after(folder: str, page: str) -> bool:
    """Whether a folder's name is one that some browser gives the folder of a page's files."""
    return folder in names.companions(page)


def companion_of(folder: str, siblings: Collection[str], folders_of: Callable[[str], Collection[str]]) -> str:
    """The page beside a folder that holds its files there, "" without one.

    The folder is named as browsers do, or its name begins with the page's and the page refers to it. `folders_of`
    gives the folders that a page refers to (see `referred`); it is called for pages whose name fits only.
    """
    owners = [page for page in _owners(folder) if page in siblings]
    found = next((page for page in owners if is_named_after(folder, page)), "")
    composed = unicodedata.normalize("NFC", folder)
    return found or next((page for page in owners if composed in folders_of(page)), "")


def referred(content: bytes, page: str) -> list[str]:
    """The folders beside a page whose names (in NFC) begin with the page's, and from which it shows or loads files.

    A folder that it links pages of is none: that holds articles of their own.
    """
    stem = unicodedata.normalize("NFC", names.stem(page))
    text = _text(content[:LARGEST_REFERRING])
    if not stem or not any(form in text for form in _spellings(stem)):
        return []
    shown: dict[str, None] = {}
    linked = set()
    for match in _REFERENCE.finditer(text):
        is_link = (match[1] or "").lower() == "href"
        written = next(filter(None, (match[n] for n in (2, 3, 4, 6, 7, 8))), "")
        for reference in _candidates(written, listed=(match[1] or "").lower().endswith("srcset")):
            folder, is_page = _folder(reference)
            if folder.startswith(stem):
                if is_link and is_page:
                    linked.add(folder)
                else:
                    shown.setdefault(folder)
    return [folder for folder in shown if folder not in linked]


def _owners(folder: str) -> Iterator[str]:
    """The names of pages that a folder's name begins with, the longest first."""
    table = names.table()
    for length in range(len(folder), 0, -1):
        yield from (
            folder[:length] + suffix + packed for suffix in ("", *table["pages"]) for packed in ("", ".gz")
            if suffix or names.is_page(folder[:length] + packed)
        )  # fmt: skip


def _text(content: bytes) -> str:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _spellings(stem: str) -> set[str]:
    """How a page may write a name."""
    return {stem, quote(stem), html.escape(stem), html.escape(stem, quote=False), quote(stem, safe="!'()*,;:@&=+$~[]")}


def _candidates(written: str, *, listed: bool) -> Iterator[str]:
    """The references that a value holds."""
    text = html.unescape(written)
    yield text
    if listed:
        yield from (piece.split()[0] for piece in text.split(",") if piece.split())


def _folder(reference: str) -> tuple[str, bool]:
    """The first folder of a reference, and whether it leads to a page."""
    reference = reference.strip()
    found = _FIRST.match(reference)
    if not found:
        return "", False
    last = re.split(r"[?#]", reference, maxsplit=1)[0].rpartition("/")[2]
    return unicodedata.normalize("NFC", unquote(found[1])), not names.suffix(last) or names.is_page(last)
