"""The mark of a run that has begun to change the library and has not ended: killed, cut off or refused by the system.

While it is there, the manifest says what the run before left. Where it is not, every file is as the manifest says.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from packager.library import drafts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = ".unfinished"


def is_unfinished(library: Path) -> bool:
    """Whether the last run that changed a library did not end."""
    return (library / NAME).exists()


def begin(library: Path) -> bool:
    """Mark a run before its first change and say whether the one before did not end; raises OutputError."""
    if is_unfinished(library):
        return True
    drafts.write(library / NAME, b"")
    return False


def end(library: Path) -> None:
    """Take the mark away, after everything else of the run was made to last; raises OutputError."""
    try:
        (library / NAME).unlink(missing_ok=True)
        drafts.sync_folder(library)
    except OSError as error:
        raise drafts.cannot_write(library / NAME, error) from error


def sweep(output: Path) -> None:
    """Remove what a killed run began and nobody will end: drafts, and archives unpacked to be read.

    Call it while no other process writes to the output folder.
    """
    for folder, is_work in list(_left(output)):
        if is_work:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            drafts.discard(str(folder))


def _left(folder: Path) -> Iterator[tuple[Path, bool]]:
    for parent, folders, files in os.walk(folder):
        for name in files:
            if name.endswith(drafts.SUFFIX):
                yield folder.joinpath(parent, name), False
        for name in folders:
            if name.startswith(drafts.UNPACKED):
                yield folder.joinpath(parent, name), True
