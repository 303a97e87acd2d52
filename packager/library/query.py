"""What is searched for: words that all have to occur, "phrases in quotes", beginnings with a star at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packager.errors import UsageError
from packager.library.folding import exact, folded, sought

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST = 1000  # characters
MOST = 50  # words and phrases

_QUOTES = str.maketrans(dict.fromkeys("“”„«»＂", '"'))
_TERM = re.compile(r'"([^"]*)"?(\*?)|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or several that have to follow each other; with `begun` the last may go on."""

    folded: tuple[str, ...]
    exact: tuple[str, ...]
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """The terms of a query; articles have to hold them all."""

    terms: tuple[Term, ...]

    @classmethod
    def parse(cls, text: str) -> Query:
        """The query that a person typed; UsageError for one without a word, and for one that is too long."""
        if len(text) > LONGEST:
            raise UsageError(f"the query has {len(text):,} characters; give {LONGEST:,} at most")
        terms = tuple(dict.fromkeys(_terms(text)))
        if not terms:
            raise UsageError(f"{text!r}: there is no word in the query; give one or more")
        if len(terms) > MOST:
            raise UsageError(f"the query has {len(terms)} words; give {MOST} at most")
        return cls(terms)

    @property
    def match(self) -> str:
        """The folded words as FTS5 asks for them."""
        return " AND ".join(_quoted(term.folded, begun=term.begun) for term in self.terms)

    @property
    def match_exact(self) -> str:
        """The exact words as FTS5 asks for them, each by itself."""
        return " AND ".join(
            _quoted((word,), begun=term.begun and number == len(term.exact))
            for term in self.terms
            for number, word in enumerate(term.exact, 1)
        )

    @property
    def has_phrases(self) -> bool:
        """Whether words have to follow each other, which only the index of folded words knows."""
        return any(len(term.folded) > 1 for term in self.terms)


def _terms(text: str) -> Iterator[Term]:
    for phrase, star, word in _TERM.findall(text.translate(_QUOTES)):
        typed = f"{phrase}{word}{star}"
        found, begun = _sought(typed, folded)
        also, _ = _sought(typed, exact)
        if found and also:
            yield Term(found, also, begun or typed.endswith("*"))


def _sought(text: str, form: Callable[[str], str]) -> tuple[tuple[str, ...], bool]:
    found, begun = sought(text, form)
    return tuple(found), begun


def _quoted(words: tuple[str, ...], *, begun: bool) -> str:
    """Words, which hold no quotes, as a string of FTS5, in which nothing else has a meaning."""
    return f'"{" ".join(words)}"' + " *" * begun
