"""The tasks stand in this module: a child finds them by name, as it does the pipeline's."""

import os
import pickle
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from packager.child import GRACE
from packager.errors import CaptureFailed, WorkerLost
from packager.workers import MEGABYTE, Children, spread

posix = pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")
ROOT = Path(__file__).parent.parent


def double(number):
    return number * 2


def process():
    return os.getpid()


def kill_itself():
    os.kill(os.getpid(), signal.SIGKILL)


def end_itself():
    os._exit(3)


def leave():
    sys.exit(3)


def eat(megabytes):
    return len(bytearray(megabytes * MEGABYTE))


def fail():
    raise CaptureFailed("empty-file", "is empty")


def err():
    raise KeyError("words")


class Odd(Exception):  # noqa: N818
    def __init__(self, one, two):
        super().__init__(f"{one} {two}")


def err_oddly():
    raise Odd("one", "two")


def err_unpicklably():
    raise ValueError(lambda: 0)


def unpicklable():
    return lambda: 0


def chatter():
    sys.stdout.write("on stdout\n")
    sys.stdout.flush()
    os.write(1, b"and below it\n")
    return sys.stdin.read()


@pytest.fixture
def children():
    with Children(1, deadline=30) as running:
        yield running


def lost(future):
    error = future.exception(30)
    assert isinstance(error, WorkerLost)
    return str(error)


def test_children_start_as_tasks_arrive(children):
    assert children._supervisors == []
    assert children.submit(double, 21).result() == 42
    assert len(children._supervisors) == 1


def test_a_child_serves_many_tasks(children):
    assert len({children.submit(process).result() for _ in range(5)} - {os.getpid()}) == 1


def test_two_hundred_tasks_over_two_workers_come_back_in_order():
    with Children(2, deadline=30) as children:
        done = list(spread(children, double, range(200), in_flight=4))
    assert [(batch, future.result()) for batch, future in done] == [(n, n * 2) for n in range(200)]
    assert len(children._supervisors) == 2


def test_map_works_as_any_executor_s(children):
    assert list(children.map(double, range(5))) == [0, 2, 4, 6, 8]


@posix
def test_a_child_killed_in_a_task_costs_that_task_only(children):
    futures = [children.submit(double, 1), children.submit(kill_itself), children.submit(double, 2)]
    assert futures[0].result() == 2
    assert lost(futures[1]) == "was killed by SIGKILL"
    assert futures[2].result() == 4


def test_a_child_that_ends_in_a_task(children):
    assert lost(children.submit(end_itself)) == "ended by itself (exit code 3)"


@posix
def test_a_child_killed_between_two_tasks_costs_neither(children):
    os.kill(children.submit(process).result(), signal.SIGKILL)
    child = children._supervisors[0]._child
    child._process.wait(10)
    assert children.submit(double, 2).result() == 4


def test_a_task_over_the_deadline_is_stopped():
    with Children(1, deadline=2) as children:
        assert children.submit(double, 1).result() == 2
        began = time.monotonic()
        assert lost(children.submit(time.sleep, 60)) == "took longer than 2 s"
        assert time.monotonic() - began < 10
        assert children.submit(double, 2).result() == 4


@posix
def test_a_task_that_eats_memory_is_stopped():
    with Children(1, deadline=30, memory=300 * MEGABYTE) as children:
        assert lost(children.submit(eat, 400)) == "needed more than 300 MB of memory"
        assert children.submit(eat, 10).result() == 10 * MEGABYTE


def test_an_error_comes_back_as_it_is(children):
    error = children.submit(fail).exception()
    assert isinstance(error, CaptureFailed)
    assert (error.code, error.message) == ("empty-file", "is empty")


def test_an_unexpected_error_brings_its_traceback(children):
    error = children.submit(err).exception()
    assert isinstance(error, KeyError)
    assert "in err" in "".join(error.__notes__)


@pytest.mark.parametrize(
    ("task", "words"),
    [
        (err_oddly, "Odd: one two"),
        (err_unpicklably, "ValueError: <function"),
        (unpicklable, "unpicklable.<locals>.<lambda>"),
        (leave, "SystemExit: 3"),
    ],
)
def test_what_cannot_be_sent_is_told_in_words(children, task, words):
    error = children.submit(task).exception()
    assert not isinstance(error, WorkerLost)
    assert words in str(error)
    assert children.submit(double, 1).result() == 2


def test_a_task_that_does_not_pickle_is_refused_at_once(children):
    with pytest.raises((pickle.PicklingError, AttributeError)):
        children.submit(lambda: 0)


def test_what_a_task_prints_goes_to_stderr(children, capfd):
    assert children.submit(chatter).result() == ""
    assert children.submit(double, 1).result() == 2
    out, err = capfd.readouterr()
    assert (out, err) == ("", "on stdout\nand below it\n")


def test_a_large_message_arrives(children):
    assert children.submit(double, "x" * 5_000_000).result() == "x" * 10_000_000


def test_after_shutdown_no_task_is_taken():
    children = Children(1, deadline=30)
    future = children.submit(double, 1)
    children.shutdown()
    assert future.result() == 2
    with pytest.raises(RuntimeError, match="shut down"):
        children.submit(double, 1)


def test_shutdown_can_cancel_what_waits():
    children = Children(1, deadline=30)
    running, *waiting = [children.submit(time.sleep, 0.5) for _ in range(3)]
    while not running.running():
        time.sleep(0.01)
    children.shutdown(cancel_futures=True)
    assert running.result() is None
    assert all(future.cancelled() for future in waiting)


def test_leaving_by_an_error_ends_the_children_at_once():
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), Children(2, deadline=60) as children:  # noqa: PT012 - the block is the case
        futures = [children.submit(time.sleep, 60) for _ in range(4)]
        while not futures[1].running():
            time.sleep(0.01)
        raise KeyboardInterrupt
    assert time.monotonic() - began < 10
    assert all(future.done() for future in futures)


def test_no_child_outlives_shutdown():
    with Children(2, deadline=30) as children:
        [children.submit(time.sleep, 0.1) for _ in range(2)]
    assert all(supervisor._child._process.returncode == 0 for supervisor in children._supervisors)


def test_a_child_that_cannot_be_started_is_told(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with Children(1, deadline=30) as children:
        assert "could not be started" in lost(children.submit(double, 1))


def test_spread_hands_over_no_more_than_it_may(children):
    taken = []

    def batches():
        for number in range(10):
            taken.append(number)
            yield number

    results = spread(children, double, batches(), in_flight=3)
    next(results)
    assert len(taken) <= 4
    results.close()
    assert len(taken) <= 4


@posix
def test_spread_goes_on_after_a_lost_batch(children):
    kinds = [future.exception() for _, future in spread(children, end_on, [1, 2, 3], in_flight=2)]
    assert [type(kind) for kind in kinds] == [type(None), WorkerLost, type(None)]


def end_on(number):
    if number == 2:
        end_itself()


PARENT = """
from packager.workers import Children
from tests.test_workers import {task}
with Children(1, deadline={deadline}) as children:
    children.submit({task}).result()
"""


def start_parent(task, deadline):
    """A parent and the process number of its child, which is within its task."""
    code = PARENT.format(task=task, deadline=deadline)
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True)
    return parent, int(parent.stderr.readline())


def sleep_audibly():
    os.write(2, f"{os.getpid()}\n".encode())
    time.sleep(60)


def hang_audibly():
    os.write(2, f"{os.getpid()}\n".encode())
    re.match("(a+)+$", "a" * 60 + "b")  # C code that lets no other thread run


def assert_gone(number, within):
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return
        stat = Path(f"/proc/{number}/stat")
        if stat.exists() and stat.read_text().split()[2] == "Z":
            return  # it ended, and nobody has asked yet
        time.sleep(0.05)
    os.kill(number, signal.SIGKILL)
    raise AssertionError("the child lives")


@posix
def test_children_end_with_a_killed_parent():
    parent, child = start_parent("sleep_audibly", 30)
    parent.kill()
    parent.communicate(timeout=20)  # also nobody holds its stderr
    assert_gone(child, 10)


@posix
def test_a_child_that_hangs_is_ended_by_the_alarm_when_its_parent_was_killed():
    parent, child = start_parent("hang_audibly", 1)
    parent.kill()
    parent.communicate(timeout=20)
    assert_gone(child, 1 + GRACE + 5)


@posix
def test_an_interrupted_run_is_silent_but_for_the_parent_s_own_word():
    parent, child = start_parent("sleep_audibly", 30)
    os.kill(child, signal.SIGINT)
    os.killpg(parent.pid, signal.SIGINT)
    _, words = parent.communicate(timeout=20)
    assert words.count(b"Traceback") == 1
    assert words.endswith(b"KeyboardInterrupt\n")
    assert_gone(child, 10)
