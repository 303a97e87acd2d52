"""What to show of an article that was found: the piece of its text that says most of the query, the hits marked."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from packager.library.folding import exact, folded, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from packager.library.folding import Token
    from packager.library.query import Query, Term
    from packager.library.texts import Block

WIDTH = 160
"""Characters of a snippet, at the most."""
BEFORE = 40  # of them at most before the first hit
BLOCK_WORDS, ARTICLE_WORDS = 2_000, 20_000  # what is looked at for the best place

Mark = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """Where a hit stands (`texts.TITLE` ...), a piece of that text, and where in it the words are: (start, end)."""

    place: str
    text: str
    marks: tuple[Mark, ...]


def snippet(held: Iterable[Block], query: Query, *, is_exact: bool) -> Snippet:
    """The piece of an article that has the most of a query's terms, the first of equals."""
    form = exact if is_exact else folded
    best, most, looked = Snippet("", "", ()), 0, 0
    for block in held:
        if looked > ARTICLE_WORDS:
            break
        found = list(islice(tokens(block.text, form), BLOCK_WORDS))
        looked += len(found)
        marks = [list(_marks(found, term, form)) for term in query.terms]
        if (terms := sum(map(bool, marks))) > most:
            most, best = terms, _cut(block, sorted({mark for held in marks for mark in held}))
        if most == len(query.terms):
            break
    return best


def _marks(found: Sequence[Token], term: Term, form: Callable[[str], str]) -> Iterator[Mark]:
    """Where a term stands among the words of a text."""
    wanted = term.exact if form is exact else term.folded
    *first, last = wanted
    for number in range(len(found) - len(first)):
        end = found[number + len(first)]
        begins = end.text.startswith(last) if term.begun else end.text == last
        if begins and all(found[number + place].text == word for place, word in enumerate(first)):
            yield found[number].start, end.end


def _cut(block: Block, marks: Sequence[Mark]) -> Snippet:
    """A piece of a block round its first mark, from word to word where there are words."""
    text, first = block.text, marks[0][0]
    start = 0 if len(text) <= WIDTH or first <= BEFORE else text.find(" ", first - BEFORE, first) + 1 or first
    end = len(text) if len(text) - start <= WIDTH else text.rfind(" ", start + WIDTH // 2, start + WIDTH)
    end = start + WIDTH if end < 0 else end
    shown = f"{'… ' * (start > 0)}{text[start:end]}{' …' * (end < len(text))}"
    shift = 2 * (start > 0) - start
    inside = [(begin + shift, min(stop, end) + shift) for begin, stop in marks if begin < end]
    return Snippet(block.place, shown, tuple(_joined(inside)))


def _joined(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Marks in order, those that touch as one."""
    start, end = -1, -1
    for begin, stop in marks:
        if begin > end:
            if end > start:
                yield start, end
            start, end = begin, stop
        end = max(end, stop)
    if end > start:
        yield start, end
