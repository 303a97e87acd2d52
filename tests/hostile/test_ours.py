"""Our own bad inputs, all in one build: nothing hangs, nothing hostile gets through, nothing is lost in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.collected import counts
from tests.hostile.generate import samples
from tests.hostile.judge import wrong
from tests.hostile.run import SECONDS
from tests.hostile.sample import CANARY, OUTSIDE


def test_the_run_ends_by_itself_with_a_report(ours, products):
    said = ours.said
    assert said.code == 1, said.error
    assert said.seconds < SECONDS
    counts(products.report)
    assert not {told["code"] for told in products.report["findings"]} & {"internal-error", "worker-stopped"}


@pytest.mark.parametrize("name", sorted(samples()))
def test_each_becomes_what_it_has_to(products, name):
    sample = samples()[name]
    if not sample.ready:
        pytest.skip(f"nothing reads {sample.kind} yet, or this system has no such file")
    assert list(wrong(sample, products)) == [], sample.why


def test_nothing_from_outside_reaches_a_product(ours, products):
    outside = (ours.folder / "in" / OUTSIDE / "secret.png").read_bytes()
    system = Path("/etc/passwd")
    known = [system.read_bytes()[:200]] if system.is_file() else []
    assert products.leaked([CANARY.encode(), outside, b"WHERE-IT-WAS-TAKEN", *known], "volumes") == []
    assert products.leaked([outside], "") == []


def test_every_page_is_xml(products):
    assert products.malformed() == {}


def test_every_article_is_as_the_schema_says(products):
    assert products.outside_the_schema() == {}


def test_no_volume_runs_or_fetches_anything(products):
    assert products.active() == {}


def test_nothing_is_sent_into_the_network(ours):
    if ours.sent is None:
        pytest.skip("this system lets no test cut off its network")
    assert {name: count for name, count in ours.sent.items() if count} == {}
