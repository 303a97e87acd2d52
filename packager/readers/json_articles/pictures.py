"""Finds the pictures of a record where it says that they were stored."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from packager.readers import names
from packager.readers.pages.beside import Beside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from packager.model import Resource
    from packager.readers.files import SourceFolder

# Where crawlers keep pictures below the folder of their export (scrapy: IMAGES_STORE, FILES_STORE).
_STORES = ("images", "files", "media", "full")


class StoredPictures(Beside):
    """The files beside an export; `stored` maps addresses of pictures to paths that the record states for them."""

    def __init__(self, source: SourceFolder, path: str, stored: Mapping[str, str]) -> None:
        folder, name = posixpath.split(path)
        stem = name.removesuffix(names.suffix(name)) or name
        super().__init__(source, path, (folder, *(posixpath.join(folder, one) for one in (*_STORES, stem))))
        self._stored = stored

    def find(self, reference: str) -> Resource | None:
        """The resource of a reference, first where the record says it was stored; raises what `Beside.find` does."""
        path = self._stored.get(reference.strip(), "")
        return (super().find(path) if path else None) or super().find(reference)

    def places(self, reference: str) -> Iterator[str]:
        """The names below the source that a reference is looked for under."""
        if path := self._stored.get(reference.strip(), ""):
            yield from super().places(path)
        yield from super().places(reference)
