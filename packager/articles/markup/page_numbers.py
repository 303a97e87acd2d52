"""Addresses and file names of an article's later pages: "?page=2", "/2", "/page/2", "-p2.html", "_2.html"."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from urllib.parse import unquote

from packager.articles.markup.vocabulary import alternatives

_TABLE = resources.files("packager.articles.markup").joinpath("page_numbers.toml")
_WORDS = alternatives(tomllib.loads(_TABLE.read_text(encoding="utf-8"))["words"])
# "@" stands for "?" where a file's name cannot hold it.
_QUERY = re.compile(rf"(?P<part>[?&@](?:{_WORDS})=(?P<number>[1-9]\d?))(?=&|$)", re.IGNORECASE)
_PATH = re.compile(
    rf"(?P<first>.*?[^/])(?P<part>[/_.,-](?P<word>(?:{_WORDS})[/_.-]?)?(?P<number>[1-9]\d?))(?P<suffix>\.[a-z]{{3,5}})?/?",
    re.IGNORECASE,
)
# Most addresses hold no number at their end, and some a date.
_NUMBER_LAST = re.compile(r"[^\d][1-9]\d?(?:\.[a-z]{3,5})?/?$", re.IGNORECASE)
_DATE_LAST = re.compile(r"[-_.]\d\d?[-_.]\d\d?(?:\.[a-z]{3,5})?/?$", re.IGNORECASE)
_LONGEST_END = 12
_SCHEME = re.compile(r"(?<![a-z])[a-z]{1,20}:(?=//)", re.IGNORECASE)
_END = re.compile(r"(?:/index)?(?:\.[a-z]{3,5})?/?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numbered:
    """The address of a page by its number: `first` is that of the first page, `part` what a later one adds to it."""

    first: str
    part: str
    number: int


def numbered(address: str) -> Numbered | None:
    """The parts of an address that holds the number of a page; None for one that holds none.

    A number without a word for "page" means one from the second page on; a year or another long number never does.
    """
    address = address.partition("#")[0]
    if "=" in address and (query := _QUERY.search(address)):
        rest = address[query.end() :]
        if query["part"][0] != "&" and rest:
            rest = query["part"][0] + rest[1:]
        return Numbered(address[: query.start()] + rest, query["part"], int(query["number"]))
    end = address[-_LONGEST_END:]
    if "?" in address or not _NUMBER_LAST.search(end) or _DATE_LAST.search(end):
        return None
    path = _PATH.fullmatch(address)
    if path is None or (path["number"] == "1" and not path["word"]):
        return None
    return Numbered(path["first"] + (path["suffix"] or ""), path["part"], int(path["number"]))


def first_of(address: str) -> str:
    """The address of the article whose first page this is: without the words "page 1"."""
    found = numbered(address)
    return found.first if found is not None and found.number == 1 else address


def same_but_for_the_page(address: str) -> str:
    """What the addresses of all pages of an article share, given that of its first: no scheme, suffix or fragment."""
    whole, question, query = unquote(_SCHEME.sub("", address.partition("#")[0])).partition("?")
    host, slash, path = whole.removeprefix("//").partition("/")
    return f"{host.lower()}{slash}{_END.sub('', path)}{question}{query}"
