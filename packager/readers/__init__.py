"""Reads sources: finds the inputs of a folder and turns each into captures.

A new kind of source is one module with a `captures` function, one line in READERS, and the bytes that tell it in
sniff.py.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeAlias

from packager.errors import CaptureFailed, CaptureSkipped, ResourceRefused
from packager.model import Capture, Input
from packager.readers import names, saved_page, text_dump
from packager.readers.files import SourceFolder
from packager.readers.limits import HEAD
from packager.readers.sniff import Kind, sniff
from packager.readers.unpack import gunzip, packed_head
from packager.readers.walk import scan

__all__ = ["READERS", "Reader", "read", "scan"]

Reader: TypeAlias = Callable[[Input, str, bytes, SourceFolder], Iterator[Capture]]
"""Turns an input, its path below the source folder, its bytes and that folder into captures."""

READERS: dict[str, Reader] = {
    Kind.SAVED_PAGE: saved_page.captures,
    Kind.TEXT_DUMP: text_dump.captures,
}


def read(item: Input) -> Iterator[Capture]:
    """The captures of an input, by what its bytes are.

    Raises CaptureSkipped (read-me, unknown-kind) and CaptureFailed (empty-file, no-text, too-large, outside-source,
    not-a-file, unreadable-file, damaged-file).
    """
    if names.is_read_me(item.path.name):
        raise CaptureSkipped("read-me", f"{item.locator}: holds notes for people")
    folder = _folder(str(item.root))
    path = os.path.relpath(item.path, item.root).replace(os.sep, "/")
    content = _content(folder, path, item)
    kind = sniff(content[:HEAD], item.path.name)
    if kind is Kind.GZIP:
        kind = sniff(packed_head(content), item.path.name)
        content = gunzip(content, item.locator) if kind in READERS or kind is Kind.EMPTY else content
    if kind is Kind.EMPTY:
        raise CaptureFailed("empty-file", f"{item.locator}: holds no bytes")
    if content.isspace():
        raise CaptureFailed("no-text", f"{item.locator}: holds nothing but white space")
    if kind not in READERS:
        raise CaptureSkipped("unknown-kind", f"{item.locator}: is neither a saved page nor a text dump")
    return READERS[kind](item, path, content, folder)


def _content(folder: SourceFolder, path: str, item: Input) -> bytes:
    try:
        return folder.read(path)
    except ResourceRefused as error:
        raise CaptureFailed(error.code, error.message) from error
    except FileNotFoundError as error:
        raise CaptureFailed("unreadable-file", f"{item.locator}: is gone, or a link that leads nowhere") from error
    except IsADirectoryError as error:
        raise CaptureFailed("unreadable-file", f"{item.locator}: is a folder that cannot be listed") from error


@lru_cache(maxsize=64)
def _folder(root: str) -> SourceFolder:
    return SourceFolder(root)
