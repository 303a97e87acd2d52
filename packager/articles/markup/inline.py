"""Inline markup of a text: kept in pieces as the walk meets it, written as XHTML only where somebody asks."""

from __future__ import annotations

import enum
import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from packager.articles.text.characters import escape, squeeze

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_ROUND_BREAK = re.compile(" ?<br/> ?")


@dataclass(frozen=True, slots=True)
class Start:
    """A start tag: `href` is that of a link, as the page writes it; `language` that of a span; `credit` tells a
    picture's credit inside a caption, which is written by those who ask for it.
    """

    name: str
    href: str = ""
    language: str = ""
    credit: bool = False


class Sign(enum.Enum):
    """What stands between texts and start tags: an end tag, or a line break."""

    END = enum.auto()
    BREAK = enum.auto()


Piece: TypeAlias = str | Start | Sign


def end_of_text(pieces: Sequence[Piece]) -> int:
    """How many pieces there are up to the last that is neither white space nor a line break."""
    end = len(pieces)
    while end and (pieces[end - 1] is Sign.BREAK or _blank(pieces[end - 1])):
        end -= 1
    return end


def _blank(piece: Piece) -> bool:
    return isinstance(piece, str) and piece.isspace()


def written(pieces: Sequence[Piece], absolute: Callable[[str], str], *, preformatted: bool) -> str:
    """The pieces as inline XHTML; `absolute` makes a link's address whole, or "" where it cannot be.

    What is open at the end is closed; marks that hold no word and links that lead nowhere leave no trace, and no line
    break stands at an end.
    """
    shown = "\n" if preformatted else "<br/>"
    out: list[str] = []
    opened: list[tuple[str, str]] = []
    for piece in pieces:
        if isinstance(piece, str):
            out.append(escape(piece))
        elif isinstance(piece, Start):
            tags = _tags(piece, absolute)
            opened.append(tags)
            if tags[0]:
                out.append(tags[0])
        elif piece is Sign.BREAK:
            out.append(shown)
        else:
            _end(out, opened.pop())
    while not preformatted and out and (out[-1] == shown or not out[-1] or out[-1].isspace()):
        out.pop()
    while opened:
        _end(out, opened.pop())
    text = "".join(out)
    return text.strip("\n") if preformatted else _ROUND_BREAK.sub("<br/>", squeeze(text))


def _tags(start: Start, absolute: Callable[[str], str]) -> tuple[str, str]:
    """The start and end tag; both "" for a link that leads nowhere, and for what only tells a credit."""
    attributes = ""
    if start.credit and not start.language:
        return "", ""
    if start.href:
        address = absolute(start.href)
        if not address:
            return "", ""
        attributes = f' href="{html.escape(address)}"'
    elif start.language:
        language = html.escape(start.language)
        attributes = f' lang="{language}" xml:lang="{language}"'
    return f"<{start.name}{attributes}>", f"</{start.name}>"


def _end(out: list[str], tags: tuple[str, str]) -> None:
    if out and out[-1] == tags[0]:
        out.pop()
    elif tags[0] and out[-2:-1] == [tags[0]] and out[-1].isspace():
        del out[-2]
    elif tags[1]:
        out.append(tags[1])


def addresses(pieces: Iterable[Piece]) -> list[str]:
    """Where the links among the pieces lead, as the page writes it."""
    return [piece.href for piece in pieces if isinstance(piece, Start) and piece.href]


def links(pieces: Iterable[Piece]) -> Iterator[tuple[str, str]]:
    """Each link among the pieces: where it leads, as the page writes it, and its text."""
    open_marks: list[tuple[str, list[str]]] = []
    for piece in pieces:
        if isinstance(piece, Start):
            open_marks.append((piece.href, []))
        elif isinstance(piece, str):
            for _, text in open_marks:
                text.append(piece)
        elif piece is Sign.END and open_marks:
            href, text = open_marks.pop()
            if href:
                yield href, "".join(text)


def cut(pieces: Sequence[Piece], place: int) -> tuple[list[Piece], list[Piece]] | None:
    """The pieces before and from a character of their text, a line break being one; None inside inline markup."""
    at = depth = 0
    for n, piece in enumerate(pieces):
        length = len(piece) if isinstance(piece, str) else int(piece is Sign.BREAK)
        if isinstance(piece, str) and at <= place < at + length:
            inside = place - at
            return ([*pieces[:n], piece[:inside]], [piece[inside:], *pieces[n + 1 :]]) if not depth else None
        at += length
        depth += isinstance(piece, Start) - (piece is Sign.END)
    return None
