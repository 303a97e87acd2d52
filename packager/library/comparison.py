"""What changed from one version of an article to another: its text by paragraphs and words, metadata, pictures."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Any

from packager.library.duplicates import copy_of
from packager.library.records import metadata_table
from packager.library.texts import blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from packager.model import Entry, Metadata, Picture

LONGEST = 2000  # words of a paragraph; a longer one is told whole
ALIKE = 0.4  # paragraphs with less in common are two


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph that changed: its number in the newer text (from 1), and its text before and after, "" for none."""

    place: int
    before: str
    after: str

    @property
    def words(self) -> list[tuple[str, str]]:
        """The paragraph in runs of words: ("=", kept), ("-", taken away) or ("+", added)."""
        old, new = self.before.split(), self.after.split()
        runs = _runs(old, new) if max(len(old), len(new)) <= LONGEST else iter((("-", old), ("+", new)))
        return [(sign, " ".join(words)) for sign, words in runs if words]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from `old` to `new`.

    `metadata` maps a word to its values before and after; `added` and `removed` name pictures by their references.
    """

    old: Entry
    new: Entry
    text: tuple[Change, ...]
    metadata: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether anything changed that a reader may see."""
        return bool(self.text or self.metadata or self.added or self.removed)

    @property
    def table(self) -> dict[str, Any]:
        """The comparison for machines."""
        return {
            "id": self.new.id,
            "old": _version(self.old),
            "new": _version(self.new),
            "text": [
                {"place": item.place, "before": item.before, "after": item.after, "words": item.words}
                for item in self.text
            ],
            "metadata": {word: {"before": old, "after": new} for word, (old, new) in self.metadata.items()},
            "pictures": {"added": self.added, "removed": self.removed},
        }


def history(versions: Iterable[Entry], read: Callable[[str], bytes]) -> list[Comparison]:
    """The versions of an article from the oldest on, each compared with the one before; copies of one are passed over.

    Those of one age are in order already. `read` gives a canonical article by its digest.
    """
    ordered = sorted(versions, key=lambda entry: copy_of(entry).age)
    found = (compare(old, new, read) for old, new in pairwise(ordered))
    return [one for one in found if one.differs]


def compare(old: Entry, new: Entry, read: Callable[[str], bytes]) -> Comparison:
    """What changed from one version to another."""
    before, after = ({_key(item): item.reference for item in entry.pictures} for entry in (old, new))
    return Comparison(
        old,
        new,
        tuple(_changes(_texts(read(old.content)), _texts(read(new.content)))) if old.content != new.content else (),
        _metadata_changes(old.metadata, new.metadata),
        tuple(name for key, name in after.items() if key not in before),
        tuple(name for key, name in before.items() if key not in after),
    )


def _key(picture: Picture) -> str:
    """A picture that is held is known by its bytes, whatever address it has."""
    return picture.digest or picture.reference


def _texts(content: bytes) -> list[str]:
    """What every block of a canonical article says."""
    return [block.text for block in blocks(content)]


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    for kind, first, last, start, end in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            continue
        for number, (before, after) in enumerate(zip_longest(old[first:last], new[start:end], fillvalue="")):
            place = min(start + number, max(end - 1, start)) + 1
            if before and after and not _alike(before, after):
                yield Change(place, before, "")
                yield Change(place, "", after)
            else:
                yield Change(place, before, after)


def _alike(before: str, after: str) -> bool:
    return SequenceMatcher(None, before.split(), after.split()).quick_ratio() >= ALIKE


def _runs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "=", old[first:last]
        else:
            yield "-", old[first:last]
            yield "+", new[start:end]


def _metadata_changes(old: Metadata, new: Metadata) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    before, after = metadata_table(old), metadata_table(new)
    found = {word: (_values(before.get(word)), _values(after.get(word))) for word in {**before, **after}}
    return {word: pair for word, pair in found.items() if pair[0] != pair[1]}


def _values(known: Any) -> tuple[str, ...]:  # noqa: ANN401 - one value, or a list of them
    """The values of a word, each as text."""
    listed = known if isinstance(known, list) else [known] if known else []
    return tuple(value["value"] if "value" in value else f"{value['title']} <{value['address']}>" for value in listed)


def _version(entry: Entry) -> dict[str, str]:
    return {
        "id": entry.id,
        "input": f"{entry.source}/{entry.locator}",
        "captured": entry.metadata.captured.value,
        "capture": entry.capture,
        "content": entry.content,
    }
