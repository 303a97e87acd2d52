"""What to show of an article that was found: the piece of its text that says most of the query, the hits marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from packager.library.folding import exact, folded, tokens, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from packager.library.query import Query, Term
    from packager.library.texts import Block

WIDTH = 160
"""Characters of a snippet, at the most."""
BEFORE = 40  # of them at most before the first hit
BLOCK, ARTICLE = 10_000, 100_000  # characters that are looked at for the best place

Mark = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """Where a hit stands (`texts.TITLE` ...), a piece of that text, and where in it the words are: (start, end)."""

    place: str
    text: str
    marks: tuple[Mark, ...]


NOTHING = Snippet("", "", ())


def snippet(held: Iterable[Block], query: Query, *, is_exact: bool) -> Snippet:
    """The piece of an article that has the most of a query's terms, the first of equals."""
    form = exact if is_exact else folded
    best, most, looked = None, 0, 0
    for block in held:
        found = words(block.text[:BLOCK], form)
        terms = sum(1 for term in query.terms if next(_places(found, term, form), None))
        if terms > most:
            best, most = block, terms
        looked += len(block.text)
        if most == len(query.terms) or looked > ARTICLE:
            break
    return _cut(best, _marks(best.text[:BLOCK], query, form)) if best else NOTHING


def _places(found: Sequence[str], term: Term, form: Callable[[str], str]) -> Iterator[tuple[int, int]]:
    """Where a term stands among the words of a text: the numbers of its first and of its last word."""
    *first, last = term.exact if form is exact else term.folded
    if any(word not in found for word in (first if term.begun else (*first, last))):
        return
    for number in range(len(found) - len(first)):
        end = number + len(first)
        begins = found[end].startswith(last) if term.begun else found[end] == last
        if begins and list(found[number:end]) == first:
            yield number, end


def _marks(text: str, query: Query, form: Callable[[str], str]) -> list[Mark]:
    """Where the terms of a query stand in a text, in characters, by place."""
    held = list(tokens(text, form))
    found = [token.text for token in held]
    places = {place for term in query.terms for place in _places(found, term, form)}
    return sorted((held[first].start, held[last].end) for first, last in places)


def _cut(block: Block, marks: Sequence[Mark]) -> Snippet:
    """A piece of a block round its first mark, from word to word where there are words."""
    text, first = block.text, marks[0][0] if marks else 0  # a sign such as ㎏ is no word until it is folded
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
