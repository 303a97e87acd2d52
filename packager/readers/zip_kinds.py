"""Tells what a ZIP file holds by the names in its directory: an e-book, a crawl, or files of any kind."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from packager.readers.sniff import Kind

if TYPE_CHECKING:
    from packager.readers.contract import SourceFile

_BOOK = "META-INF/container.xml"
_CRAWL = "datapackage.json"
# Office documents: packages of parts that are no pages.
_DOCUMENTS = ("[Content_Types].xml", "META-INF/manifest.xml")


def zip_kind(file: SourceFile) -> Kind:
    """The kind of a ZIP file; one whose directory cannot be read is a ZIP, whose reader says what is wrong."""
    with file.open() as stream:
        try:
            held = set(zipfile.ZipFile(stream).namelist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, OSError):
            return Kind.ZIP
    if _BOOK in held:
        return Kind.EPUB
    if _CRAWL in held and any(name.startswith("archive/") for name in held):
        return Kind.WACZ
    return Kind.UNKNOWN if held.intersection(_DOCUMENTS) else Kind.ZIP
