"""Writes the canonical article: one XHTML file of the elements that `canonical.rng` names.

All text is escaped where it becomes markup and all attributes are our own, so the file is well-formed by construction;
tests check every article they make against the schema.
"""

from __future__ import annotations

import html
import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from lxml import etree

from packager.articles.draft import Figure
from packager.articles.text.characters import escape
from packager.images.facts import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packager.articles.draft import Shown
    from packager.model import Metadata, Picture

MISSING = "images/missing.svg"

_FILE_NAME = re.compile(r"\S*\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|svg|heic)\s*$", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_EMPTY_ALTS = frozenset(("image", "img", "photo", "picture", "ảnh", "hình", "ad", "alt", "foto", "bild"))


@cache
def labels() -> dict[str, dict[str, str]]:
    """Language -> the words that the canonical article adds."""
    return tomllib.loads(resources.files("packager.articles").joinpath("labels.toml").read_text(encoding="utf-8"))


@cache
def schema() -> etree.RelaxNG:
    """The schema of the canonical article."""
    text = resources.files("packager.articles").joinpath("canonical.rng").read_bytes()
    return etree.RelaxNG(etree.fromstring(text))


def quote(text: str) -> str:
    """Text as an attribute's value, in double quotes."""
    return f'"{html.escape(text)}"'


class Writer:
    """Writes one article; numbers its pictures and captions as it goes."""

    def __init__(self, metadata: Metadata, held: dict[Shown, Picture], total: int) -> None:
        self._metadata = metadata
        self._held = held
        language = metadata.language.value
        self._labels = labels().get(language.partition("-")[0], labels()["en"])
        self._total = total
        self._shown = self._captions = 0

    def write(self, lead: Sequence[str], stream: Sequence[str | Figure]) -> bytes:
        """The article's bytes: UTF-8, one block a line."""
        title = escape(self._metadata.title.value)
        language = quote(self._metadata.language.value or "und")
        head = (
            f'<html xmlns="http://www.w3.org/1999/xhtml" lang={language} xml:lang={language}>'
            f"<head><title>{title}</title></head><body><article>\n<header><h1>{title}</h1>"
        )
        body = [self.figure(piece) if isinstance(piece, Figure) else piece for piece in stream]
        leads = [f'<p class="lead">{text}</p>' for text in lead]
        return "\n".join([head, *self._byline(), *leads, "</header>", *body, "</article></body></html>\n"]).encode()

    def _byline(self) -> list[str]:
        """Who wrote the article and when it was issued, as far as known."""
        names = ", ".join(escape(value.value) for value in self._metadata.creator)
        issued = self._metadata.issued.value
        time = f"<time datetime={quote(issued)}>{escape(self._written(issued))}</time>" if issued else ""
        parts = " · ".join(part for part in (names, time) if part)
        return [f'<p class="byline">{parts}</p>'] if parts else []

    def _written(self, issued: str) -> str:
        """A date as its language writes it, with the time of day where it is known."""
        date, _, clock = issued.partition("T")
        year, month, day = ([int(part) for part in date.split("-")] + [0, 0])[:3]
        if day:
            date = self._labels.get("date", "{year}-{month:02}-{day:02}").format(year=year, month=month, day=day)
        return f"{date} {clock[:5]}".rstrip()

    def figure(self, figure: Figure) -> str:
        """A figure: its pictures, and one caption for all of them."""
        caption = figure.caption
        if figure.credit:
            caption = f'{caption} <span class="credit">{figure.credit}</span>'.strip()
        name = ""
        if caption:
            self._captions += 1
            name = f"caption-{self._captions}"
        images = "".join(self._image(shown, name) for shown in figure.pictures)
        return (
            f"<figure>{images}" + (f'<figcaption id="{name}">{caption}</figcaption>' if caption else "") + "</figure>"
        )

    def _image(self, shown: Shown, caption: str) -> str:
        """One picture: the original by digest, or the place kept for it."""
        self._shown += 1
        picture = self._held[shown]
        described = ""
        alt = shown.alt if says_something(shown.alt) else ""
        if not alt:
            alt = self._labels["picture"].format(n=self._shown, total=self._total)
            described = f' aria-describedby="{caption}"' if caption else ""
        if picture.held:
            source = f"images/{picture.digest}{SUFFIXES[picture.media_type]}"
            place = f'src="{source}" width="{picture.width}" height="{picture.height}"'
        else:
            place = f'class="missing" src="{MISSING}"'
        return f"<img {place} alt={quote(alt)}{described} data-original-src={quote(picture.reference)}/>"


@cache
def _own_labels() -> re.Pattern[str]:
    """The numbered alts that we write ourselves, in any language."""
    forms = (re.escape(words["picture"]) for words in labels().values())
    return re.compile("|".join(form.replace(r"\{n\}", r"\d+").replace(r"\{total\}", r"\d+") for form in forms))


def says_something(alt: str) -> bool:
    """Whether an alt text tells a reader anything: a file's name, a number, "image" or our own label does not."""
    text = alt.strip()
    if _own_labels().fullmatch(text):
        return False
    return bool(_LETTERS.search(text)) and not is_file_name(text) and text.casefold() not in _EMPTY_ALTS


def is_file_name(alt: str) -> bool:
    """Whether an alt text is the name of a picture's file."""
    return _FILE_NAME.match(alt) is not None
