"""Unpacks TAR files, also such as are packed with gzip, bzip2 or xz, in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.errors import CaptureFailed
from packager.findings import finding
from packager.limits import MEGABYTE
from packager.readers.archives import tar_headers as tar
from packager.readers.archives.lone_file import stream_of
from packager.readers.archives.target import Target, unpacked
from packager.readers.archives.unfold import pieces_of, within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from packager.model import Finding
    from packager.readers.contract import SourceFile

_LONGEST_EXTENSION = MEGABYTE
_PIECE = 64 * 1024


class _Blocks:
    """The bytes of a TAR file from the first to the last; `position` is how many were read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.position = 0
        self._pieces = pieces
        self._piece = b""
        self._at = 0

    def some(self, length: int) -> bytes:
        """At least one byte and at most `length`, b"" at the end; raises CaptureFailed (damaged-file)."""
        if self._at == len(self._piece):
            self._piece, self._at = next(self._pieces, b""), 0
        found = self._piece[self._at : self._at + length]
        self._at += len(found)
        self.position += len(found)
        return found

    def read(self, length: int) -> bytes:
        """So many bytes, fewer at the end."""
        read = b""
        while len(read) < length and (more := self.some(length - len(read))):
            read += more
        return read

    def content(self, length: int) -> Iterator[bytes]:
        """An entry's bytes; raises CaptureFailed (damaged-file) where they end early."""
        while length:
            piece = self.some(min(length, _PIECE))
            if not piece:
                raise CaptureFailed("damaged-file", "ends early: the archive is cut short")
            length -= len(piece)
            yield piece

    def skip_to(self, position: int) -> None:
        """Leaves out what stands before a position."""
        while self.position < position and self.some(min(position - self.position, _PIECE)):
            pass


class _Entries:
    """The entries of a TAR file, each with the headers that extend its own."""

    def __init__(self, blocks: _Blocks) -> None:
        self.blocks = blocks
        self._given: dict[str, str] = {}
        self._global: dict[str, str] = {}

    def __iter__(self) -> Iterator[tar.Header | CaptureFailed]:
        """The entries, and what is damaged between them; the bytes of each have to be read before the next."""
        damaged = False
        while block := self.blocks.read(tar.BLOCK):
            if not tar.is_header(block):
                if block.strip(b"\0") and not damaged:
                    damaged = True
                    yield CaptureFailed(
                        "damaged-file", f"holds no TAR header at byte {self.blocks.position - len(block)}"
                    )
                continue
            damaged = False
            try:
                yield from self._entry(tar.header(block))
            except CaptureFailed as error:
                yield error

    def _entry(self, head: tar.Header) -> Iterator[tar.Header]:
        end = self.blocks.position + -(-head.length // tar.BLOCK) * tar.BLOCK
        if head.kind and head.kind in tar.GNU_NAME + tar.GNU_LINK + tar.PAX + tar.PAX_GLOBAL:
            self._extend(head)
            self.blocks.skip_to(end)
            return
        given = self._global | self._given
        self._given = {}
        length = given.get("size", "")
        known = int(length) if length.isascii() and length.isdigit() and len(length) < 19 else head.length
        kind = b"S" if any(key.startswith("GNU.sparse.") for key in given) else head.kind
        end += -(-known // tar.BLOCK) * tar.BLOCK - -(-head.length // tar.BLOCK) * tar.BLOCK
        yield tar.Header(given.get("path", head.name), kind, known, given.get("linkpath", head.link))
        self.blocks.skip_to(end)

    def _extend(self, head: tar.Header) -> None:
        if head.length > _LONGEST_EXTENSION:
            raise CaptureFailed("too-large", f"has a header of {head.length:,} bytes")
        content = self.blocks.read(head.length)
        if head.kind in tar.PAX:
            self._given |= tar.pax_records(content)
        elif head.kind in tar.PAX_GLOBAL:
            self._global |= tar.pax_records(content)
        else:
            self._given["path" if head.kind in tar.GNU_NAME else "linkpath"] = tar.named(content)


def unpack_tar(file: SourceFile, to: Path) -> Iterator[Finding]:
    """Writes the files of a TAR file below `to`; raises CaptureFailed where there is none that can be written."""
    target = Target(file, to)
    with file.open() as opened:
        yield from unpacked(target, _steps(_Blocks(within(stream_of(opened), target.limit)), target))


def _steps(blocks: _Blocks, target: Target) -> Iterator[Finding]:
    for entry in _Entries(blocks):
        if isinstance(entry, CaptureFailed):
            yield finding(entry.code, target.file.where, f"{target.file.locator}: {entry.message}")
            continue
        target.count()
        if entry.kind in tar.LINK:
            yield from _linked(entry, target)
        elif entry.kind in tar.KINDS:
            message = f"is {tar.KINDS[entry.kind]}, which is not unpacked"
            yield target.told(CaptureFailed("not-a-file", message), entry.name)
        elif entry.kind not in tar.FOLDERS + tar.WITHOUT_FILE:
            yield from target.write(entry.name, blocks.content(entry.length))


def _linked(entry: tar.Header, target: Target) -> Iterator[Finding]:
    """A second name of a file that stands earlier in the archive: written again under that name."""
    path = target.held.get(entry.link)
    if path is None:
        message = "is a link to a file that the archive does not hold before it"
        yield target.told(CaptureFailed("outside-source", message), entry.name)
        return
    with path.open("rb") as first:
        yield from target.write(entry.name, pieces_of(first))
