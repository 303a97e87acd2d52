"""Reads text dumps: the text of a page as a scraper wrote it down, picture names on lines of their own."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from packager.model import Capture
from packager.readers import names
from packager.readers.pages.beside import Beside
from packager.readers.sniff import Kind

if TYPE_CHECKING:
    from packager.readers.contract import SourceFile


def capture(file: SourceFile, content: bytes) -> Capture:
    """The capture of a dump; its pictures stand beside it, or in a folder of its own name."""
    beside, name = posixpath.split(file.path)
    return Capture(
        source=file.source,
        locator=file.locator,
        kind=Kind.TEXT_DUMP.value,
        media_type="text/plain",
        content=content,
        resources=Beside(file.folder, file.path, (beside, posixpath.join(beside, names.stem(name)))),
    )
