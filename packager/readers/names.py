"""What a file's name says, by the table names.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# README*, LICENSE* in capitals; in any letters only where nothing but a note's suffix follows.
_READ_ME = re.compile(
    r"(?:README|LICEN[CS]E|COPYING)(?![A-Za-z])|NOTICE\Z|(?i:readme|licen[cs]e|copying)(?:\.(?:md|txt|rst))?\Z"
)


@cache
def table() -> dict[str, tuple[str, ...]]:
    """The lists of names.toml by their keys."""
    text = resources.files("packager.readers").joinpath("names.toml").read_text(encoding="utf-8")
    return {key: tuple(values) for key, values in tomllib.loads(text).items()}


def suffix(name: str) -> str:
    """The suffix in small letters, without a ".gz" behind it; "" if there is none."""
    lowered = name.lower().removesuffix(".gz")
    dot = lowered.rfind(".")
    return lowered[dot:] if dot > 0 else ""


def is_page(name: str) -> bool:
    """Whether a name promises a page."""
    return suffix(name) in table()["pages"]


def is_text(name: str) -> bool:
    """Whether a name promises plain text."""
    return suffix(name) in table()["texts"]


def is_markdown(name: str) -> bool:
    """Whether a name promises Markdown."""
    return suffix(name) in table()["markdown"]


def hidden(name: str) -> str:
    """The kind of file that a name promises under a compression whose bytes do not tell, "" for none."""
    lowered = name.lower()
    kinds = (kind for kind in ("TAR", "WARC") if lowered.endswith(table()[f"compressed_{kind.lower()}"]))
    return next(kinds, "")


def is_resource(name: str) -> bool:
    """Whether a name promises what pages refer to: a picture, a style, a script, a font, sound or film."""
    return suffix(name) in _resources()


@cache
def _resources() -> frozenset[str]:
    return frozenset(table()["resources"])


def is_read_me(name: str) -> bool:
    """Whether a file holds notes for people."""
    return _READ_ME.match(name) is not None


def stem(name: str) -> str:
    """A name without the suffix that says how the file is written, as browsers name a page's companion folder after."""
    bare = name[:-3] if name.lower().endswith(".gz") else name
    is_known = is_page(name) or is_text(name) or is_markdown(name) or suffix(name) in table()["files_in_one"]
    return bare[: len(bare) - len(suffix(name))] if is_known else bare


def is_crawl(name: str) -> bool:
    """Whether a name promises a WARC file."""
    return name.lower().endswith(table()["crawls"])


def is_zip(name: str) -> bool:
    """Whether a name promises a ZIP file, or what is made of one."""
    return name.lower().endswith(table()["zips"])


def sidecars(name: str) -> Iterator[str]:
    """The names that the sidecar of a file may have: after its whole name, then after its stem."""
    bases = dict.fromkeys((name, stem(name)))
    found = (base + ending for base in bases for ending in table()["described_by"])
    return (sidecar for sidecar in found if sidecar not in table()["ignored"])


def companions(page: str) -> tuple[str, ...]:
    """The names that a page's companion folder may have, the usual ones first."""
    return tuple(stem(page) + ending for ending in table()["companions"])
