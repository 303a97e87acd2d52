import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.config import Duplicates
from packager.library.clusters import Teller, decide
from packager.model import Severity

NEAR = {1: {2: 90}, 2: {1: 90, 3: 88}, 3: {2: 88}}


def teller(name, text=1, **given):
    return Teller(name, "s", name, text, **given)


def places(*tellers, near=NEAR, **pins):
    return {place.teller.id: place.bound and place.bound.id for place in decide(tellers, near, Duplicates(**pins))}


@pytest.mark.parametrize(
    ("better", "worse", "why"),
    [
        ({"held": 2, "missing": 1}, {"held": 1}, "has more pictures (2, not 1)"),
        ({}, {"missing": 1}, "misses fewer pictures (0, not 1)"),
        ({"words": 210}, {"words": 200}, "has more words (210, not 200)"),
        (
            {"issued": "2025-02-21T23:00:00+07:00"},
            {"issued": "2025-02-21T18:00:00Z"},
            "was issued earlier (2025-02-21T23",
        ),
        ({"issued": "2025"}, {}, "has a date (2025)"),
    ],
)
def test_the_most_complete_is_bound_then_the_earliest(better, worse, why):
    other, best = decide([teller("a", **worse), teller("b", **better)], {}, Duplicates())[::-1]
    assert (best.teller.id, best.reason, best.findings) == ("b", "", ())
    assert other.bound.id == "b"
    assert other.reason.startswith("the same text as s/b, which ")
    assert why in other.reason


def test_of_equals_the_first_by_name_is_bound():
    assert places(teller("b"), teller("a")) == {"a": None, "b": "a"}


def test_the_note_says_how_like_the_two_are():
    _, place = decide([teller("a"), teller("b", 2)], NEAR, Duplicates())
    (note,) = place.findings
    assert (note.code, note.where, note.severity) == ("near-duplicate", "s/b", Severity.NOTE)
    assert note.message == "nearly the same text as s/a (about 90 % of the words), which comes first by name"


def test_a_duplicate_is_like_what_is_bound_and_not_only_like_another_duplicate():
    assert places(teller("a", 1), teller("b", 2), teller("c", 3)) == {"a": None, "b": "a", "c": None}
    assert places(teller("a", 2), teller("b", 1), teller("c", 3)) == {"a": None, "b": "a", "c": "a"}


def test_a_duplicate_goes_to_what_it_is_most_like():
    near = {1: {3: 86}, 2: {3: 95}, 3: {1: 86, 2: 95}}
    assert places(teller("a", 1), teller("b", 2), teller("c", 3), near=near)["c"] == "b"


def test_what_is_pinned_apart_is_two():
    pair = teller("a"), teller("b")
    assert places(*pair, apart=(("a", "b"),)) == {"a": None, "b": None}
    assert places(*pair, teller("c"), apart=(("b", "a"),)) == {"a": None, "b": None, "c": "a"}


def test_what_is_pinned_is_bound():
    assert places(teller("a", held=3), teller("b"), bound=("b",)) == {"a": "b", "b": None}
    assert places(teller("a"), teller("b"), bound=("a", "b")) == {"a": None, "b": None}
    *_, place = decide([teller("a"), teller("b")], {}, Duplicates(bound=("b",)))
    assert place.reason == "the same text as s/b, which is pinned"


tellers = st.lists(
    st.builds(Teller, st.sampled_from("abcdefgh"), st.sampled_from("st"), st.sampled_from("klm"), st.integers(1, 3),
              st.integers(0, 1), st.integers(0, 1), st.integers(0, 2), st.sampled_from(["", "2025"])),
    min_size=1, unique_by=(lambda one: one.id, lambda one: one.name),
)  # fmt: skip


@given(tellers, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(arrived, random):
    before = places(*arrived)
    random.shuffle(arrived)
    assert places(*arrived) == before
    assert all(bound is None or before[bound] is None for bound in before.values())
