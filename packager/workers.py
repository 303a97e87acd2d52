"""Supervised child processes: a task that hangs, crashes or eats memory costs itself and nothing else."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
from collections import deque
from concurrent.futures import Executor, Future
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Semaphore, Thread, Timer
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar, cast

from packager.child import EXHAUSTED, receive, send, timed
from packager.errors import WorkerLost
from packager.limits import MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType
    from typing import BinaryIO

P = ParamSpec("P")
Batch = TypeVar("Batch")
Result = TypeVar("Result")

PATIENCE = 5  # seconds that an idle child has to end by itself
_ALARM = getattr(signal, "SIGALRM", 0)
_ROOT = str(Path(__file__).parent.parent)


class _Task(NamedTuple):
    future: Future[Any]
    message: bytes
    deadline: float


class Children(Executor):
    """At most `workers` child processes, started as tasks arrive and started again when one is lost.

    A task is a function that can be imported by its qualified name, with arguments that pickle. It may take
    `deadline` seconds and `memory` bytes of address space (0: no limit); a task that takes more, or whose process
    dies, gets `errors.WorkerLost` with the reason in words. What a task raises comes back as it is, or as a
    RuntimeError that describes it where it does not pickle.

    `within` gives tasks another deadline. The parent's `__main__` is never imported by a
    child. Children end when the parent does, however it ends. On Windows there is no limit of memory, and a child that
    hangs while its parent is killed stays.
    """

    def __init__(self, workers: int, deadline: float, memory: int = 0) -> None:
        self.workers = workers
        self.deadline = deadline
        self.memory = memory
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._supervisors: list[_Supervisor] = []
        self._idle = Semaphore(0)
        self._lock = Lock()
        self._closed = False

    def submit(self, fn: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs) -> Future[Result]:
        """Hand a task over; RuntimeError after `shutdown`, and what pickling raises for what does not pickle."""
        return self.hand_over(partial(fn, *args, **kwargs), self.deadline)

    def hand_over(self, task: Callable[[], Result], deadline: float) -> Future[Result]:
        """Hand a task over that has a deadline of its own, in seconds; raises what `submit` does."""
        message = timed(pickle.dumps(task), deadline)
        with self._lock:
            if self._closed:
                raise RuntimeError("the children are shut down; no task can be handed over")
            future: Future[Result] = Future()
            self._tasks.put(_Task(future, message, deadline))
            if not self._idle.acquire(blocking=False) and len(self._supervisors) < self.workers:
                self._supervisors.append(_Supervisor(self._tasks, self._idle, self.memory))
        return future

    def within(self, deadline: float) -> Within:
        """The same children, with a deadline of its own (seconds) for the tasks handed over here."""
        return Within(self, deadline)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - Executor's own
        """Take no more tasks; children end after the last one, or after the running ones with `cancel_futures`."""
        with self._lock:
            self._closed = True
            if cancel_futures:
                self._cancel()
            for _ in self._supervisors:
                self._tasks.put(None)
        if wait:
            for supervisor in self._supervisors:
                supervisor.join()

    def stop(self) -> None:
        """End at once: cancel what waits, kill what runs (its futures get WorkerLost)."""
        self.shutdown(wait=False, cancel_futures=True)
        for supervisor in self._supervisors:
            supervisor.kill()
        self.shutdown()

    def __exit__(  # an Executor's own waits for every task, even when the user pressed Ctrl-C
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Wait for the tasks; after an error, stop."""
        if kind is None:
            self.shutdown()
        else:
            self.stop()

    def _cancel(self) -> None:
        """Cancel every task that no child has taken."""
        try:
            while True:
                if task := self._tasks.get_nowait():
                    task.future.cancel()
        except Empty:
            return


class Within(Executor):
    """Hands tasks to children under a deadline of its own; it is theirs to be shut down."""

    def __init__(self, children: Children, deadline: float) -> None:
        self._children = children
        self._deadline = deadline

    def submit(self, fn: Callable[P, Result], /, *args: P.args, **kwargs: P.kwargs) -> Future[Result]:
        """Hand a task over, as `Children.submit` does."""
        return self._children.hand_over(partial(fn, *args, **kwargs), self._deadline)


class _Supervisor(Thread):
    """The thread of one child: gives it one task after the other, and starts it again when it is lost."""

    def __init__(self, tasks: SimpleQueue[_Task | None], idle: Semaphore, memory: int) -> None:
        super().__init__(daemon=True)
        self._tasks, self._idle = tasks, idle
        self._memory = memory
        self._child: _Child | None = None
        self._guard = Lock()
        self._stopped = False
        self.start()

    def run(self) -> None:
        """Work until told that there is no more."""
        while (task := self._next()) is not None:
            if task.future.set_running_or_notify_cancel():
                self._settle(task)
        if self._child is not None:
            self._child.close()

    def kill(self) -> None:
        """Kill the child, if there is one, and start none in its place."""
        with self._guard:
            self._stopped = True
            if self._child is not None:
                self._child.kill()

    def _next(self) -> _Task | None:
        """The next task; says that this thread is free while there is none."""
        try:
            return self._tasks.get_nowait()
        except Empty:
            self._idle.release()
            return self._tasks.get()

    def _settle(self, task: _Task) -> None:
        """Run a task and settle its future, whatever happens."""
        try:
            done, outcome = self._reply(task)
        except BaseException as error:  # noqa: BLE001 - it is the future's owner who has to hear it
            done, outcome = False, error
        if done:
            task.future.set_result(outcome)
        else:
            task.future.set_exception(outcome)

    def _reply(self, task: _Task) -> tuple[bool, Any]:
        reply = self._ready().run(task)
        return cast("tuple[bool, Any]", pickle.loads(reply))  # noqa: S301 - from our own child

    def _ready(self) -> _Child:
        """A child that lives; one that died between two tasks costs neither of them."""
        with self._guard:
            if self._stopped:
                raise WorkerLost("was stopped with the whole run")
            if self._child is not None and not self._child.alive:
                self._child.close(0)
                self._child = None
            if self._child is None:
                self._child = _Child(self._memory)
            return self._child


class _Child:
    """One child process and the two pipes to it."""

    def __init__(self, memory: int) -> None:
        self._memory = memory
        try:
            self._process = subprocess.Popen(  # noqa: S603 - ourselves
                _command(memory),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                **_apart(),
            )
        except OSError as error:
            raise WorkerLost(f"could not be started ({error.strerror}); run fewer --workers") from error
        self._tasks = cast("BinaryIO", self._process.stdin)
        self._replies = cast("BinaryIO", self._process.stdout)

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def run(self, task: _Task) -> bytes:
        """The reply to a task; WorkerLost with the reason if there is none in time."""
        watch = _Watch(task.deadline, self.kill)
        try:
            send(self._tasks, task.message)
            reply = receive(self._replies)
        except OSError:
            reply = None  # it died with the task on its way
        overdue = watch.stop()
        if reply is None or overdue:
            self.close(0)
        if reply is None:
            raise WorkerLost(self._last_words(task.deadline if overdue else 0))
        return reply

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()

    def close(self, patience: float = PATIENCE) -> None:
        """Let the process end by itself, kill it if it does not, and leave nothing of it behind."""
        with suppress(OSError):  # what was on its way to a dead process
            self._tasks.close()
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._replies.close()

    def _last_words(self, overdue: float) -> str:
        """Why the process ended, in words; `overdue` is the deadline that it missed, in seconds, or 0."""
        code = self._process.returncode
        if overdue or (_ALARM and code == -_ALARM):
            return f"took longer than {overdue:g} s"
        if code == EXHAUSTED:
            return f"needed more than {self._memory // MEGABYTE} MB of memory" if self._memory else "ran out of memory"
        if code < 0:
            return f"was killed by {_signal_name(-code)}"
        return f"ended by itself (exit code {code})"


class _Watch:
    """Calls `act` once if it is not stopped in time."""

    def __init__(self, seconds: float, act: Callable[[], None]) -> None:
        self._act = act
        self._acted = False
        self._timer = Timer(seconds, self._run_out)
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> bool:
        """Whether it was too late; after this it does not act any more."""
        self._timer.cancel()
        self._timer.join()
        return self._acted

    def _run_out(self) -> None:
        self._acted = True
        self._act()


def spread(
    executor: Executor,
    function: Callable[[Batch], Result],
    batches: Iterable[Batch],
    in_flight: int,
) -> Iterator[tuple[Batch, Future[Result]]]:
    """Each batch with its finished future, in order, with at most `in_flight` of them handed over at a time.

    A future and not its result, because a batch that is lost must not end the others'. Leaving the iterator early
    cancels what waits.
    """
    waiting: deque[tuple[Batch, Future[Result]]] = deque()
    try:
        for batch in batches:
            if len(waiting) >= in_flight:
                yield _finished(waiting)
            waiting.append((batch, executor.submit(function, batch)))
        while waiting:
            yield _finished(waiting)
    finally:
        for _, future in waiting:
            future.cancel()


def _finished(waiting: deque[tuple[Batch, Future[Result]]]) -> tuple[Batch, Future[Result]]:
    """The oldest batch, once its future is done."""
    waiting[0][1].exception()
    return waiting.popleft()


def _command(memory: int) -> list[str]:
    """The call that starts a child with our import path; `-S` spares it the search for site packages (10 ms)."""
    path = [_ROOT, *sys.path]
    code = f"import sys; sys.path[:] = {path!r}; from packager.child import serve; serve({memory!r})"
    return [sys.executable, "-S", "-c", code]


def _apart() -> dict[str, Any]:
    """Keeps a child out of our process group: Ctrl-C is for the parent, which then ends its children."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
