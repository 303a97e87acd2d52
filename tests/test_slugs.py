import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager import slugs


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("Kinh tế", "kinh-te"),
        ("Đời sống – Xã hội", "doi-song-xa-hoi"),
        ("Kinh te\u0302\u0301", "kinh-te"),
        ("Thể thao/Bóng đá", "the-thao-bong-da"),
        ("../../etc", "etc"),
        ("", ""),
    ],
)
def test_a_slug_is_plain(label, slug):
    assert slugs.slug(label) == slug


def test_lost_letters_and_cuts_are_told_apart():
    assert slugs.slug("財經") != slugs.slug("體育")
    assert slugs.slug("AI 財經") != slugs.slug("AI")
    assert slugs.slug("a" * 100) != slugs.slug("a" * 101)


@given(st.text())
def test_any_label_gives_a_safe_name(label):
    assert re.fullmatch(r"[a-z0-9]*(-[a-z0-9]+)*", slugs.slug(label))
    assert len(slugs.slug(label)) <= slugs.LONGEST + 9


@pytest.mark.parametrize(
    "label", ["Kinh tế", "kinh-te", "KINH TE", "Kinh_tế", "economy", "ECONOMY", "Kinh te\u0302\u0301"]
)
def test_an_alias_is_known_by_its_slug(label):
    assert slugs.resolve(label, {"Kinh tế": "Kinh tế", "Economy": "Kinh tế"}) == "Kinh tế"


def test_the_closest_spelling_of_an_alias_goes_first():
    aliases = {"Bạn": "Friends", "Bán": "Sales"}
    assert [slugs.mapped(label, aliases) for label in ("BẠN", "bán", "ban", "bàn tay", "")] == [
        "Friends", "Sales", "Friends", "", "",
    ]  # fmt: skip


def test_a_label_that_is_no_alias_stands_for_itself():
    assert slugs.resolve(" Y  tế ", {"Economy": "Kinh tế"}) == "Y tế"
