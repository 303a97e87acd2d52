"""Sketches of texts, small enough to keep and to compare, that tell which texts are nearly the same.

A text is its words without case and punctuation, and its sketch holds the least hashes of its runs of three words (a
bottom-k sketch: A. Broder, *On the resemblance and containment of documents*, 1997), of its passages of eight, and of
its numbers. Edits all over a text break more of the passages than of the runs, another part breaks as many of both: so
the two tell a story that was edited from one that repeats the background of another.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING, Self

from packager.library.texts import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packager.model import Entry

RUNS, PASSAGES, NUMBERS = 128, 128, 64
"""How many hashes of runs, passages and numbers a sketch holds at most."""
SHORT = 100
"""A text of fewer different runs is short, and never nearly the same as another."""
NEAR = 84
"""Per cent of the words that two texts have in common at least where they are nearly the same."""
STORY = 75
"""Per cent of the text, edited or not, that two have in common at least; what shares less has a part of its own."""
PUT_RIGHT = 8
"""Of so many numbers that two texts share, another one may differ: a figure that was put right."""

_FORM = 2  # raise it when a change of code alone changes keys or sketches
_TOKEN = re.compile(r"\d+|[぀-ヿ㐀-鿿฀-໿က-႟ក-៿]|[^\W\d_]+")  # where no spaces part words, a character is one
_MIX = (0x278DDE6D, 0x30B0A5C5, 0x165667B1)  # odd, so that no bit of a word's hash is lost, and of `_BITS`
_BITS = 30  # as many as Python's integers have in one digit: more cost twice the time to sort
_PLACE = 64  # bits that hold a sum of three products of `_BITS` by `_BITS`
_MIDDLE = 24  # the lowest bit of such a sum that enough of the factors' bits have a say in


@dataclass(frozen=True, slots=True)
class Sketch:
    """The least hashes of a text's runs, passages and numbers, each sorted and below 2**32; none for a short text."""

    runs: tuple[int, ...] = ()
    passages: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()

    def dump(self) -> bytes:
        """At most 1,284 bytes: how many runs and passages there are (16 bits each), then all; little-endian."""
        hashes = (*self.runs, *self.passages, *self.numbers)
        return struct.pack(f"<HH{len(hashes)}I", len(self.runs), len(self.passages), *hashes)

    @classmethod
    def load(cls, content: bytes) -> Self:
        """The sketch that `dump` wrote."""
        runs, passages, *hashes = struct.unpack(f"<HH{(len(content) - 4) // 4}I", content)
        both = runs + passages
        return cls(tuple(hashes[:runs]), tuple(hashes[runs:both]), tuple(hashes[both:]))

    def likeness(self, other: Sketch) -> int:
        """Per cent of the words that two texts have in common, about; 0 for what tells different stories."""
        runs = _in_common(self.runs, other.runs, RUNS)
        likeness = round(100 * _root(runs, 3))
        if likeness < NEAR or _contradict(self.numbers, other.numbers, likeness):
            return 0
        # Of a share s in common in which a word is kept with p, s p^3 of the runs are left and s p^8 of the passages.
        kept = _root(_in_common(self.passages, other.passages, PASSAGES) / runs, 5)
        story = runs / kept**3 if kept else 1
        if story < STORY / 100:
            return 0
        return min(likeness if story >= 1 else round(100 * story * kept), 99)


def runs_of(content: bytes, count: int) -> tuple[int, ...]:
    """So many of the least runs of a sketch that was dumped, at most, without the rest of it."""
    (runs,) = struct.unpack_from("<H", content)
    return struct.unpack_from(f"<{min(runs, count)}I", content, 4)


@dataclass(frozen=True, slots=True)
class Text:
    """What an article says: a key (64 bits, signed) that equal texts share, None for no text, and its dumped sketch."""

    key: int | None = None
    dumped: bytes = Sketch().dump()

    @property
    def sketch(self) -> Sketch:
        """The sketch itself."""
        return Sketch.load(self.dumped)


NOTHING = Text()


def text_of(entry: Entry, content: bytes) -> Text:
    """What an article says.

    Few words are no proof: a short text is the same only where title and pictures are, too, and no text (None) never.
    `content` is the canonical article.
    """
    words = list(chain.from_iterable(map(_words, said(content).split())))
    if not words:
        return NOTHING
    hashes = b"".join(map(_hash, words))
    runs = _mixed(int.from_bytes(hashes, "little"), len(words), (0, 1, 2))
    told = set(_apart(*runs))
    if len(told) >= SHORT:
        passages = set(_apart(*_mixed(*runs, (0, 3, 5))))
        numbers = set(_numbers(words))
        sketch = Sketch(_least(told, RUNS), _least(passages, PASSAGES), _least(numbers, NUMBERS))
        return Text(_key(hashes), sketch.dump())
    pictures = (picture.digest or picture.reference for picture in entry.pictures)
    return Text(_key(hashes, entry.metadata.title.value, *pictures))


@lru_cache(maxsize=1 << 16)
def _words(piece: str) -> tuple[str, ...]:
    """The words of a text, or of a piece of it between spaces."""
    return tuple(_TOKEN.findall(unicodedata.normalize("NFC", piece).casefold()))


def _key(hashes: bytes, *further: str) -> int:
    parts = (_FORM.to_bytes(8, "big"), hashes, *map(_hash, further))
    return int.from_bytes(blake2b(b"".join(parts), digest_size=8).digest(), "big", signed=True)


def _mixed(hashes: int, count: int, steps: tuple[int, int, int]) -> tuple[int, int]:
    """The hashes of what begins at each of `count` places, from those at three steps from there; and how many.

    All stand in one number, the first lowest, each in `_PLACE` bits of which the lowest `_BITS` count: so a few
    operations multiply and add them all (0.02 ms for 900 words, a twentieth of one by one).
    """
    count = max(0, count - steps[-1])
    mask = _mask(count + steps[-1])
    hashes &= mask
    sums = sum(factor * (hashes >> step * _PLACE) for factor, step in zip(_MIX, steps, strict=True))
    return (sums >> _MIDDLE) & (mask >> steps[-1] * _PLACE), count


def _mask(count: int) -> int:
    return int.from_bytes(((1 << _BITS) - 1).to_bytes(_PLACE // 8, "little") * count, "little")


def _apart(hashes: int, count: int) -> tuple[int, ...]:
    """The hashes that stand in one number."""
    return struct.unpack(f"<{2 * count}I", hashes.to_bytes(_PLACE // 8 * count, "little"))[::2]


def _numbers(words: Iterable[str]) -> Iterator[int]:
    """Of each number 16 bits of its hash, then 16 of that of the last word before it, told apart where both recur."""
    before = ""
    met: Counter[tuple[str, str]] = Counter()
    for word in words:
        if word[0].isdigit():
            met[word, before] += 1
            yield int.from_bytes(_hash(word)[:2] + _hash(f"{before} {met[word, before]}")[:2], "big")
        else:
            before = word


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> bytes:
    return blake2b(word.encode("utf-8", "surrogatepass"), digest_size=_PLACE // 8).digest()


def _least(hashes: set[int], count: int) -> tuple[int, ...]:
    """The least of some hashes; where there are many, only about twice as many as asked for are sorted."""
    limit = 2 * count * (1 << _BITS) // max(1, len(hashes))
    below = [number for number in hashes if number < limit]
    return tuple(sorted(below if len(below) >= count else hashes)[:count])


def _in_common(mine: Iterable[int], theirs: Iterable[int], count: int) -> float:
    """The share of its runs that a text has in common with another, from their least ones: 2 r / (1 + r).

    r is their resemblance, which of all that either has is the share that both have.
    """
    one, other = set(mine), set(theirs)
    least = sorted(one | other)[:count]
    resemblance = len(one.intersection(least, other)) / max(1, len(least))
    return 2 * resemblance / (1 + resemblance)


def _root(share: float, degree: int) -> float:
    return float(min(share, 1) ** (1 / degree))


def _contradict(mine: Iterable[int], theirs: Iterable[int], likeness: int) -> bool:
    """Whether numbers stand for others far more often than words do, as in two days' weather.

    Whoever edits a text changes its numbers as rarely as its words, or takes some away or brings some; whoever fills
    in a form changes little but the numbers. Where there are many, most are found somewhere in the other text as well,
    so then it counts whether they come after the same word.
    """
    one, other = set(mine), set(theirs)
    least = set(sorted(one | other)[:NUMBERS])
    placed = len(least & one & other)
    misplaced = min(len(least & one), len(least & other)) - placed
    said, heard = (Counter(number >> 16 for number in least & held) for held in (one, other))
    kept = (said & heard).total()
    changed = min(said.total(), heard.total()) - kept
    edited, moved = 1 - likeness / 100, 1 - (likeness / 100) ** 2
    if changed * PUT_RIGHT > kept and changed > 3 * edited * (kept + changed) + 0.5:
        return True
    return 2 * misplaced > placed and misplaced > 2 * moved * (placed + misplaced) + 1.5
