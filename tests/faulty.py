"""A small library, and ways to break off or refuse what is written to it."""

from __future__ import annotations

import builtins
import errno
import io
import os
import sqlite3
from concurrent.futures import Executor, Future
from pathlib import Path

from packager import bind, ingest, pipeline, stages
from packager.library import objects
from packager.progress import Quiet
from tests.collected import build, catalogue, files, page, picture, put

PROJECT = Path(__file__).parents[1]
PRODUCTS = ("volumes", "library/objects", "report.json", "report.html")
KINDS = ("open", "write", "fsync", "replace", "mkdir", "unlink", "commit", "statement")
EVERYTHING = bool(os.environ.get("FAULTS"))
"""Whether `make faults` asks for more than what every change can wait for."""

FIRST = {
    "cho.html": page("Chợ phiên", pictures=("cho.jpg",)),
    "cho.jpg": picture(1, (60, 40)),
    "hoi.html": page("Hội xuân", topic="Văn hóa"),
}
"""Two volumes."""
LATER = {"cho.html": page("Chợ phiên mới", pictures=("cho.jpg",)), "hoi.html": page("Hội xuân", topic="Kinh tế")}
"""One volume changes, one goes."""


class Here(Executor):
    """Does tasks in this process, where faults can reach them; stands in for `workers.Children`."""

    def submit(self, fn, /, *arguments, **given):
        future = Future()
        try:
            future.set_result(fn(*arguments, **given))
        except Exception as error:  # noqa: BLE001 - it is the future's owner who has to hear it
            future.set_exception(error)
        return future

    def within(self, deadline):  # noqa: ARG002
        return self


class Faults:
    """Counts what is asked of the system, and lets the `nth` call of a kind fail, with `lasting` also those after it.

    What is opened elsewhere than below `output` is let pass: sources that cannot be read are told otherwise.
    """

    def __init__(self, output, kind="", nth=0, *, lasting=False):
        self._output = str(output)
        self._lasting = lasting
        self.counts = dict.fromkeys(KINDS, 0)
        self._kind, self._nth = kind, nth

    def __call__(self, kind, error):
        self.counts[kind] += 1
        count = self.counts[kind]
        if kind == self._kind and (count == self._nth or (self._lasting and count > self._nth)):
            raise error

    def install(self, patch):
        """Puts itself before the calls that write."""
        ingest.stores.cache_clear()  # what a child knows of a folder, it does not know of the next one
        bind.stores.cache_clear()
        patch.setattr(stages, "workers", lambda _: Here())
        for name in ("open", "write", "fsync", "replace", "mkdir", "unlink"):
            patch.setattr(os, name, self._before(getattr(os, name), name))
        patch.setattr(objects, "sync_filesystem", self._before(objects.sync_filesystem, "fsync"))
        opened = self._opener(io.open)
        patch.setattr(io, "open", opened)
        patch.setattr(builtins, "open", opened)
        patch.setattr(sqlite3, "connect", self._connector(sqlite3.connect))

    def _before(self, call, kind):
        def asked(*arguments, **given):
            if kind == "open" and not str(arguments[0]).startswith(self._output):
                return call(*arguments, **given)
            number = {"open": errno.EACCES, "fsync": errno.EIO, "unlink": errno.EACCES}.get(kind, errno.ENOSPC)
            self(kind, OSError(number, os.strerror(number)))
            return call(*arguments, **given)

        return asked

    def _opener(self, open_):
        faults = self

        class Raw(io.FileIO):
            def write(self, content):
                faults("write", OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
                return super().write(content)

        def opened(path, mode="r", *arguments, **given):
            if "w" not in mode or "b" not in mode:
                return open_(path, mode, *arguments, **given)
            faults("open", OSError(errno.EACCES, os.strerror(errno.EACCES)))
            return io.BufferedWriter(Raw(path, "w"))

        return opened

    def _connector(self, connect):
        faults = self

        def refused(code, text):
            error = sqlite3.OperationalError(text)
            error.sqlite_errorcode = code
            return error

        class Connection(sqlite3.Connection):
            def commit(self):
                faults("commit", refused(sqlite3.SQLITE_FULL, "database or disk is full"))
                super().commit()

            def execute(self, statement, *values):
                if not statement.lstrip().startswith(("SELECT", "PRAGMA")):
                    faults("statement", refused(sqlite3.SQLITE_IOERR, "disk I/O error"))
                return super().execute(statement, *values)

        return lambda path, **given: connect(path, factory=Connection, **given)


def sources(folder, *sets):
    """A folder of the given files, later ones in place of earlier ones."""
    for files_ in sets:
        put(folder, files_)
    return folder


def product(output):
    """All that has to come out the same, whatever happened on the way."""
    return files(output, *PRODUCTS), catalogue(output)


def assert_right(collected, output, wanted):
    """A run now comes to the right end, from whatever was left, and leaves nothing half done behind."""
    assert build(collected, output).exit_code == 0
    assert_whole(output, wanted)


def assert_whole(output, wanted):
    """An output folder holds what it has to, and nothing else."""
    assert product(output) == wanted
    assert not list(output.rglob("*.draft"))
    assert not list(output.rglob("unpacked-*"))
    found = pipeline.verify(output, Quiet())
    assert found.findings == ()
