"""A picture's credit told apart from its caption: it stands in an element of its own, or ends the caption's text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packager.articles.markup.inline import Sign, Start, cut, written
from packager.articles.markup.vocabulary import CREDIT_END

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packager.articles.markup.inline import Piece
    from packager.articles.markup.tree import Item

_WORDS = re.compile(r"\w")


def told_apart(item: Item) -> tuple[str, str]:
    """The caption and the credit that a text holds, as inline XHTML; each "" where there is none."""
    pieces: Sequence[Piece] = item.pieces or [item.text]
    said, sources = _marked(pieces)
    if not sources:
        said, sources = _at_the_end(pieces)
    caption, credit = (written(part, item.absolute, preformatted=False) for part in (said, sources))
    return (caption, credit) if _WORDS.search(caption) else ("", f"{caption}{credit}")


def _marked(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The pieces outside and inside elements that are named as a credit."""
    said: list[Piece] = []
    sources: list[Piece] = []
    depth = 0
    for piece in pieces:
        if isinstance(piece, Start) and (depth or piece.credit):
            depth += 1
            if depth == 1 and sources:
                sources.append(" ")
        (sources if depth else said).append(piece)
        if depth and piece is Sign.END:
            depth -= 1
    return said, sources


def _at_the_end(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The pieces before and from the words that begin a credit ("Photo: ...", "Ảnh: ...", "©")."""
    text = "".join(_text(piece) for piece in pieces)
    found = CREDIT_END.search(text)
    parts = cut(pieces, found.start()) if found is not None and found.start() else None
    return parts if parts is not None else ([*pieces], [])


def _text(piece: Piece) -> str:
    if isinstance(piece, str):
        return piece
    return "\n" if piece is Sign.BREAK else ""
