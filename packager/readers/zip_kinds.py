"""Tells what a ZIP file holds by the names in its directory: an e-book, a crawl, or files of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.readers.archives.zip_archive import entries_of
from packager.readers.archives.zip_directory import CutShort
from packager.readers.sniff import Kind

if TYPE_CHECKING:
    from packager.readers.contract import SourceFile

_BOOK = "META-INF/container.xml"
_PACKAGE = ".opf"
_CRAWL = "datapackage.json"
# Office documents: packages of parts that are no pages.
_DOCUMENTS = ("[Content_Types].xml", "META-INF/manifest.xml")


def zip_kind(file: SourceFile) -> Kind:
    """The kind of a ZIP file, whose directory may be broken; raises what `SourceFile.open` does, and CutShort."""
    with file.open() as stream:
        try:
            entries, _ = entries_of(stream)
        except CutShort as error:
            raise CutShort(error.code, f"{file.locator}: {error.message}") from error
    held = {entry.name for entry in entries}
    if _BOOK in held or ("mimetype" in held and any(name.endswith(_PACKAGE) for name in held)):
        return Kind.EPUB
    if _CRAWL in held and any(name.startswith("archive/") for name in held):
        return Kind.WACZ
    return Kind.UNKNOWN if held.intersection(_DOCUMENTS) else Kind.ZIP
