"""One bad sample at least for each finding code."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from packager.findings import table

TESTS = Path(__file__).parents[1]
NOT_MADE = frozenset(("internal-error",))
"""Codes that only a mistake of ours brings; tests/test_ingest.py makes one."""


@cache
def named():
    """All words in quotes of all tests but this one."""
    found = set()
    for file in TESTS.rglob("*.py"):
        if file != Path(__file__):
            found |= set(re.findall(r"""["']([a-z]+(?:-[a-z]+)+|duplicate|version|excluded|encrypted|unclosed|continuation|withdrawn)["']""",
                                    file.read_text(encoding="utf-8")))  # fmt: skip
    return found


@pytest.mark.parametrize("code", sorted(set(table()) - NOT_MADE))
def test_a_test_expects_the_code(code):
    assert code in named(), f"no test has a sample for {code}"
