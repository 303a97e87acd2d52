"""Packs the samples that are not plain text, the same bytes every time: `python -m benchmarks.packed sources`.

A folder below `benchmarks/collected` whose name ends as a packed file's does (`cho-ca.warc.gz/`) holds what that file
is made of, readable; it is packed under the same name below the folder given, what it holds first. Nothing is
compressed, as builds of zlib differ in what they make of the same bytes.
"""

from __future__ import annotations

import base64
import mimetypes
import re
import struct
import sys
import tarfile
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COLLECTED = Path(__file__).parent / "collected"
LARGEST_BLOCK = 0xFFFF
_SOURCE = re.compile(r'src="([^":]+)"')


def contents(folder: Path) -> dict[str, bytes]:
    """What a folder holds by path, folders that are packed themselves as one file each."""
    found = {}
    for path in sorted(folder.iterdir()):
        if path.is_file():
            found[path.name] = path.read_bytes()
        elif packer(path.name):
            found[path.name] = packed(path)
        else:
            found |= {f"{path.name}/{name}": content for name, content in contents(path).items()}
    return found


def packed(folder: Path) -> bytes:
    """The file that a folder is packed as."""
    pack = packer(folder.name)
    assert pack
    return pack(contents(folder))


def packer(name: str) -> Callable[[dict[str, bytes]], bytes] | None:
    """What packs a folder of that name, None for a plain one."""
    return next((pack for suffix, pack in packers().items() if name.endswith(suffix)), None)


def packers() -> dict[str, Callable[[dict[str, bytes]], bytes]]:
    """The packers by the suffixes of what they make."""
    from benchmarks.packed_pages import mhtml, safari_archive  # noqa: PLC0415 - they pack with what is below
    from benchmarks.packed_web import crawl, wacz  # noqa: PLC0415

    return {
        ".warc.gz": crawl,
        ".wacz": wacz,
        ".mhtml": mhtml,
        ".webarchive": safari_archive,
        ".epub": zipped,
        ".zip": zipped,
        ".tar.gz": tar,
        ".xml.gz": alone,
        ".html": single_file,
    }


def gzip_member(content: bytes) -> bytes:
    """A gzip member of stored blocks (RFC 1952; RFC 1951, section 3.2.4)."""
    starts = range(0, max(len(content), 1), LARGEST_BLOCK)
    blocks = b"".join(stored_block(content, start) for start in starts)
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + blocks + struct.pack("<II", zlib.crc32(content), len(content))


def stored_block(content: bytes, start: int) -> bytes:
    """The block of deflate that stores the bytes from `start`."""
    block = content[start : start + LARGEST_BLOCK]
    is_last = start + len(block) >= len(content)
    return struct.pack("<BHH", is_last, len(block), len(block) ^ 0xFFFF) + block


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP file of stored entries; a `mimetype` comes first, as in an EPUB (OCF 3.3, section 4.2)."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in sorted(files, key=lambda name: (name != "mimetype", name)):
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, files[name])
    return made.getvalue()


def tar(files: dict[str, bytes]) -> bytes:
    """A TAR file in gzip."""
    made = BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, BytesIO(content))
    return gzip_member(made.getvalue())


def alone(files: dict[str, bytes]) -> bytes:
    """The only file, in gzip."""
    (content,) = files.values()
    return gzip_member(content)


def single_file(files: dict[str, bytes]) -> bytes:
    """The only page, its pictures in `data:` URIs, as SingleFile saves pages."""
    (page,) = (content.decode() for name, content in files.items() if name.endswith(".html"))
    return _SOURCE.sub(lambda source: f'src="{data_uri(source[1], files[source[1]])}"', page).encode()


def data_uri(name: str, content: bytes) -> str:
    """A file as a `data:` URI (RFC 2397)."""
    return f"data:{media_type(name)};base64,{base64.b64encode(content).decode()}"


def media_type(name: str) -> str:
    """The media type by a name's suffix."""
    return mimetypes.types_map[name[name.rindex(".") :]]


def samples() -> Iterator[tuple[str, Path]]:
    """The packed samples: their path below the samples' folder, and the folder that holds what they are made of."""
    for folder in sorted(path for path in COLLECTED.glob("*/*") if path.is_dir() and packer(path.name)):
        yield folder.relative_to(COLLECTED).as_posix(), folder


def main(to: Path) -> None:
    """Packs every sample below `to`."""
    for name, folder in samples():
        content = packed(folder)
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_bytes(content)
        print(f"{to / name} {len(content):,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
