"""An article on its way to XHTML: what an extractor found, before its pictures are looked up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packager.articles.text.decode import Decoded
    from packager.model import Capture, Decision


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as the source shows it: its addresses, best first, as the source writes them, and its alt text.

    `reference` is the address by which the article names it, "" for that of the picture found.
    `page` is the number of the article's page that shows it, counted from 0.
    """

    addresses: tuple[str, ...]
    alt: str = ""
    reference: str = ""
    page: int = 0


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
    `body_text` is the body's plain text, for what is inferred from words. `site` is the one whose rule was asked for,
    `problems` are (finding code, message), `further` the captures and texts of the article's pages after the first.
    """

    title: str
    lead: list[str] = field(default_factory=list)
    stream: list[str | Figure] = field(default_factory=list)
    body_text: list[str] = field(default_factory=list)
    lead_text: str = ""
    decisions: list[Decision] = field(default_factory=list)
    site: str = ""
    unlinked: int = 0
    cut: bool = False
    problems: list[tuple[str, str]] = field(default_factory=list)
    further: list[tuple[Capture, Decoded]] = field(default_factory=list)

    @property
    def shown(self) -> list[Shown]:
        """The pictures of all figures, in order."""
        return [shown for piece in self.stream if isinstance(piece, Figure) for shown in piece.pictures]
