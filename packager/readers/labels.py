"""Names sources in reports: relative, and the same wherever the folder lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.errors import SourceMissing
from packager.readers.files import locator_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def label_sources(sources: Sequence[Path]) -> list[tuple[str, Path]]:
    """Each source with its name: the last part of its path, or as many parts as tell it from the others.

    A file is named after its folder. Raises SourceMissing for a source that is not there.
    """
    for source in sources:
        if not source.exists():
            raise SourceMissing(f"{source}: there is no such file or folder; check the path")
    roots = list(dict.fromkeys(source.resolve() for source in sources))
    folders = {root: root if root.is_dir() else root.parent for root in roots}
    return [(_label(folders[root], set(folders.values()) - {folders[root]}), root) for root in roots]


def tails(folder: Path) -> Iterator[str]:
    """The names that a folder may have, from the last part of its path to all of them."""
    parts = [locator_of(part) for part in folder.parts[1:]] or ["root"]
    return ("/".join(parts[start:]) for start in reversed(range(len(parts))))


def _label(folder: Path, others: set[Path]) -> str:
    """The shortest name that no other folder could have."""
    taken = {name for other in others for name in tails(other)}
    names = list(tails(folder))
    return next((name for name in names if name not in taken), names[-1])
