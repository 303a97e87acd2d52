"""E-books as several makers write them, small and of our own words."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from packager.errors import CaptureError
from packager.readers.contract import Part
from packager.readers.epub import EPUB
from tests.readers.unpacking import DAY, source_file

if TYPE_CHECKING:
    from pathlib import Path

    from packager.model import Capture

CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PROSE = "The keeper counted the boats in and wrote each of them down. " * 3


def page(body: str, head: str = "", of_body: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title>{head}</head><body{of_body}>{body}</body></html>'
    )


def package(spine: list[str], *, manifest: str = "", metadata: str = "", guide: str = "", media: str = "") -> str:
    """A package document whose spine holds files; "name!" is not linear."""
    names = [name.removesuffix("!") for name in spine]
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="{media or "application/xhtml+xml"}"/>'
        for n, name in enumerate(names)
    )
    refs = "".join(
        f'<itemref idref="i{n}"{" linear=" + chr(34) + "no" + chr(34) if name.endswith("!") else ""}/>'
        for n, name in enumerate(spine)
    )
    return (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">x</dc:identifier>'
        f"<dc:title>Harbour</dc:title><dc:language>en</dc:language>{metadata}</metadata>"
        f"<manifest>{items}{manifest}</manifest><spine>{refs}</spine>{guide}</package>"
    )


def nav(*lists: str) -> str:
    return page("".join(lists))


NAV = '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'


def book(files: dict[str, str | bytes], opf: str, container: str = CONTAINER) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "OPS/book.opf": opf,
            **{name if "/" in name else f"OPS/{name}": content for name, content in files.items()},
        }.items():
            archive.writestr(zipfile.ZipInfo(name, DAY), content)
    return made.getvalue()


def read(content: bytes, folder: Path) -> tuple[dict[str, Capture], dict[str, str], list[str]]:
    """The captures of a book by name, the codes of the documents that are none, the codes of its findings."""
    (folder / "a.epub").write_bytes(content)
    file = source_file(folder, "a.epub")
    captures, troubles, told = {}, {}, []
    for part in EPUB.parts(file):
        if not isinstance(part, Part):
            told.append(part.code)
            continue
        try:
            if part.trouble is not None:
                raise part.trouble
            captures[part.name] = EPUB.capture(file, part.position)
        except CaptureError as error:
            troubles[part.name] = error.code
    return captures, troubles, told
