"""Reads Safari's web archives: a page with its files in one binary property list."""

from __future__ import annotations

import plistlib
import struct
from functools import partial
from typing import TYPE_CHECKING, Any

from packager.errors import CaptureFailed
from packager.limits import HEAD, MOST_PARTS
from packager.model import Capture
from packager.readers.pages.enclosed import Enclosed
from packager.readers.pages.saved_from import origin, original
from packager.readers.sniff import Kind, head_text, sniff

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from packager.readers.contract import SourceFile

_TEXTS = ("text/plain",)
_PAGES = ("text/html", "application/xhtml+xml", "")
# The last 32 bytes: sizes of offsets and references, then how many objects there are, which one is the top.
_TRAILER = struct.Struct(">6xBBQQQ")


def capture(file: SourceFile, content: bytes) -> Capture:
    """The main page of a web archive; raises CaptureFailed: damaged-file, no-text (what it holds is no page)."""
    archive = _archive(content, file.locator)
    main = archive.get("WebMainResource")
    main = main if isinstance(main, dict) else {}
    body, media_type = _bytes(main), _text(main, "WebResourceMIMEType").lower()
    is_page = sniff(body[:HEAD], "") is Kind.SAVED_PAGE
    if not body or not (is_page or media_type in (*_PAGES, *_TEXTS)):
        raise CaptureFailed("no-text", f"{file.locator}: its main resource is no page or text ({media_type or 'none'})")
    stated = _text(main, "WebResourceURL")
    address, captured = original(stated if stated.startswith(("http://", "https://")) else "")
    within = origin(head_text(body[:HEAD]))
    return Capture(
        source=file.source,
        locator=file.locator,
        kind=Kind.SAFARI.value,
        media_type="text/plain" if media_type in _TEXTS and not is_page else "text/html",
        content=body,
        charset=_text(main, "WebResourceTextEncodingName"),
        resources=Enclosed(dict(_files(archive)), stated),
        address=address or within[0],
        captured=captured or within[1],
    )


def _archive(content: bytes, where: str) -> dict[str, Any]:
    """The property list, which may state no more objects than it has bytes."""
    try:
        objects = _TRAILER.unpack(content[-_TRAILER.size :])[2]
        if objects > len(content):
            raise CaptureFailed("damaged-file", f"{where}: states {objects:,} objects in {len(content):,} bytes")
        archive = plistlib.loads(content, fmt=plistlib.FMT_BINARY)
    except (plistlib.InvalidFileException, struct.error, ValueError, TypeError, LookupError, OverflowError) as error:
        raise CaptureFailed("damaged-file", f"{where}: the property list is broken ({error})") from error
    except RecursionError as error:
        raise CaptureFailed("damaged-file", f"{where}: the property list nests too deep") from error
    if not isinstance(archive, dict):
        raise CaptureFailed("damaged-file", f"{where}: the property list holds no archive")
    return archive


def _files(archive: dict[str, Any]) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The files of the archive and of the archives of its frames, by address, at most MOST_PARTS."""
    pending, taken, seen = [archive], 0, set()
    while pending:
        holder = pending.pop()
        if id(holder) in seen:
            continue
        seen.add(id(holder))
        main = [holder.get("WebMainResource")] if holder is not archive else []
        for item in (*main, *_dictionaries(holder, "WebSubresources")):
            if isinstance(item, dict) and (address := _text(item, "WebResourceURL")) and taken < MOST_PARTS:
                taken += 1
                yield address, partial(_bytes, item)
        pending.extend(_dictionaries(holder, "WebSubframeArchives"))


def _dictionaries(holder: dict[str, Any], key: str) -> list[dict[str, Any]]:
    held = holder.get(key)
    return [item for item in held if isinstance(item, dict)] if isinstance(held, list) else []


def _bytes(item: dict[str, Any]) -> bytes:
    data = item.get("WebResourceData")
    return data if isinstance(data, bytes) else b""


def _text(item: dict[str, Any], key: str) -> str:
    text = item.get(key)
    return text if isinstance(text, str) else ""
