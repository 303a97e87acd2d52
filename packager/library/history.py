"""What was recorded, in the order it was: lines of JSON in files that are written once, beside the catalogue.

The catalogue can be made again from them. A file is named for its number and the sha256 of its bytes,
`00000007-DIGEST.jsonl`; each line begins with its own digest, so that damage costs the lines that it hit.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from packager.errors import OutputError
from packager.library import drafts
from packager.library.records import dumps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = "history"
START = {"start": "everything is told again below"}
ENOUGH = 500  # lines that are written though they might wait for more
_NAME = re.compile(r"(\d{8})-([0-9a-f]{64})\.jsonl")
_LINE = re.compile(rb"([0-9a-f]{16}) (\{.*\})")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One file of the history: whether it is the one it is named for, and the events whose lines are whole."""

    number: int
    path: Path
    sound: bool
    events: tuple[dict[str, Any], ...]


class History:
    """The history below a library's folder: `append` lines, then `write` them before the catalogue commits them."""

    def __init__(self, library: Path) -> None:
        self.folder = library / FOLDER
        self._lines: list[bytes] = []
        self._number = 0

    def append(self, event: dict[str, Any]) -> None:
        """Note an event, to be written with the next file."""
        text = dumps(event).encode("utf-8", "backslashreplace")
        self._lines.append(_digest(text) + b" " + text + b"\n")

    def write(self, *, least: int = 1) -> Path | None:
        """Write what was noted as one file that lasts, if that is `least` lines; OutputError where it cannot be."""
        if len(self._lines) < least:
            return None
        content = b"".join(self._lines)
        self._number = (self._number or max((number for number, _ in self._files()), default=0)) + 1
        path = self.folder / f"{self._number:08}-{sha256(content).hexdigest()}.jsonl"
        drafts.write(path, content)
        self._lines.clear()
        return path

    def discard(self) -> None:
        """Forget what was noted and not written."""
        self._lines.clear()

    def is_whole(self) -> bool:
        """Whether every file is the one it is named for, and none is missing before the last.

        What was told anew begins at `START`; nothing before it is needed.
        """
        whole, last = True, 0
        for chapter in self.chapters():
            anew = chapter.events[:1] == (START,)
            whole = chapter.sound and (anew or (whole and chapter.number == last + 1))
            last = chapter.number
        return whole

    def chapters(self) -> Iterator[Chapter]:
        """Every file in its order; OutputError for one that cannot be read."""
        for number, path in sorted(self._files()):
            content = _read(path)
            sound = path.name[9:73] == sha256(content).hexdigest()
            yield Chapter(number, path, sound, tuple(_whole(content)))

    def naming(self, text: str) -> Iterator[dict[str, Any]]:
        """The events in whose lines a text stands as a JSON string, in their order; no other line is parsed."""
        wanted = dumps(text).encode("utf-8")
        for _, path in sorted(self._files()):
            lines = _read(path).split(b"\n")
            yield from _whole(b"\n".join(line for line in lines if wanted in line))

    def _files(self) -> list[tuple[int, Path]]:
        if not self.folder.is_dir():
            return []
        return [(int(match[1]), path) for path in self.folder.iterdir() if (match := _NAME.fullmatch(path.name))]


def named(name: str) -> str:
    """The digest that the name of a file of the history states; "" for any other file."""
    match = _NAME.fullmatch(name)
    return match[2] if match else ""


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutputError(f"{path}: cannot be read ({error.strerror}); check its permissions") from error


def _whole(content: bytes) -> Iterator[dict[str, Any]]:
    """The events of the lines that have the digest they begin with."""
    for line in content.split(b"\n"):
        match = _LINE.fullmatch(line)
        if match and _digest(match[2]) == match[1]:
            yield json.loads(match[2])


def _digest(line: bytes) -> bytes:
    return sha256(line).hexdigest()[:16].encode("ascii")
