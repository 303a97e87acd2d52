"""Reads pages as browsers, SingleFile and download tools save them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.model import Capture
from packager.readers.beside import Beside
from packager.readers.limits import HEAD, TAIL
from packager.readers.saved_from import origin
from packager.readers.sniff import Kind, head_text

if TYPE_CHECKING:
    from packager.readers.contract import SourceFile


def capture(file: SourceFile, content: bytes) -> Capture:
    """The capture of a saved page."""
    address, captured = origin(head_text(content[:HEAD]), head_text(content[-TAIL:]))
    return Capture(
        source=file.source,
        locator=file.locator,
        kind=Kind.SAVED_PAGE.value,
        media_type="text/html",
        content=content,
        resources=Beside(file.folder, file.path),
        address=address,
        captured=captured,
    )
