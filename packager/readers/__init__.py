"""Reads sources: finds the inputs of a folder and turns each into a capture, or into the inputs that it holds.

A new kind of source is one module with a reader (see `contract`), one line in READERS, and the bytes that tell it in
sniff.py.
"""

from __future__ import annotations

import os
import posixpath
import tempfile
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from packager.errors import CaptureFailed, CaptureSkipped, ResourceRefused
from packager.findings import finding
from packager.limits import DEEPEST, HEAD, LARGEST_SIDECAR, LARGEST_UNPACKED
from packager.model import Capture, Finding, Input, Metadata
from packager.readers import archives, epub, feeds, json_articles, names, warc
from packager.readers.contract import Archive, Part, Series, Single, SourceFile
from packager.readers.files import SourceFolder, locator_of
from packager.readers.pages import mhtml, saved_page, webarchive
from packager.readers.sniff import Kind, sniff
from packager.readers.stated import sidecar
from packager.readers.texts import markdown, text_dump
from packager.readers.unpack import packed_head
from packager.readers.walk import Found, find, folder_of, scan
from packager.readers.zip_kinds import zip_kind
from packager.slugs import short_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.errors import CaptureError
    from packager.readers.contract import Reader

__all__ = [
    "READERS",
    "Archive",
    "Found",
    "Series",
    "beside",
    "find",
    "folder_of",
    "parts",
    "read",
    "reader_of",
    "scan",
    "unpack",
]

READERS: dict[Kind, Reader] = {
    Kind.SAVED_PAGE: Single(saved_page.capture),
    Kind.TEXT_DUMP: Single(text_dump.capture),
    Kind.MARKDOWN: Single(markdown.capture),
    Kind.EPUB: epub.EPUB,
    Kind.ZIP: archives.ZIP,
    Kind.WACZ: archives.WACZ,
    Kind.TAR: archives.TAR,
    Kind.GZIP: archives.LONE_FILE,
    Kind.MHTML: Single(mhtml.capture),
    Kind.SAFARI: Single(webarchive.capture),
    Kind.WARC: Series(warc.parts, warc.capture),
    Kind.FEED: feeds.READER,
    Kind.JSON: json_articles.READER,
}


def read(item: Input, work: Path | None = None) -> Capture | Series | Archive:
    """The capture of an input by what its bytes are, or the reader of what it holds.

    `work` is a folder for what readers derive (see `SourceFile.work`). Raises CaptureSkipped (read-me, unknown-kind)
    and CaptureFailed (empty-file, no-text, too-large, outside-source, not-a-file, unreadable-file, damaged-file, and
    what the reader of its kind raises).
    """
    file = source_file(item, work)
    if item.position:
        reader = reader_of(file)
        if not isinstance(reader, Series):
            raise CaptureFailed("unreadable-file", f"{file.locator}: changed while it was read")
        found = reader.capture(file, item.position)
    else:
        reader = reader_of(file)
        if not isinstance(reader, Single):
            return reader
        content, trouble = file.unpacked()
        found = reader.capture(file, _worth_reading(content, file))
        if trouble:
            found = replace(found, problems=(*found.problems, ("damaged-file", trouble)))
    return _described(found, item, file)


def reader_of(file: SourceFile) -> Reader:
    """The reader of a file; raises what `read` does."""
    if names.is_read_me(file.name):
        raise CaptureSkipped("read-me", f"{file.locator}: holds notes for people")
    head = file.head()
    kind = sniff(head, file.name)
    if kind is Kind.GZIP:
        kind = _packed_kind(file, head)
    elif kind is Kind.ZIP:
        kind = zip_kind(file)
    if kind is Kind.EMPTY:
        raise CaptureFailed("empty-file", f"{file.locator}: holds no bytes")
    if kind in READERS:
        return READERS[kind]
    if names.is_page(file.name) or names.is_text(file.name) or names.is_markdown(file.name):
        raise CaptureFailed("not-as-named", f"{file.locator}: is no page and no text by its bytes, as its name says")
    raise CaptureSkipped("unknown-kind", f"{file.locator}: is of no kind that is read")


def parts(item: Input, work: Path) -> Iterator[Input | Finding | tuple[Input, CaptureError]]:
    """What a file of several holds: inputs, inputs that can become no article with the reason, and findings."""
    file = source_file(item, work)
    reader = reader_of(file)
    if not isinstance(reader, Series):
        raise CaptureFailed("unreadable-file", f"{file.locator}: changed while it was read")
    given, problems = _given(item, file)
    yield from (finding(code, file.where, message) for code, message in problems)
    met: Counter[str] = Counter()
    for part in reader.parts(file):
        if isinstance(part, Finding):
            yield part
        else:
            found = _inside(item, part, met, given)
            yield (found, part.trouble) if part.trouble is not None else found


def unpack(item: Input, work: Path, to: Path, room: int = LARGEST_UNPACKED) -> Iterator[Input | Finding]:
    """The inputs that an archive holds, unpacked below an empty folder, and what could not be unpacked.

    `room` is how many bytes may be unpacked. Raises what `read` does, and OSError where the folder cannot be written.
    """
    file = replace(source_file(item, work), room=room)
    reader = reader_of(file)
    if not isinstance(reader, Archive):
        raise CaptureFailed("unreadable-file", f"{file.locator}: changed while it was read")
    given, problems = _given(item, file)
    yield from (finding(code, file.where, message) for code, message in problems)
    yield from reader.unpack(file, to)
    for found in scan(to, item.source):
        locator = f"{item.locator}/{found.locator}"
        outer = _folders(item, file)
        yield replace(found, locator=locator, container=item.locator, depth=item.depth + 1, given=given, folders=outer)


def beside(item: Input) -> str:
    """What a file of several is read with, as a key that changes when that does.

    That are its sidecar and, as the files of one crawl are read together, the crawl's other files in its folder: names,
    sizes and times.
    """
    names_beside = [item.sidecar] if item.sidecar else []
    try:
        if names.is_crawl(item.path.name):
            names_beside += sorted(path.name for path in item.path.parent.iterdir() if names.is_crawl(path.name))
        facts = [(name, (item.path.parent / name).stat()) for name in names_beside if name != item.path.name]
    except OSError:
        return "changing"
    return short_digest(repr([(name, stat.st_size, stat.st_mtime_ns) for name, stat in facts])) if facts else ""


def source_file(item: Input, work: Path | None = None) -> SourceFile:
    """The file of an input as readers see it; CaptureFailed (nested-too-deep) beyond so many files in files."""
    locator = item.container if item.position else item.locator
    if item.depth > DEEPEST:
        raise CaptureFailed("nested-too-deep", f"{locator}: lies in more than {DEEPEST} archives, one in the other")
    path = os.path.relpath(item.path, item.root).replace(os.sep, "/")
    return SourceFile(item.source, locator, _folder(str(item.root)), path, work or Path(tempfile.gettempdir()))


def _described(capture: Capture, item: Input, file: SourceFile) -> Capture:
    """A capture with its place in the source, and with what is given for it."""
    given, problems = _given(item, file)
    problems = (*capture.problems, *problems)
    return replace(capture, locator=item.locator, folders=_folders(item, file), given=given, problems=problems)


def _folders(item: Input, file: SourceFile) -> tuple[str, ...]:
    """The names of the folders that an input lies in, outermost first, those that its archives lie in among them."""
    return (*item.folders, *file.path.split("/")[:-1])


def _given(item: Input, file: SourceFile) -> tuple[Metadata, tuple[tuple[str, str], ...]]:
    """What sidecars give for an input, its own before those of its containers, and what is wrong with its own."""
    if not item.sidecar or item.position:
        return item.given, ()
    path = posixpath.join(posixpath.dirname(file.path), item.sidecar)
    try:
        content = file.folder.read(path, LARGEST_SIDECAR)
    except (ResourceRefused, OSError) as error:
        return item.given, ((sidecar.UNREAD, f"{item.sidecar}: cannot be read ({error.args[-1]})"),)
    own, problems = sidecar.parse(content, item.sidecar)
    words = {word: value for word in Metadata.__slots__ if (value := getattr(own, word))}
    return replace(item.given, **words), problems


def _inside(item: Input, part: Part, met: Counter[str], given: Metadata) -> Input:
    """A part of a file as an input; of several parts of one name the later ones are numbered."""
    name = locator_of(part.name)
    met[name] += 1
    name = name if met[name] == 1 else f"{name} ({met[name]})"
    return replace(
        item,
        locator=f"{item.locator}/{name}",
        container=item.locator,
        position=part.position,
        depth=item.depth + 1,
        given=given,
    )


def _worth_reading(content: bytes, file: SourceFile) -> bytes:
    if content.isspace():
        raise CaptureFailed("no-text", f"{file.locator}: holds nothing but white space")
    if not content:
        raise CaptureFailed("empty-file", f"{file.locator}: holds no bytes")
    return content


def _packed_kind(file: SourceFile, head: bytes) -> Kind:
    """The kind of what a gzip file holds; GZIP where that has to be unpacked first, as its reader seeks in it."""
    kind = sniff(packed_head(head), file.name)
    if kind is Kind.EMPTY:
        if names.is_crawl(file.name):
            return Kind.WARC  # its reader finds what is sound behind a damaged member
        return sniff(file.content()[:HEAD], file.name)  # which says what is wrong with a damaged one
    if kind not in READERS:
        return Kind.UNKNOWN
    return kind if isinstance(READERS[kind], Single) or kind in {Kind.WARC, Kind.TAR} else Kind.GZIP


@lru_cache(maxsize=64)
def _folder(root: str) -> SourceFolder:
    return SourceFolder(root)
