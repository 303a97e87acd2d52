"""Puts together what is known of an article from without: what a person gave, what the file round it states."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from packager.articles.text.decode import ILLEGAL
from packager.articles.text.languages import language_tag
from packager.model import UNKNOWN, Basis, Metadata, Value

if TYPE_CHECKING:
    from packager.model import Capture

_LISTS = ("creator", "subject", "related")
_SINGLE = tuple(word for word in Metadata.__slots__ if word not in (*_LISTS, "identifier"))
# What the text itself tells better than a field: feeds state languages that they are not in.
_BY_TEXT = ("language", "related")
# How far what is known can be trusted, best first.
_ORDER = (Basis.GIVEN, Basis.METADATA, Basis.VISIBLE, Basis.INFERRED, Basis.UNKNOWN)


def completed(metadata: Metadata, capture: Capture) -> Metadata:
    """What a page says of itself, with what its source states of it; what is given in a sidecar goes before both.

    A whole capture (a feed's entry) is described by its source: what that states goes before what only its text
    shows. Any other page goes first in what it states or shows itself.
    """
    capture = replace(capture, given=_sound(capture.given), stated=_sound(capture.stated))
    stated = {word: _better(word, metadata, capture) for word in (*_SINGLE, *_LISTS)}
    given = {word: value for word in (*_SINGLE, *_LISTS) if (value := getattr(capture.given, word))}
    return replace(metadata, **(stated | given))


def _sound(known: Metadata) -> Metadata:
    """Metadata of characters that XML can hold, whose language is a BCP 47 tag, or not known."""
    tag = language_tag(known.language.value) if known.language else ""
    words: dict[str, Any] = {word: _legal(getattr(known, word)) for word in _SINGLE}
    words |= {word: tuple(filter(None, map(_legal, getattr(known, word)))) for word in ("creator", "subject")}
    words["language"] = replace(words["language"], value=tag) if tag else UNKNOWN
    sound = (link for link in known.related if not ILLEGAL.search(link.address))
    related = tuple(replace(link, title=ILLEGAL.sub("", link.title)) for link in sound)
    return replace(known, **words, related=related)


def _legal(value: Value) -> Value:
    """A value without the characters that XML cannot hold; an address with one is none."""
    if not ILLEGAL.search(value.value) and not ILLEGAL.search(value.evidence):
        return value
    cleaned = replace(value, value=ILLEGAL.sub("", value.value).strip(), evidence=ILLEGAL.sub("", value.evidence))
    return cleaned if cleaned and "://" not in cleaned.value else UNKNOWN


def _better(word: str, page: Metadata, capture: Capture) -> Any:  # noqa: ANN401 - a value, or a tuple of them
    """What is known under a word from the better source; keywords from both."""
    own, stated = getattr(page, word), getattr(capture.stated, word)
    if not stated:
        return own
    if word == "subject":
        known = {value.value.casefold() for value in own}
        return (*own, *(value for value in stated if value.value.casefold() not in known))
    if not own or (word not in _BY_TEXT and _rank(stated) < _rank(own) and (capture.whole or not _is_told(own))):
        return stated
    return own


def _rank(known: Value | tuple[Value, ...]) -> int:
    first = known if isinstance(known, Value) else next(iter(known), UNKNOWN)
    return _ORDER.index(first.basis)


def _is_told(known: Value | tuple[Value, ...]) -> bool:
    """Whether a page states or shows what is known."""
    return _rank(known) <= _ORDER.index(Basis.VISIBLE)
