"""One run at a time holds a library; the lock names its holder and falls with the process."""

from __future__ import annotations

import os
import platform
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from packager.errors import LibraryBusy
from packager.library.drafts import cannot_write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = ".lock"

if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # a locked byte cannot be read by others: lock one beyond the holder's name

    def _acquire(descriptor: int, *, alone: bool = True) -> None:  # noqa: ARG001 - locks are not shared there
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _acquire(descriptor: int, *, alone: bool = True) -> None:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)


@contextmanager
def hold(library: Path) -> Iterator[None]:
    """Hold the library for the length of a `with` block; the folder is made if need be.

    Raises LibraryBusy, naming the holder, and OutputError where the lock cannot be written. The file stays behind,
    empty: removing it would let two runs lock two files of one name.
    """
    path = library / NAME
    try:
        library.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        _take(descriptor, path)
        try:
            yield
        finally:
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


@contextmanager
def hold_still(library: Path) -> Iterator[None]:
    """Keep runs that write out for the length of a `with` block, and write nothing: the library may be read-only.

    Several may read at once. Raises LibraryBusy, naming who writes. A library without a lock was never written to by a
    run, or is a copy, and nobody is kept out.
    """
    try:
        descriptor = os.open(library / NAME, os.O_RDONLY)
    except OSError:
        yield
        return
    try:
        _try(descriptor, library, alone=False)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, path: Path) -> None:
    """Lock the file and write the holder into it; on a full disk the lock holds without a name."""
    _try(descriptor, path.parent, alone=True)
    try:
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, f"process {os.getpid()} on {platform.node()}".encode())
    except OSError as error:
        raise cannot_write(path, error) from error


def _try(descriptor: int, library: Path, *, alone: bool) -> None:
    """Lock the file; LibraryBusy where another run holds it."""
    try:
        _acquire(descriptor, alone=alone)
    except OSError as error:
        holder = _holder(descriptor) or "another run"
        raise LibraryBusy(f"{library}: {holder} holds the library; wait for it to end, then run again") from error


def _holder(descriptor: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.read(descriptor, 300).decode("utf-8", "replace").strip()
