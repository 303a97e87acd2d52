"""An article on its way to XHTML: what an extractor found, before its pictures are looked up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packager.model import Decision


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as the source shows it: its addresses, best first, as the source writes them, and its alt text.

    `reference` is the address by which the article names it, "" for that of the picture found.
    """

    addresses: tuple[str, ...]
    alt: str = ""
    reference: str = ""


@dataclass(slots=True)
class Figure:
    """A run of pictures that share a caption; `caption` and `credit` are inline XHTML, "" where there is none."""

    pictures: list[Shown]
    caption: str = ""
    credit: str = ""


@dataclass(slots=True)
class Draft:
    """What an extractor found in a capture.

    `title` is text; `lead` paragraphs of inline XHTML; `stream` the body in order: pieces of XHTML and figures.
    `body_text` is the body's plain text, for what is inferred from words.
    """

    title: str
    lead: list[str] = field(default_factory=list)
    stream: list[str | Figure] = field(default_factory=list)
    body_text: list[str] = field(default_factory=list)
    lead_text: str = ""
    decisions: list[Decision] = field(default_factory=list)
    unlinked: int = 0
    cut: bool = False
    rule_problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def shown(self) -> list[Shown]:
        """The pictures of all figures, in order."""
        return [shown for piece in self.stream if isinstance(piece, Figure) for shown in piece.pictures]
