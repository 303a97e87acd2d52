"""Writes a file so that its final name never holds half of it: draft, fsync, replace."""

from __future__ import annotations

import errno
import os
import sys
from itertools import count
from typing import TYPE_CHECKING

from packager.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".draft"
UNPACKED = "unpacked-"  # begins the names of folders that archives are unpacked into, and that go when they are read
SYNCS_FILESYSTEM = sys.platform == "linux"
_NUMBERS = count()
_OCCUPIED = ("a file stands where a folder is needed", "move it away, or choose another folder with --output")
_REASONS = {
    errno.ENOSPC: ("the disk is full", "free some space, then run again"),
    errno.EDQUOT: ("the disk quota is used up", "free some space, then run again"),
    errno.EFBIG: ("files may not grow further here", "raise the limit of the file's size, then run again"),
    errno.EROFS: ("the medium is read-only", "choose another folder with --output"),
    errno.EACCES: ("writing is not permitted", "change its permissions, or choose another folder with --output"),
    errno.EPERM: ("writing is not permitted", "change its permissions, or choose another folder with --output"),
    errno.ENOTDIR: _OCCUPIED,
    errno.EEXIST: _OCCUPIED,
    errno.EISDIR: ("a folder stands where a file is needed", "move it away, or choose another folder with --output"),
}


def cannot_write(path: str | Path, error: OSError) -> OutputError:
    """The error to raise for a file that the system did not let us write: which file, what is wrong, what to do."""
    unknown = (error.strerror or str(error), "check the folder and its medium, then run again")
    wrong, remedy = _REASONS.get(error.errno or 0, unknown)
    return OutputError(f"{path}: {wrong}; {remedy}")


def draft_name(path: str) -> str:
    """A name beside `path` that no other process and no other call of this one uses at the same time."""
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name[:32]}.{os.getpid()}.{next(_NUMBERS)}{SUFFIX}")  # noqa: PTH118 - hot for objects


def write(path: Path, content: bytes) -> None:
    """Put `content` at `path`, making its folder; whoever looks sees the old file or the new one.

    Raises OutputError where the system refuses.
    """
    draft = draft_name(str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(draft, "wb") as file:  # noqa: PTH123 - its name is made as text
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, path)  # noqa: PTH105
        except BaseException:
            discard(draft)
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise cannot_write(path, error) from error


def discard(draft: str) -> None:
    """Remove a draft that will not be used, if it was begun at all."""
    try:
        os.unlink(draft)  # noqa: PTH108
    except OSError:
        return  # never made, or the medium is gone: the first error is the one to tell


def sync_filesystem(folder: Path) -> bool:
    """Make all that was written to a folder's file system survive a power cut, in one call; False where there is none.

    One syncfs(2) costs a hundredth of the fsync calls that a library's many small objects would take.
    """
    if not SYNCS_FILESYSTEM:
        return False
    import ctypes  # noqa: PLC0415 - needed once a run

    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).syncfs(descriptor):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(descriptor)
    return True


def sync_folder(folder: str | Path) -> None:
    """Make the names in a folder survive a power cut; Windows has no such call and journals them itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
