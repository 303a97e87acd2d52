"""How long fuzzing takes (a few examples, always the same, or as many as FUZZ_EXAMPLES says), and how bytes change."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from packager.errors import PackagerError

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
"""Examples of one test in a long run with random seeds; 0: a short one, always the same."""

SLOW = 20
"""Seconds of one example; far more than any takes on a busy machine."""

BUDGET = settings(
    max_examples=EXAMPLES or 25,
    derandomize=not EXAMPLES,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@contextmanager
def only_our_errors():
    """Lets our own errors pass, and nothing that takes for ever."""
    begin = time.process_time()
    with suppress(PackagerError):
        yield
    assert time.process_time() - begin < SLOW


JUNK = st.binary(max_size=30) | st.sampled_from(
    (
        b"\0",
        b"\xff" * 4,
        b"<",
        b">",
        b"]]>",
        b"--",
        b"&#x",
        b"\r\n\r\n",
        b"=?",
        b"{",
        b"[" * 999,
        b"9" * 99,
        b"%00",
        b"../",
        b"\xef\xbb\xbf",
    )
)


def mutations(samples):
    """Bytes of a sample, flipped, cut, filled and spliced with another at a few places."""
    step = st.tuples(
        st.sampled_from(("flip", "cut", "insert", "splice", "repeat")), st.floats(0, 1), st.floats(0, 1), JUNK
    )
    return st.builds(_mutated, st.sampled_from(samples), st.sampled_from(samples), st.lists(step, max_size=6))


def _mutated(content, other, steps):
    for what, where, length, junk in steps:
        at = int(where * len(content))
        end = min(len(content), at + 1 + int(length**4 * len(content)))
        if what == "flip" and at < len(content):
            content = content[:at] + bytes([content[at] ^ (1 << int(length * 7))]) + content[at + 1 :]
        elif what == "cut":
            content = content[:at] + content[end:]
        elif what == "insert":
            content = content[:at] + junk + content[at:]
        elif what == "splice":
            start = int(length * len(other))
            content = content[:at] + other[start : start + 2000] + content[at:]
        elif what == "repeat":
            content = content[:end] + content[at:][:200_000]
    return content
