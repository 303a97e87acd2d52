"""Reads pages as browsers, SingleFile and download tools save them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.model import Capture
from packager.readers.beside import Beside
from packager.readers.limits import HEAD
from packager.readers.saved_from import origin
from packager.readers.sniff import Kind, head_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.model import Input
    from packager.readers.files import SourceFolder


def captures(item: Input, path: str, content: bytes, folder: SourceFolder) -> Iterator[Capture]:
    """The one capture of a saved page; `path` is the page's below `folder`."""
    address, captured = origin(head_text(content[:HEAD]))
    yield Capture(
        source=item.source,
        locator=item.locator,
        kind=Kind.SAVED_PAGE.value,
        media_type="text/html",
        content=content,
        resources=Beside(folder, path),
        address=address,
        captured=captured,
    )
