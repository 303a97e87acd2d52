"""What a reader is: a file holds one page, several parts, or other files, and each has a kind of reader of its own."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from packager.errors import CaptureFailed, ResourceRefused
from packager.limits import HEAD, LARGEST_PAGE, LARGEST_UNPACKED
from packager.readers.unpack import GZIP, gunzipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from packager.errors import CaptureError
    from packager.model import Capture, Finding
    from packager.readers.files import SourceFolder


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a source as readers see it: `path` is relative to `folder`, `locator` names the file in reports.

    `work` is a folder where a reader may keep what it derives from the file (an index), to find it again in another
    process; all of it may be deleted between two runs. `room` is how many bytes may be unpacked from the file.
    """

    source: str
    locator: str
    folder: SourceFolder
    path: str
    work: Path
    room: int = LARGEST_UNPACKED

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path.rpartition("/")[2]

    @property
    def where(self) -> str:
        """The file as findings name it."""
        return f"{self.source}/{self.locator}"

    def open(self) -> BinaryIO:
        """The file, opened for reading.

        Raises CaptureFailed: outside-source, not-a-file, unreadable-file.
        """
        try:
            return self.folder.open(self.path)
        except ResourceRefused as error:
            raise CaptureFailed(error.code, error.message) from error
        except FileNotFoundError as error:
            raise CaptureFailed("unreadable-file", f"{self.locator}: is gone, or a link that leads nowhere") from error
        except IsADirectoryError as error:
            raise CaptureFailed("unreadable-file", f"{self.locator}: is a folder that cannot be listed") from error

    def head(self) -> bytes:
        """The first bytes, enough to tell what the file is; raises what `open` does."""
        with self.open() as file:
            return self._read(file, HEAD)

    def content(self, limit: int = LARGEST_PAGE) -> bytes:
        """All bytes, unpacked where the file is packed with gzip; raises what `open` does, too-large, damaged-file."""
        return self.unpacked(limit)[0]

    def unpacked(self, limit: int = LARGEST_PAGE) -> tuple[bytes, str]:
        """The same, and what is wrong with the gzip data though they can be read, "" for nothing."""
        with self.open() as file:
            length = os.fstat(file.fileno()).st_size
            if length > limit:
                raise CaptureFailed("too-large", f"{self.locator}: holds {length:,} bytes, {limit:,} are read")
            content = self._read(file, length)
        return gunzipped(content, self.locator) if content.startswith(GZIP) else (content, "")

    def _read(self, file: BinaryIO, length: int) -> bytes:
        try:
            return file.read(length)
        except OSError as error:
            raise CaptureFailed("unreadable-file", f"{self.locator}: cannot be read ({error.strerror})") from error


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things that a file holds: `name` tells it in reports, `position` tells its reader where it is.

    A part that can become no article carries the reason as `trouble`. Names need not be unique: of several, the later
    ones are numbered.
    """

    name: str
    position: str = ""
    trouble: CaptureError | None = None


@dataclass(frozen=True, slots=True)
class Single:
    """Reads files that are one capture each.

    `capture` gets the file and its (unpacked) bytes; raises CaptureFailed and CaptureSkipped.
    """

    capture: Callable[[SourceFile, bytes], Capture]


@dataclass(frozen=True, slots=True)
class Series:
    """Reads files that hold captures one after the other.

    `parts` lists them without holding the file in memory, and tells what is damaged: as a part with its trouble where
    something that would have been an article is lost, as a finding where not. `capture` reads one again by its
    position; raises CaptureFailed and CaptureSkipped. Both may be called in different processes.
    """

    parts: Callable[[SourceFile], Iterator[Part | Finding]]
    capture: Callable[[SourceFile, str], Capture]


@dataclass(frozen=True, slots=True)
class Archive:
    """Reads files that hold files: `unpack` writes them below an empty folder, which is then read like any source.

    It writes plain files and folders only, all inside that folder, and yields what it could not unpack as findings;
    raises CaptureFailed and CaptureSkipped where nothing can be unpacked at all.
    """

    unpack: Callable[[SourceFile, Path], Iterator[Finding]]


Reader: TypeAlias = Single | Series | Archive
