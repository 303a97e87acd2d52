"""Keeps two folders of one name apart, so that a page of the one never takes the place of a page of the other."""

from __future__ import annotations

import json
from contextlib import suppress
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

from packager import readers
from packager.library import drafts
from packager.readers.labels import tails
from packager.readers.walk import folder_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packager.library.catalogue import Catalogue
    from packager.model import Input


class Origins:
    """Which folder the name of each source was last given to, in a file of the cache.

    A folder that was moved keeps its name, as long as nothing of another one would be replaced by it.
    """

    def __init__(self, path: Path, catalogue: Catalogue) -> None:
        self._path = path
        self._catalogue = catalogue
        self._folders: dict[str, str] = {}
        with suppress(OSError, ValueError, TypeError):  # never written, or damaged: a safeguard less
            self._folders = dict(json.loads(path.read_text(encoding="ascii")))

    def named(self, sources: Sequence[tuple[str, Path]]) -> list[tuple[str, Path]]:
        """Each source with its name, or a longer one where that is another folder's."""
        return [(self._name(label, root), root) for label, root in sources]

    def settle(self, sources: Sequence[tuple[str, Path]]) -> list[tuple[str, Path]]:
        """The same, and remembered; OutputError."""
        found = self.named(sources)
        self._folders |= {label: str(folder_of(root)) for label, root in found}
        drafts.write(self._path, json.dumps(self._folders, sort_keys=True).encode("ascii"))
        return found

    def _name(self, label: str, root: Path) -> str:
        longer = (name for name in tails(folder_of(root)) if len(name) > len(label))
        return next((name for name in (label, *longer) if not self._is_taken(name, root)), label)

    def _is_taken(self, label: str, root: Path) -> bool:
        """Whether reading a source under a name would replace what is still there, unchanged, in another folder."""
        folder = self._folders.get(label, "")
        if folder in {"", str(folder_of(root))}:
            return False
        return any(self._replaces(item, Path(folder)) for item in readers.scan(root, label))

    def _replaces(self, item: Input, folder: Path) -> bool:
        record = self._catalogue.recorded(item.source, item.locator)
        known = record or self._catalogue.container(item.source, item.locator)
        if known is None or not known.digest:
            return False
        other = folder / item.path.relative_to(item.root)
        return _digest(other) == known.digest != _digest(item.path)


def _digest(path: Path) -> str:
    """A file's sha256, "" if there is none to be read."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
