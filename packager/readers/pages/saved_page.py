"""Reads pages as browsers, SingleFile and download tools save them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packager.errors import CaptureSkipped
from packager.limits import HEAD, TAIL
from packager.model import Capture
from packager.readers.pages.beside import Beside
from packager.readers.pages.saved_from import origin
from packager.readers.sniff import Kind, head_text

if TYPE_CHECKING:
    from packager.readers.contract import SourceFile

# SingleFileZ marks the root element; what ends a ZIP file has a comment of at most 64 kB behind it.
_UNPACKS_ITSELF = re.compile(rb"(?i)<html[^>]{0,200}\sdata-sfz\b")
_ZIP_END = b"PK\x05\x06"
_LONGEST_ZIP_END = 22 + 65535


def capture(file: SourceFile, content: bytes) -> Capture:
    """The capture of a saved page; raises CaptureSkipped: unknown-kind for one that a script unpacks (SingleFileZ)."""
    if _UNPACKS_ITSELF.search(content, 0, HEAD) and _ZIP_END in content[-_LONGEST_ZIP_END:]:
        raise CaptureSkipped("unknown-kind", f"{file.locator}: is packed in a ZIP file that only a script unpacks")
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
