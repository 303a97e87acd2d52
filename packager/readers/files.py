"""Opens files of a source, and nothing outside it.

The real path has to stay below the source's real path, and the file has to be a regular one. Where the system knows
O_NOFOLLOW and O_NONBLOCK a link is never followed unseen and a pipe never waits; elsewhere (Windows) the path is
resolved before every opening. The source's folders are expected to hold still during a run.
"""
# ruff: noqa: PTH112, PTH118, PTH123
# pathlib takes ten times as long as os.path, and this runs several times a page.

from __future__ import annotations

import errno
import os
import re
import stat
from typing import BinaryIO

from packager.errors import ResourceRefused
from packager.limits import HEAD, LARGEST_PAGE

_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_FLAGS = (
    os.O_RDONLY | _NOFOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
)
_IS_LINK = frozenset({errno.ELOOP, errno.EMLINK})
_NO_SUCH = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EINVAL})

# What may not stand in a locator as it is: control characters, line separators, bytes that are not UTF-8.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def locator_of(name: str) -> str:
    """A file's name as reports write it; one with control characters or bytes that are not UTF-8 is percent-encoded."""
    if name.isascii() and name.isprintable():
        return name
    if not _UNPRINTABLE.search(name):
        return name
    return _UNPRINTABLE.sub(_percent_encoded, name.replace("%", "%25"))


def _percent_encoded(match: re.Match[str]) -> str:
    """Its bytes: those of a name that is not UTF-8, or of half a character that a program wrote."""
    try:
        written = match[0].encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        written = match[0].encode("utf-8", "surrogatepass")
    return "".join(f"%{byte:02X}" for byte in written)


class SourceFolder:
    """A source's folder, `root`; files are named by paths relative to it, with "/" or the system's separator."""

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = os.path.realpath(root)
        self._inside = self.root.rstrip(os.sep) + os.sep
        self._real: dict[str, str] = {}

    def open(self, relative: str) -> BinaryIO:
        """A regular file, opened for reading.

        Raises FileNotFoundError (there is none), IsADirectoryError, and ResourceRefused with the codes
        outside-source, not-a-file and unreadable-file.
        """
        descriptor = self._descriptor(relative)
        try:
            _check_regular(descriptor, relative)
            return open(descriptor, "rb")
        except BaseException:
            os.close(descriptor)
            raise

    def stamp(self, relative: str, limit: int = LARGEST_PAGE) -> str:
        """What tells a regular file from any other file or state of it; raises what `open` does, and too-large."""
        facts = self._facts(relative)
        _check_length(facts.st_size, limit, relative)
        return f"{facts.st_dev}:{facts.st_ino}:{facts.st_size}:{facts.st_mtime_ns}"

    def _facts(self, relative: str) -> os.stat_result:
        """The facts of a regular file, for a plain one without opening it, which costs five times as much."""
        path = os.path.normpath(os.path.join(self.root, relative))
        folder, name = os.path.split(self._check(path, relative))
        if path != self.root:
            try:
                facts = os.lstat(os.path.join(self._real_folder(folder, relative), name))
            except (OSError, ValueError):
                facts = None
            if facts is not None and stat.S_ISREG(facts.st_mode):
                return facts
        with self.open(relative) as file:
            return os.fstat(file.fileno())

    def read(self, relative: str, limit: int = LARGEST_PAGE) -> bytes:
        """All bytes of a regular file of at most `limit` bytes; raises what `open` does, and too-large."""
        with self.open(relative) as file:
            length = os.fstat(file.fileno()).st_size
            _check_length(length, limit, relative)
            try:
                return file.read(length)
            except OSError as error:
                raise _refused("unreadable-file", relative, f"cannot be read ({error.strerror})") from error

    def head(self, relative: str, length: int = HEAD) -> bytes:
        """The first bytes of a regular file; raises what `open` does."""
        with self.open(relative) as file:
            return os.read(file.fileno(), length)

    def name_of(self, relative: str) -> str:
        """A path without detours, below the source and with "/", as reports write it."""
        path = os.path.normpath(os.path.join(self.root, relative))
        return locator_of(path.removeprefix(self._inside).replace(os.sep, "/"))

    def is_folder(self, relative: str) -> bool:
        """Whether a folder stands there, inside the source."""
        path = os.path.normpath(os.path.join(self.root, relative))
        return os.path.isdir(path) and self._holds(os.path.realpath(path))

    def _holds(self, path: str) -> bool:
        return path.startswith(self._inside) or path == self.root

    def _descriptor(self, relative: str) -> int:
        try:
            return self._opened(relative)
        except ValueError as error:  # a NUL or a lone surrogate: no file has such a name
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), relative) from error
        except OSError as error:
            if error.errno in _NO_SUCH:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), relative) from error
            if os.path.isdir(os.path.join(self.root, relative)):  # Windows refuses to open a folder
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), relative) from error
            if error.errno == errno.ENXIO:
                raise _refused("not-a-file", relative, "is no regular file") from error
            raise _refused("unreadable-file", relative, f"cannot be opened ({error.strerror})") from error

    def _opened(self, relative: str) -> int:
        path = os.path.normpath(os.path.join(self.root, relative))
        self._check(path, relative)
        folder, name = os.path.split(path)
        real = self._real_folder(folder, relative) if path != self.root else folder
        if not _NOFOLLOW:
            return os.open(self._resolved(path, relative), _FLAGS)
        try:
            return os.open(os.path.join(real, name), _FLAGS)
        except OSError as error:
            if error.errno not in _IS_LINK:
                raise
        return os.open(self._resolved(path, relative), _FLAGS)

    def _real_folder(self, folder: str, relative: str) -> str:
        if folder not in self._real:
            self._real[folder] = self._resolved(folder, relative)
        return self._real[folder]

    def _resolved(self, path: str, relative: str) -> str:
        return self._check(os.path.realpath(path), relative)

    def _check(self, path: str, relative: str) -> str:
        if not self._holds(path):
            raise _refused("outside-source", relative, "lies outside the source's own folder")
        return path


def _check_length(length: int, limit: int, relative: str) -> None:
    if length > limit:
        raise _refused("too-large", relative, f"holds {length:,} bytes, {limit:,} are read")


def _check_regular(descriptor: int, relative: str) -> None:
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), relative)
    if not stat.S_ISREG(mode):
        raise _refused("not-a-file", relative, "is no regular file")


def _refused(code: str, relative: str, what: str) -> ResourceRefused:
    return ResourceRefused(code, f"{locator_of(relative)}: {what}")
