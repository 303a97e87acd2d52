"""The loop of a child process: tasks in, replies out, each a length (8 bytes, big-endian) and a pickle.

Kept apart from `workers`, which supervises children, so that a child starts with next to no imports.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from contextlib import suppress
from itertools import count
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO

from packager.errors import PackagerError

EXHAUSTED = 71  # the exit code of a child that met its memory limit
GRACE = 2  # seconds: what a child allows itself beyond the deadline before it stops on its own
GARBAGE = 10_000  # objects between two collections: a page makes many, and few in circles (3 % of the CPU)
_LENGTH = 8


def serve(memory: int) -> None:
    """Run tasks until the parent closes the pipe or is gone, which ends the process at once, also within a task.

    `memory` is the limit of the address space in bytes, 0 for none; Windows has no such limit and macOS may refuse
    it. The parent keeps each task's deadline; where the parent is gone and C code lets no other thread
    run, the system's alarm does. Whatever a task prints goes to stderr, and it reads an empty stdin.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is the one to be interrupted
    tasks, replies = _take_pipes()
    _limit_memory(memory)
    gc.set_threshold(GARBAGE, 20, 20)
    waiting: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(tasks, waiting), daemon=True).start()
    for number in count():
        task = waiting.get()
        if number == 1:
            gc.freeze()  # what the first task imported stays: no collection has to look through it again
        _set_alarm(int.from_bytes(task[:_LENGTH], "big") / 1000 + GRACE)
        reply = _run(task[_LENGTH:])
        _set_alarm(0)
        sys.stdout.flush()
        with suppress(BrokenPipeError):  # the parent is gone, as the listener is about to learn
            send(replies, reply)


def _listen(tasks: BinaryIO, waiting: SimpleQueue[bytes]) -> None:
    """Take tasks as they come; without a parent there is nobody to work for."""
    while (task := receive(tasks)) is not None:
        waiting.put(task)
    os._exit(0)


def timed(task: bytes, deadline: float) -> bytes:
    """A task's message, with its deadline (seconds) before it."""
    return int(deadline * 1000).to_bytes(_LENGTH, "big") + task


def send(pipe: BinaryIO, message: bytes) -> None:
    """Write one message."""
    pipe.write(len(message).to_bytes(_LENGTH, "big"))
    pipe.write(message)
    pipe.flush()


def receive(pipe: BinaryIO) -> bytes | None:
    """Read one message; None where the other side is gone, be it in the middle of one."""
    length = int.from_bytes(head, "big") if len(head := pipe.read(_LENGTH)) == _LENGTH else -1
    message = pipe.read(length) if length >= 0 else b""
    return message if len(message) == length else None


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Move the pipes away from stdin and stdout, so that no task can read or write into them."""
    tasks, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return tasks, replies


def _limit_memory(memory: int) -> None:
    if not memory or sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - absent on Windows

    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (ValueError, OSError) as error:
        print(f"packager: no memory limit here ({error})", file=sys.stderr)  # noqa: T201 - nobody else hears it


def _set_alarm(seconds: float) -> None:
    """Let the system stop this process after so many seconds, 0 for never; Windows has no alarm."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _run(task: bytes) -> bytes:
    """The reply to a task: (True, result) or (False, error), pickled; ends the process where memory ran out."""
    try:
        return pickle.dumps((True, pickle.loads(task)()))  # noqa: S301 - from our parent
    except MemoryError:
        os._exit(EXHAUSTED)  # a process that ran out once is of no use to the next task
    except BaseException as error:  # noqa: BLE001 - it is the caller's to judge
        return _described(error)


def _described(error: BaseException) -> bytes:
    """An error as it is where it pickles, else in words; one that was not raised on purpose brings its traceback."""
    if not isinstance(error, PackagerError):
        import traceback  # noqa: PLC0415 - rarely needed, costly to import

        error.add_note("in a child process:\n" + "".join(traceback.format_exception(error)))
    if isinstance(error, Exception):  # an exit or an interruption must not become the parent's
        try:
            reply = pickle.dumps((False, error))
            pickle.loads(reply)  # noqa: S301 - our own: some errors pickle and do not come back
        except Exception as unfit:  # noqa: BLE001 - anything a class of someone else may raise
            error.add_note(f"(told in words, as it cannot be sent: {unfit})")
        else:
            return reply
    words = RuntimeError(f"{type(error).__qualname__}: {error}")
    words.__notes__ = getattr(error, "__notes__", [])
    return pickle.dumps((False, words))
