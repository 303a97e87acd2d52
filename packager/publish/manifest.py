"""`manifest-sha256.txt`: the digest of every file of the output folder, as `sha256sum -c` reads it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from hashlib import file_digest
from typing import TYPE_CHECKING

from packager.errors import OutputError
from packager.library import drafts, history, lock, unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

NAME = "manifest-sha256.txt"
CATALOGUE = "library/catalogue.sqlite"
DAMAGED = "library/damaged"  # what `packager repair` moved aside
LEFT_OUT = frozenset({NAME, DAMAGED, "library/cache", f"library/{lock.NAME}", f"library/{unfinished.NAME}"})
_HISTORY = f"library/{history.FOLDER}/"
_OBJECT = re.compile(r"library/objects/([0-9a-f]{2})/([0-9a-f]{62})")
_SPECIAL = re.compile(r"[\\\n\r]")
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r"})
_LINE = re.compile(rb"(\\?)([0-9a-f]{64})  ([^\n]+)")
_CATALOGUE = re.compile(rb"^([0-9a-f]{64})  %s$" % re.escape(CATALOGUE.encode()), re.MULTILINE)
_ESCAPED = re.compile(rb"\\(.)")
_LETTERS = {b"n": b"\n", b"r": b"\r"}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the manifest lists: paths below the output folder with their digests.

    `sound` says that it stands as `write` writes it, `there` that it is there at all.
    """

    digests: Mapping[str, str] = field(default_factory=dict)
    sound: bool = True
    there: bool = False


def read(output: Path) -> Manifest:
    """What the manifest of an output folder lists; the lines that are none are passed over."""
    content = _content(output)
    if content is None:
        return Manifest()
    found = [match for line in content.split(b"\n") if (match := _LINE.fullmatch(line))]
    digests = {os.fsdecode(_unescaped(match)): match[2].decode("ascii") for match in found}
    names = sorted(digests, key=os.fsencode)
    return Manifest(digests, content == b"".join(_line(name, digests[name]) for name in names), there=True)


def catalogue_digest(output: Path) -> str:
    """What the manifest of an output folder lists for the catalogue; "" where it lists none."""
    found = _CATALOGUE.search(_content(output) or b"")
    return found[1].decode("ascii") if found else ""


def _content(output: Path) -> bytes | None:
    """The manifest's bytes; None where it is not there."""
    try:
        return (output / NAME).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputError(f"{output / NAME}: cannot be read ({error.strerror}); check its permissions") from error


def _unescaped(line: re.Match[bytes]) -> bytes:
    """The name in a line."""
    return _ESCAPED.sub(lambda found: _LETTERS.get(found[1], found[1]), line[3]) if line[1] else line[3]


def write(output: Path, known: Mapping[str, str]) -> Path:
    """Write the manifest over the output folder, as the last thing of a run, and say where it is.

    `known` maps paths relative to the output folder ("volumes/2025-02/x.epub") to digests just computed, so that
    those files are not read again; an object's digest is its name. The cache, the lock, drafts and the manifest are
    left out. Raises OutputError where the folder cannot be read or written.
    """
    lines = (_line(name, known.get(name) or named(name) or digest_of(output / name)) for name in files(output))
    drafts.write(output / NAME, b"".join(lines))
    return output / NAME


def files(folder: Path, prefix: str = "") -> Iterator[str]:
    """Every file below a folder, by its path relative to the output, sorted by its bytes.

    Links to folders are not followed. Raises OutputError where a folder cannot be listed.
    """
    try:
        with os.scandir(folder) as listing:
            found = sorted((os.fsencode(_with_slash(item)), item) for item in listing)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be listed ({error.strerror}); check its permissions") from error
    for key, item in found:
        name = prefix + item.name
        if name in LEFT_OUT or name.endswith(drafts.SUFFIX):
            continue
        if key.endswith(b"/"):
            yield from files(folder / item.name, f"{name}/")
        elif item.is_file():
            yield name


def _with_slash(item: os.DirEntry[str]) -> str:
    """The name of a file, or of a folder as it stands in the paths of what it holds."""
    return f"{item.name}/" if item.is_dir(follow_symlinks=False) else item.name


def named(name: str) -> str:
    """The digest that a file of the library is named for; "" for any other file."""
    if name.startswith(_HISTORY):
        return history.named(name.removeprefix(_HISTORY))
    match = _OBJECT.fullmatch(name)
    return match[1] + match[2] if match else ""


def digest_of(path: Path) -> str:
    """The sha256 of a file; OutputError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise OutputError(f"{path}: cannot be read ({error.strerror}); check its permissions") from error


def _line(name: str, digest: str) -> bytes:
    """One line in the form of GNU coreutils: a name with a line break or a backslash is escaped and marked so."""
    if _SPECIAL.search(name):
        return os.fsencode(f"\\{digest}  {name.translate(_ESCAPES)}\n")
    return os.fsencode(f"{digest}  {name}\n")
