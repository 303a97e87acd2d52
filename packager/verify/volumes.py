"""Every volume opens, and each file in it has the bytes that its archive says."""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING

from packager.findings import finding
from packager.verify.concerns import concerned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from packager.model import Finding
    from packager.verify.holding import Holding

ARCHIVES = frozenset({"application/epub+zip"})


def check(holding: Holding) -> Iterator[Finding]:
    """The volumes that do not open; those whose bytes changed are for `fixity` to tell."""
    for path, item in holding.known.publications.items():
        if item.media_type in ARCHIVES and holding.digests.get(path) == item.sha256:
            wrong = unsound(holding.output / path)
            if wrong:
                yield finding("volume-unreadable", path, f"{wrong}: {concerned(holding, path)}")


def unsound(path: Path) -> str:
    """What is wrong with an archive, in words; "" for a sound one."""
    try:
        with zipfile.ZipFile(path) as archive:
            damaged = archive.testzip()
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        return f"cannot be opened ({error})"
    return f"{damaged} in it is damaged" if damaged else ""
