"""The bad inputs beside the project, every kind, item by item as their manifest says."""

from __future__ import annotations

import json

import pytest

from tests.collected import counts
from tests.hostile.judge import wrong_of_theirs
from tests.hostile.run import SECONDS
from tests.hostile.score import KINDS, readable

CANARY = b"CANARY-LOCAL-FILE-93b1"


@pytest.fixture(scope="module")
def items(theirs):
    return json.loads((theirs.folder / "in" / "manifest.json").read_text(encoding="utf-8"))


def test_the_run_ends_by_itself_with_a_report(theirs, their_products):
    assert theirs.said.code == 1, theirs.said.error
    assert theirs.said.seconds < SECONDS
    counts(their_products.report)


@pytest.mark.parametrize("kind", KINDS)
def test_each_becomes_what_it_has_to(items, their_products, kind):
    if not readable(kind):
        pytest.skip(f"nothing reads {kind} yet")
    judged = {item["id"]: list(wrong_of_theirs(item, their_products)) for item in items if item["kind"] == kind}
    assert {name: found for name, found in judged.items() if found} == {}


def test_every_item_has_a_kind_that_is_judged(items):
    assert {item["kind"] for item in items} == set(KINDS)


def test_nothing_from_outside_reaches_a_product(theirs, their_products):
    secret = (theirs.folder / "in" / "OUTSIDE" / "secret.png").read_bytes()
    assert their_products.leaked([CANARY, secret], "") == []


def test_products_are_whole_and_harmless(their_products):
    assert their_products.malformed() == {}
    assert their_products.outside_the_schema() == {}
    assert their_products.active() == {}


def test_nothing_is_sent_into_the_network(theirs):
    if theirs.sent is None:
        pytest.skip("this system lets no test cut off its network")
    assert {name: count for name, count in theirs.sent.items() if count} == {}


def test_volumes_pass_epubcheck(theirs, epubcheck_all):
    found = epubcheck_all(sorted((theirs.folder / "out" / "volumes").rglob("*.epub")))
    assert {book.name: messages for book, messages in found.items() if messages} == {}
