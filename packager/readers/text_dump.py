"""Reads text dumps: the text of a page as a scraper wrote it down, picture names on lines of their own."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from packager.model import Capture
from packager.readers import names
from packager.readers.beside import Beside
from packager.readers.sniff import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.model import Input
    from packager.readers.files import SourceFolder


def captures(item: Input, path: str, content: bytes, folder: SourceFolder) -> Iterator[Capture]:
    """The one capture of a dump; its pictures stand beside it, or in a folder of its own name."""
    beside, name = posixpath.split(path)
    yield Capture(
        source=item.source,
        locator=item.locator,
        kind=Kind.TEXT_DUMP.value,
        media_type="text/plain",
        content=content,
        resources=Beside(folder, path, (beside, posixpath.join(beside, names.stem(name)))),
    )
