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
from typing import TYPE_CHECKING, Self

from packager.library.texts import TEXT, blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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

_FORM = 1  # raise it when a change of code alone changes keys or sketches
_TOKEN = re.compile(r"\d+|[぀-ヿ㐀-鿿฀-໿က-႟ក-៿]|[^\W\d_]+")  # where no spaces part words, a character is one
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)  # odd, so that no bit of a word's hash is lost
_MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Sketch:
    """The least hashes of a text's runs, passages and numbers, each sorted and of 32 bits; none for a short text."""

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


@dataclass(frozen=True, slots=True)
class Text:
    """What an article says: a key (64 bits, signed) that equal texts share, None for no text, and its sketch."""

    key: int | None = None
    sketch: Sketch = Sketch()


NOTHING = Text()


def text_of(entry: Entry, content: bytes) -> Text:
    """What an article says.

    Few words are no proof: a short text is the same only where title and pictures are, too, and no text (None) never.
    `content` is the canonical article.
    """
    words = _words(block.text for block in blocks(content) if block.place == TEXT)
    if not words:
        return NOTHING
    hashes = [_hash(word) for word in words]
    runs = _mixed(hashes, hashes[1:], hashes[2:])
    if len(set(runs)) >= SHORT:
        passages = _mixed(runs, runs[3:], runs[5:])
        return Text(
            _key(words), Sketch(_least(runs, RUNS), _least(passages, PASSAGES), _least(_numbers(words), NUMBERS))
        )
    pictures = (picture.digest or picture.reference for picture in entry.pictures)
    return Text(_key([*words, "", entry.metadata.title.value, *pictures]))


def _words(lines: Iterable[str]) -> list[str]:
    return _TOKEN.findall(unicodedata.normalize("NFC", " ".join(lines)).casefold())


def _key(parts: Iterable[str]) -> int:
    text = "\n".join((str(_FORM), *parts))
    return int.from_bytes(blake2b(text.encode("utf-8", "backslashreplace"), digest_size=8).digest(), "big", signed=True)


def _mixed(*following: Sequence[int]) -> list[int]:
    """The hashes (64 bits) of what begins at each place, from those of three that follow each other."""
    one, two, three = _MIX
    return [(a * one + b * two + c * three) & _MASK for a, b, c in zip(*following, strict=False)]


def _numbers(words: Iterable[str]) -> Iterator[int]:
    """Of each number 16 bits of its hash, then 16 of that of the last word before it, told apart where both recur."""
    before = ""
    met: Counter[tuple[str, str]] = Counter()
    for word in words:
        if word[0].isdigit():
            met[word, before] += 1
            yield _hash(word) >> 48 << 48 | _hash(f"{before} {met[word, before]}") >> 48 << 32
        else:
            before = word


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _least(hashes: Iterable[int], count: int) -> tuple[int, ...]:
    """The least of some hashes, by their upper 32 bits."""
    return tuple(sorted({number >> 32 for number in hashes})[:count])


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
