"""Opens what holds several captures, and walks what is in it in the place of the file itself.

A child lists a file or unpacks it; what was found goes to the same batches as any other input.
"""

from __future__ import annotations

import errno
import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from packager import readers
from packager.errors import CaptureError, CaptureFailed, CaptureSkipped, OutputError, WorkerLost
from packager.library.drafts import UNPACKED
from packager.limits import GREATEST_RATIO, LARGEST_UNPACKED, OPEN_SECONDS, OPEN_SPEED, RATIO_FREE
from packager.model import Finding, Input

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from packager.workers import Children

# What a file takes on a disk at least, in bytes.
BLOCK = 4096
# Why an input that a child was lost over failed, and one that met a mistake of ours.
LOST, BUG = "worker-stopped", "internal-error"
# What only writing meets; any other error of the system is the source's.
UNWRITABLE = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG))


@dataclass(frozen=True, slots=True)
class Container:
    """Says of an input that it holds others: an archive, which has to be unpacked, or a series."""

    archive: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """Says of an input why it can become no article."""

    error: CaptureError
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Closed:
    """Says of a file of several that all in it was read: its sha256, what it was read with, and what was found.

    `inside` are the locators of all that it held.
    """

    digest: str
    beside: str
    findings: tuple[Finding, ...]
    inside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file of several holds; `refused` can become no articles, `unpacked` are the bytes of its files."""

    inputs: tuple[Input, ...]
    refused: tuple[tuple[Input, CaptureError], ...]
    findings: tuple[Finding, ...]
    digest: str
    beside: str
    unpacked: int = 0


Result = TypeVar("Result")
Walked: TypeAlias = "tuple[Input, Result | Refused | Closed]"


class Walk(Generic[Result]):
    """Walks inputs and all that they hold; `handle` makes batches of inputs into results, or says what holds others.

    `work` is the folder that archives are unpacked into, each into one of its own that goes when all in it is read.
    """

    def __init__(
        self,
        handle: Callable[[Iterable[Input]], Iterator[tuple[Input, Result | Container]]],
        children: Children,
        work: Path,
    ) -> None:
        self._handle = handle
        self._children = children
        self._work = work
        self._room = 0

    def __call__(self, inputs: Iterable[Input]) -> Iterator[Walked[Result]]:
        """Each input with its result, or why it has none; what an input holds comes before it."""
        for item, result in self._handle(inputs):
            if isinstance(result, Container):
                yield from self._opened(item, result)
            else:
                yield item, result

    def _opened(self, item: Input, container: Container) -> Iterator[Walked[Result]]:
        if not item.container:  # what lies in it, however deep, shares what it may unfold to
            self._room = min(LARGEST_UNPACKED, max(RATIO_FREE, item.path.stat().st_size * GREATEST_RATIO))
        self._work.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=UNPACKED, dir=self._work))
        try:
            contents = self._contents(item, container, folder)
            if isinstance(contents, Refused):
                yield item, contents
            else:
                self._room = max(0, self._room - contents.unpacked)
                yield from self._read(item, contents)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _contents(self, item: Input, container: Container, folder: Path) -> Contents | Refused:
        seconds = OPEN_SECONDS + item.path.stat().st_size / OPEN_SPEED
        task = partial(list_contents, item, container, self._work, folder, self._room)
        try:
            return self._children.within(seconds).submit(task).result()
        except CaptureError as error:
            return Refused(error)
        except WorkerLost as error:
            return Refused(CaptureFailed(LOST, f"{item.locator}: opening it {error}"))

    def _read(self, item: Input, contents: Contents) -> Iterator[Walked[Result]]:
        inside: set[str] = set()
        for found, error in contents.refused:
            inside.add(found.locator)
            yield found, Refused(error)
        for found, result in self(contents.inputs):
            inside.add(found.locator)
            yield found, result
        if inside:
            yield item, Closed(contents.digest, contents.beside, contents.findings, frozenset(inside))
        else:
            nothing = CaptureSkipped("nothing-inside", f"{item.locator}: holds no article")
            yield item, Refused(nothing, contents.findings)


def list_contents(item: Input, container: Container, work: Path, folder: Path, room: int) -> Contents:
    """What a file of several holds, its files unpacked below `folder` where it is an archive: what a child does.

    `room` is how many bytes may be unpacked. Raises CaptureError, and OutputError where the folder cannot be written.
    """
    inputs: list[Input] = []
    refused: list[tuple[Input, CaptureError]] = []
    findings: list[Finding] = []
    try:
        for found in readers.unpack(item, work, folder, room) if container.archive else readers.parts(item, work):
            if isinstance(found, Finding):
                findings.append(found)
            elif isinstance(found, Input):
                inputs.append(found)
            else:
                refused.append(found)
        digest = file_digest(item.path)
    except (CaptureError, OutputError, MemoryError):
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        if error.errno in UNWRITABLE:
            message = f"{folder}: {item.locator} cannot be unpacked there ({reason}); free some space"
            raise OutputError(message) from error
        raise CaptureFailed("unreadable-file", f"{item.locator}: cannot be read ({reason})") from error
    except Exception as error:
        raise mistake(item, error) from error
    unpacked = sum(max(BLOCK, path.lstat().st_size) for path in folder.rglob("*"))
    return Contents(tuple(inputs), tuple(refused), tuple(findings), digest, readers.beside(item), unpacked)


def mistake(item: Input, error: Exception) -> CaptureFailed:
    """What a mistake of ours over one input is told as, so that it does not cost the others."""
    return CaptureFailed(BUG, f"{item.locator}: {type(error).__name__}: {error}")


def file_digest(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
