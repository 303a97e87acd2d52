from dataclasses import replace

import pytest

from packager.config import Settings
from packager.library.cards import card
from packager.volumes.plan import plan
from packager.writers.fingerprint import fingerprint
from tests.volumes.samples import Shelf, library

ENTRIES = library(Shelf())


def volume(entries=ENTRIES):
    return plan(map(card, entries), ("month",), Settings())[0]


def test_the_same_volume_has_the_same_fingerprint():
    assert fingerprint(volume(), Settings(), "epub") == fingerprint(volume(ENTRIES[::-1]), Settings(), "epub")


def test_any_change_of_an_article_counts():
    other = replace(ENTRIES[0], summary="Khác")
    assert fingerprint(volume(), Settings(), "epub") != fingerprint(volume([other, *ENTRIES[1:]]), Settings(), "epub")


@pytest.mark.parametrize(
    "settings",
    [Settings(rights="CC0"), Settings(issn="0317-8471"), Settings(images="compact"), Settings(topics={"a": "b"})],
)
def test_settings_count(settings):
    assert fingerprint(volume(), Settings(), "epub") != fingerprint(volume(), settings, "epub")


def test_the_format_counts():
    assert fingerprint(volume(), Settings(), "epub") != fingerprint(volume(), Settings(), "pdf")


def test_the_order_of_aliases_does_not_count():
    one, other = Settings(topics={"a": "b", "c": "d"}), Settings(topics={"c": "d", "a": "b"})
    assert fingerprint(volume(), one, "epub") == fingerprint(volume(), other, "epub")
