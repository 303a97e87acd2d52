"""The tree of errors and the exit codes. Imports nothing of ours.

    PackagerError
    ├── UsageError               2   the call or the configuration is wrong
    ├── SourceMissing            3   a given source is not there
    ├── CaptureError             -   one input cannot become an article: a finding, the rest goes on
    │   ├── CaptureSkipped       -   it is no article at all (unknown kind)
    │   └── CaptureFailed        -   it should be one, and is damaged, empty or too much
    ├── ResourceRefused          -   a picture may not be read: a finding, the rest goes on
    ├── PictureUnreadable        -   a picture's bytes cannot be shown: a finding, the rest goes on
    ├── WorkerLost               -   a child was killed by one capture: a finding, the rest goes on
    ├── OutputError             20   the output cannot be written (disk full, read-only, permission)
    ├── LibraryDamaged          30   the catalogue or an object is not what it says
    ├── VolumeError             40   a volume cannot be written
    └── LibraryBusy             75   another run holds the library

Exit code 0: all well; 1: finished, and something was skipped, failed or is missing; 70: an unexpected exception;
130: interrupted.
"""

from __future__ import annotations

OK = 0
INCOMPLETE = 1
UNEXPECTED = 70
INTERRUPTED = 130


class PackagerError(Exception):
    """Anything we raise on purpose: the message says which file, what is wrong, what to do next."""

    exit_code = UNEXPECTED


class UsageError(PackagerError):
    """The command line or the configuration asks for something that does not exist."""

    exit_code = 2


class SourceMissing(PackagerError):  # noqa: N818 - named for what is wrong
    """A source that was given cannot be found."""

    exit_code = 3


class CaptureError(PackagerError):
    """One input cannot become an article; `code` is the finding's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


class CaptureSkipped(CaptureError):  # noqa: N818
    """The input is of no kind that is read."""


class CaptureFailed(CaptureError):  # noqa: N818
    """The input should be an article, but is damaged, empty or beyond a limit."""


class ResourceRefused(PackagerError):  # noqa: N818
    """A file that a page names may not be read; `code` is the finding's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


class PictureUnreadable(PackagerError):  # noqa: N818
    """A picture's bytes are damaged, of an unknown kind or beyond a limit; `code` is the finding's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


class WorkerLost(PackagerError):  # noqa: N818
    """A child process died or was stopped over one task."""


class OutputError(PackagerError):
    """The output folder cannot be written."""

    exit_code = 20


class LibraryDamaged(PackagerError):  # noqa: N818
    """What the library holds is not what its digests say."""

    exit_code = 30


class VolumeError(PackagerError):
    """A volume cannot be written."""

    exit_code = 40


class LibraryBusy(PackagerError):  # noqa: N818
    """Another run holds the library."""

    exit_code = 75
