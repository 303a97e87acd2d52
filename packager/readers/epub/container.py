"""The files in an EPUB's container (OCF 3.3), by their paths, and those that need a key."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from packager.errors import CaptureFailed
from packager.limits import LARGEST_PACKAGE, MOST_ENTRIES
from packager.readers.archives.unfold import within
from packager.readers.archives.zip_archive import apart, entries_of
from packager.readers.archives.zip_entries import entry_pieces, limit_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.readers.archives.zip_directory import Entry
    from packager.readers.contract import SourceFile

_ENCRYPTION = "META-INF/encryption.xml"
# Obfuscated fonts are no secret: OCF 3.3, section 4.4, and Adobe's way.
_OBFUSCATION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


class Container:
    """The files of an e-book; `trouble` is what is wrong with the ZIP file itself, None for nothing.

    `damaged` says of the documents about the book that were read what is wrong with each, by its path.
    `left_out` counts the entries that have the name or the bytes of another one, of which the first is read.
    """

    def __init__(self, file: SourceFile) -> None:
        self.file = file
        with file.open() as opened:
            entries, self.trouble = entries_of(opened)
            self._length = opened.seek(0, 2)
        if len(entries) > MOST_ENTRIES:
            raise CaptureFailed("too-large", f"{file.locator}: holds more than {MOST_ENTRIES:,} entries")
        self.damaged: dict[str, CaptureFailed] = {}
        self._entries: dict[str, Entry] = {}
        own, sharing = apart(entries)
        for entry in own:
            self._entries.setdefault(entry.name, entry)
        self.left_out = sharing + len(own) - len(self._entries)
        self._locked: frozenset[str] = frozenset()
        self._locked = frozenset(self._encrypted())

    def __contains__(self, path: str) -> bool:
        """Whether there is a file of that path."""
        return path in self._entries

    def __iter__(self) -> Iterator[str]:
        """The paths of all files."""
        return iter(self._entries)

    def read(self, path: str, limit: int) -> tuple[bytes, CaptureFailed | None]:
        """A file's bytes, and what is wrong with them, None for nothing.

        Raises CaptureFailed: missing-file, encrypted, too-large beyond `limit` bytes, damaged-file where nothing can
        be read.
        """
        entry = self._entries.get(path)
        if entry is None:
            raise CaptureFailed("missing-file", "is named by the book, which does not hold it")
        if path in self._locked:
            raise CaptureFailed("encrypted", "is encrypted (DRM)")
        limit = min(limit, limit_of(entry, self._length))
        pieces: list[bytes] = []
        try:
            with self.file.open() as opened:
                pieces.extend(within(entry_pieces(opened, entry, limit), limit))
        except CaptureFailed as error:
            if error.code != "damaged-file" or not pieces:
                raise
            return b"".join(pieces), error
        return b"".join(pieces), None

    def document(self, path: str) -> etree._Element | None:
        """The root of a document about the book, mended where it is broken; None where there is none.

        What is wrong with it is noted in `damaged`.
        """
        try:
            content, trouble = self.read(path, LARGEST_PACKAGE)
        except CaptureFailed as error:
            self.damaged[path] = error
            return None
        root, broken = parsed(content)
        if trouble is None and broken:
            trouble = CaptureFailed("damaged-file", f"is no XML ({broken})")
        if trouble is not None:
            self.damaged[path] = trouble
        return root

    def _encrypted(self) -> list[str]:
        root = self.document(_ENCRYPTION) if _ENCRYPTION in self._entries else None
        locked = []
        for data in named(root, "EncryptedData"):
            methods = {method.get("Algorithm") for method in named(data, "EncryptionMethod")}
            if not methods.intersection(_OBFUSCATION):
                locked += [unquote(reference.get("URI") or "") for reference in named(data, "CipherReference")]
        return locked


def parsed(content: bytes) -> tuple[etree._Element | None, str]:
    """The root of an XML document without anything from outside it and without its entities; None for no XML.

    And what is broken in it, "" for nothing.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return None, str(error)[:200]
    fatal = (error.message for error in parser.error_log if error.level == etree.ErrorLevels.FATAL)
    return root, next(fatal, "")


def named(root: etree._Element | None, *names: str) -> list[etree._Element]:
    """The elements below one, and it itself, of these names in whatever namespace."""
    return [] if root is None else list(root.iter(*(f"{{*}}{name}" for name in names)))


def text_of(element: etree._Element) -> str:
    """An element's text on one line; entities stand for nothing."""
    pieces = []
    for node in element.iter():
        pieces += [node.text if isinstance(node.tag, str) else "", node.tail if node is not element else ""]
    return " ".join("".join(filter(None, pieces)).split())


def path_from(folder: str, reference: str) -> str:
    """The path that a reference from a file in a folder leads to, "" for one that leads out of the book."""
    path = posixpath.normpath(posixpath.join(folder, unquote(reference.partition("#")[0].partition("?")[0])))
    return "" if path.startswith(("../", "/")) or path in ("..", ".") else path
