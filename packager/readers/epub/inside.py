"""Finds what a chapter refers to among the files of its book."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from typing import TYPE_CHECKING

from packager.errors import CaptureFailed, ResourceRefused
from packager.limits import HEAD, LARGEST_PICTURE
from packager.model import Capture, Resource
from packager.readers.epub.container import path_from
from packager.readers.files import locator_of
from packager.readers.pages import data_uri
from packager.readers.sniff import Kind, sniff

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from packager.readers.epub.container import Container

_REMOTE = re.compile(r"(?i)[a-z][a-z0-9+.-]*:|//")


class Inside:
    """The files of a book, by the references that the document at `path` writes.

    `renamed` maps references to those under which the book holds them.
    """

    def __init__(self, container: Container, path: str, renamed: Mapping[str, str] | None = None) -> None:
        self._container = container
        self._renamed = renamed or {}
        self._folder = posixpath.dirname(path)

    def find(self, reference: str) -> Resource | None:
        """The file that a reference leads to, None where the book does not hold it.

        Raises ResourceRefused: outside-source, encrypted, too-large, picture-damaged (data: URI).
        """
        reference = self._renamed.get(reference.strip(), reference.strip())
        if data_uri.is_data_uri(reference):
            return data_uri.resource(reference)
        if not reference or _REMOTE.match(reference):
            return None
        path = path_from("", reference.lstrip("/")) if reference.startswith("/") else path_from(self._folder, reference)
        if not path:
            raise ResourceRefused("outside-source", f"{locator_of(reference)}: leads out of the book")
        spellings = (path, reference, *(unicodedata.normalize(form, path) for form in ("NFC", "NFD")))
        held = next((name for name in spellings if name in self._container), None)
        return Resource(locator_of(held), lambda: self._read(held)) if held is not None else None

    def places(self, reference: str) -> Iterator[str]:  # noqa: ARG002 - nothing can appear in a book later
        """None: the book is read again as a whole when it changes."""
        return iter(())

    def open_page(self, resource: Resource) -> Capture:
        """Another document of the book, as a capture of a source without a name; raises ResourceRefused."""
        content = resource.content
        if sniff(content[:HEAD], resource.name) is not Kind.SAVED_PAGE:
            raise ResourceRefused("unknown-kind", f"{resource.name}: is no page")
        return Capture(
            "", resource.name, Kind.SAVED_PAGE.value, "text/html", content, Inside(self._container, resource.name)
        )

    def _read(self, path: str) -> bytes:
        try:
            return self._container.read(path, LARGEST_PICTURE)[0]
        except CaptureFailed as error:
            raise ResourceRefused(error.code, f"{locator_of(path)}: {error.message}") from error
