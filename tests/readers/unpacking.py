"""Unpacks archives as ingestion does, for tests."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from packager.errors import CaptureError
from packager.readers.contract import SourceFile
from packager.readers.files import SourceFolder

if TYPE_CHECKING:
    from pathlib import Path

    from packager.readers.contract import Archive

DAY = (2025, 2, 21, 8, 0, 0)


class Unpacked(NamedTuple):
    """What an archive left: files by path, (code, where) of its findings, the code that it failed with ("" if not)."""

    files: dict[str, bytes]
    told: list[tuple[str, str]]
    failed: str

    @property
    def codes(self) -> set[str]:
        return {code for code, _ in self.told}


def source_file(folder: Path, name: str) -> SourceFile:
    return SourceFile("box", name, SourceFolder(folder), name, folder)


def unpack(reader: Archive, content: bytes, folder: Path, name: str = "a.bin") -> Unpacked:
    """What a reader unpacks of an archive's bytes."""
    folder.mkdir(exist_ok=True, parents=True)
    (folder / name).write_bytes(content)
    to = folder / "to"
    to.mkdir()
    told, failed = [], ""
    try:
        told += [(found.code, found.where) for found in reader.unpack(source_file(folder, name), to)]
    except CaptureError as error:
        failed = error.code
    assert {path.name for path in folder.iterdir()} == {name, "to"}
    assert not any(path.is_symlink() for path in to.rglob("*"))
    files = {path.relative_to(to).as_posix(): path.read_bytes() for path in to.rglob("*") if path.is_file()}
    return Unpacked(files, told, failed)


def zipped(entries: dict[str, bytes] | list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file; a list may hold names that repeat."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in entries.items() if isinstance(entries, dict) else entries:
            info = zipfile.ZipInfo(name, DAY)
            info.compress_type = method
            archive.writestr(info, content)
    return made.getvalue()


def raw_zip(entries: list[tuple[bytes, bytes]], *, flags: int = 0, mode: int = 0, length: int | None = None) -> bytes:
    """A ZIP file of deflated entries whose headers say whatever is asked for."""
    body, directory = b"", b""
    for name, content in entries:
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = deflate.compress(content) + deflate.flush()
        facts = flags, 8, 0, 33, zlib.crc32(content), len(packed), len(content) if length is None else length
        directory += struct.pack(
            "<4sHHHHHHIIIHHHHHII",
            b"PK\1\2", 20 | 3 << 8, 20, *facts, len(name), 0, 0, 0, 0, mode << 16, len(body),
        ) + name  # fmt: skip
        body += struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, *facts, len(name), 0) + name + packed
    count = len(entries)
    return body + directory + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
