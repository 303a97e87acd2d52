"""Content-addressed files: the name of an object is the sha256 of its bytes."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from packager.compression import checksum
from packager.errors import LibraryDamaged
from packager.library.drafts import (
    SYNCS_FILESYSTEM,
    cannot_write,
    discard,
    draft_name,
    sync_filesystem,
    sync_folder,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

_DIGEST = re.compile(r"[0-9a-f]{64}")
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


class Objects:
    """Objects below `root`, sharded by the first two digits: `ab/cdef...`, without a suffix.

    A suffix would depend on who puts the bytes first; what an object is stands in the catalogue.
    Many processes may put at once: drafts have names of their own, and equal names mean equal bytes.

    Contract for pictures: put one only after `images.check` passed. Then `has(digest)` means that the picture was
    checked, by whichever process met it first, and only the header (`images.probe`) has to be read again.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._prefix = f"{root}{os.sep}"

    def put(self, content: bytes, digest: str = "") -> str:
        """Store bytes and return their digest (sha256, hex); an existing object is never written again.

        `digest` spares computing it again where the caller just did, which takes as long as the rest for a photo.
        They survive a power cut only after `sync`. Raises OutputError where the system refuses.
        """
        digest = digest or sha256(content).hexdigest()
        name = self._name(digest)
        if not os.path.exists(name):  # noqa: PTH110 - a Path costs as much as the call
            try:
                _create(name, content)
            except OSError as error:
                raise cannot_write(name, error) from error
        return digest

    def has(self, digest: str) -> bool:
        """Whether the object is there."""
        return os.path.exists(self._name(digest))  # noqa: PTH110

    def path(self, digest: str) -> Path:
        """Where the object is or would be; LibraryDamaged for what is no digest."""
        return Path(self._name(self._checked(digest)))

    def read(self, digest: str, crc: int | None = None) -> bytes:
        """The object's bytes; LibraryDamaged if it cannot be read, or differs from its digest.

        Always compared (1 ms for 1.5 MB), so that no damage is carried into a volume, where nothing would tell it.
        Where its CRC-32 is known, `crc`, that is compared in a fortieth of the time: one accident in four thousand
        million would pass it (`verify` compares the digests).
        """
        name = self._name(self._checked(digest))
        try:
            with open(name, "rb", buffering=0) as file:  # noqa: PTH123 - as in `put`
                content = file.read()
        except OSError as error:
            raise LibraryDamaged(f"{name}: cannot be read ({error.strerror}); run `packager repair`") from error
        same = sha256(content).hexdigest() == digest if crc is None else checksum(content) == crc
        if not same:
            raise LibraryDamaged(f"{name}: its bytes are not those it is named for; run `packager repair`")
        return content

    def sync(self) -> None:
        """Make everything that any process put survive a power cut; OutputError where the medium refuses."""
        try:
            if self.root.exists() and not sync_filesystem(self.root):
                for folder in sorted(self.root.iterdir()):
                    sync_folder(folder)
        except OSError as error:
            raise cannot_write(error.filename or self.root, error) from error

    def remove(self, digest: str) -> None:
        """Remove an object, if it is there; OutputError where the system refuses."""
        path = self.path(digest)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise cannot_write(path, error) from error

    def drop_torn(self, sound: Container[str]) -> list[str]:
        """Remove the objects that a power cut left torn before they were synced, and return their digests.

        Those in `sound`, which a committed catalogue names, were synced before it and are not read. Call it while no
        other process puts.
        """
        torn = [digest for digest in self.digests() if digest not in sound and not self._is_whole(digest)]
        for digest in torn:
            discard(self._name(digest))
        return torn

    def digests(self) -> Iterator[str]:
        """The names of all objects."""
        for path in self.root.glob("??/*"):
            digest = path.parent.name + path.name
            if _DIGEST.fullmatch(digest):
                yield digest

    def _is_whole(self, digest: str) -> bool:
        try:
            self.read(digest)
        except LibraryDamaged:
            return False
        return True

    def _checked(self, digest: str) -> str:
        """The digest; LibraryDamaged for what is none."""
        if not _DIGEST.fullmatch(digest):
            raise LibraryDamaged(f"{self.root}: {digest!r} is no digest of an object; run `packager repair`")
        return digest

    def _name(self, digest: str) -> str:
        return f"{self._prefix}{digest[:2]}{os.sep}{digest[2:]}"


def _create(name: str, content: bytes) -> None:
    """Write a draft beside the object and give it its name."""
    draft = draft_name(name)
    try:
        descriptor = os.open(draft, _CREATE, 0o666)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(name), exist_ok=True)  # noqa: PTH103, PTH120
        descriptor = os.open(draft, _CREATE, 0o666)
    try:
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            _write_all(file.fileno(), content)
            if not SYNCS_FILESYSTEM:
                os.fsync(file.fileno())
        os.replace(draft, name)  # noqa: PTH105
    except BaseException as error:
        discard(draft)
        if isinstance(error, PermissionError) and os.path.exists(name):  # noqa: PTH110
            return  # Windows: another process put the same bytes and is being read
        raise


def _write_all(descriptor: int, content: bytes) -> None:
    """Write every byte; the system may take them in pieces."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
