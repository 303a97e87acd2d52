"""The test pages: our own words in the markup of each site, and what is expected of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from packager.articles.markup.parse import parse

FOLDER = Path(__file__).parent / "pages"
HOSTS = sorted(path.stem for path in FOLDER.glob("*.html"))


@dataclass(frozen=True)
class Expected:
    """What a page's .toml says."""

    address: str
    title: str
    lead: str
    authors: list[str]
    section: str
    issued: str
    stated_date: str
    related: list[str]
    paragraphs: list[str]
    figures: list[dict]


def text_of(host):
    return (FOLDER / f"{host}.html").read_text(encoding="utf-8")


def expected_of(host):
    return Expected(**tomllib.loads((FOLDER / f"{host}.toml").read_text(encoding="utf-8")))


def tree_of(rule, host):
    return parse(rule.prepare(text_of(host))).root
