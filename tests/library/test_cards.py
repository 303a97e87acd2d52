from dataclasses import replace

import pytest

from packager.library.cards import card
from packager.model import UNKNOWN, Link, Value
from tests.volumes.samples import Shelf

ENTRY = Shelf().article(
    "Chợ phiên", topic="Kinh tế", publisher="Báo Miền Núi", source="https://www.bao.example/cho", issued="2025-02-21"
)


def test_a_card_says_what_volumes_are_planned_from():
    held = card(ENTRY)
    assert (held.id, held.issued, held.topic, held.language) == (ENTRY.id, "2025-02-21", "Kinh tế", "vi")
    assert (held.publisher, held.host, held.source) == ("Báo Miền Núi", "bao.example", "Báo Miền Núi")
    nameless = replace(ENTRY, metadata=replace(ENTRY.metadata, publisher=UNKNOWN))
    assert card(nameless).source == "bao.example"


@pytest.mark.parametrize(
    "changed",
    [
        {"content": "0" * 64},
        {"summary": "Khác"},
        {"pictures": ()},
        {"capture": "1" * 64},
        {"locator": "khác.html"},
        {"source": "khác"},
        {"words": 1},
        {"also": (Link("Báo khác", "https://khac.example/"),)},
        {"metadata": replace(ENTRY.metadata, rights=Value("CC0"))},
    ],
)
def test_any_fact_of_an_article_is_part_of_its_state(changed):
    entry = replace(ENTRY, pictures=(Shelf().picture(1),))
    assert card(replace(entry, **changed)).state != card(entry).state


def test_half_characters_have_a_card():
    odd = replace(ENTRY, metadata=replace(ENTRY.metadata, topic=Value("\ud800")), summary="\udfff")
    assert card(odd).topic == "\\ud800"
