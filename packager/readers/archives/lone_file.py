"""Unpacks a file that is packed alone with gzip, bzip2 or xz: one file of its name without the suffix."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.errors import CaptureFailed
from packager.readers.archives.target import Target, unpacked
from packager.readers.archives.unfold import STREAMS, pieces_of, unfold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from packager.model import Finding
    from packager.readers.contract import SourceFile

_SUFFIXES = (".gz", ".bz2", ".xz", ".gzip")
_ZSTD = b"\x28\xb5\x2f\xfd"


def unpack_lone_file(file: SourceFile, to: Path) -> Iterator[Finding]:
    """Writes what the file holds below `to`; raises CaptureFailed where that is nothing, or beyond the limits."""
    target = Target(file, to)
    with file.open() as opened:
        yield from unpacked(target, target.write(bare_name(file.name), stream_of(opened)))


def bare_name(name: str) -> str:
    """A packed file's name without the suffix that says how it is packed."""
    suffix = next((suffix for suffix in _SUFFIXES if name.lower().endswith(suffix) and len(name) > len(suffix)), "")
    return name[: len(name) - len(suffix)]


def stream_of(file: BinaryIO) -> Iterator[bytes]:
    """A file's bytes, unfolded where they are packed; raises CaptureFailed (damaged-file, compression-unknown)."""
    head = file.read(8)
    file.seek(0)
    if head.startswith(_ZSTD):
        raise CaptureFailed("compression-unknown", "is packed with zstd, which is not unpacked here")
    packed = next((signature for signature in STREAMS if head.startswith(signature)), b"")
    yield from unfold(pieces_of(file), STREAMS[packed], again=packed) if packed else pieces_of(file)
