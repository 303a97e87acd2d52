"""Each point is met by a volume as we write it, and each bad sample trips exactly its own."""

from __future__ import annotations

import pytest

from packager.verify.points import POINTS, flaws
from tests.verify.points.bad_text import TEXT
from tests.verify.points.bad_volume import VOLUME
from tests.verify.points.volume import Copy, volume_of, written
from tests.volumes.samples import Shelf

SAMPLES = TEXT | VOLUME


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    shelf = Shelf()
    return written(shelf, volume_of(shelf), tmp_path_factory.mktemp("good"))


def test_a_volume_as_we_write_it_meets_every_point(good):
    assert list(flaws(good.path, good.kept)) == []
    assert list(flaws(good.path)) == []


@pytest.mark.parametrize(("point", "name"), SAMPLES)
def test_a_bad_sample_trips_its_point_and_no_other(good, tmp_path, point, name):
    copy = Copy(good)
    SAMPLES[point, name](copy)
    bad = copy.write(tmp_path)
    assert {(flaw.point, *flaw) for flaw in flaws(bad.path, bad.kept) if flaw.point != point} == set()
    assert bad.points() == {point}


def test_every_point_has_a_bad_sample():
    elsewhere = {32, 33}  # other plans: test_plans.py
    assert {point for point, _ in SAMPLES} | elsewhere == POINTS
    assert set(range(1, 34)) - POINTS == {15}  # EPUBCheck's own
