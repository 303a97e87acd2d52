import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.library.duplicates import Copy, moment, settle
from packager.model import Outcome, Severity


def outcomes(*copies):
    return {verdict.copy.locator: (verdict.outcome.value, verdict.reason) for verdict in settle(copies)}


def test_of_equal_copies_the_first_by_name_is_bound():
    assert outcomes(Copy("s", "b", "X", "2"), Copy("s", "a", "X", "1")) == {
        "a": ("article", ""),
        "b": ("duplicate", "the same article as s/a"),
    }


def test_of_versions_the_newest_is_bound():
    old, new = Copy("s", "a", "X", "9", "2025-02-21"), Copy("s", "b", "Y", "1", "2025-02-22")
    assert outcomes(old, new) == {"a": ("duplicate", "another version of s/b"), "b": ("article", "")}


def test_a_version_collected_later_is_newer_where_dates_are_equal():
    old, new = Copy("s", "a", "X", "9", captured="2025-02-21"), Copy("s", "b", "Y", "1", captured="2025-03-01")
    assert outcomes(old, new)["b"] == ("article", "")


def test_a_copy_with_all_its_pictures_is_bound_rather_than_one_without():
    assert outcomes(Copy("s", "a", "X", "1", missing=2), Copy("s", "b", "Y", "1"))["b"] == ("article", "")


def test_a_copy_of_the_newest_version_with_an_older_capture_is_still_that_version():
    copies = [
        Copy("s", "a", "Y", "1", captured="2024"),
        Copy("s", "b", "X", "2", captured="2025"),
        Copy("s", "c", "Y", "3", captured="2026"),
    ]
    assert outcomes(*copies) == {
        "a": ("article", ""),
        "b": ("duplicate", "another version of s/a"),
        "c": ("duplicate", "the same article as s/a"),
    }


def test_duplicates_and_versions_are_noted():
    verdicts = settle([Copy("s", "a", "X", "1"), Copy("s", "b", "X", "1"), Copy("s", "c", "Z", "0")])
    notes = [note for verdict in verdicts for note in verdict.findings]
    assert [(note.code, note.where, note.severity) for note in notes] == [
        ("duplicate", "s/b", Severity.NOTE),
        ("version", "s/c", Severity.NOTE),
    ]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2025-02-21T23:00:00+07:00", "2025-02-21T18:00:00Z"),
        ("2025-02-21", "2025-02-22"),
        ("2025", "2025-02"),
        ("", "2025"),
        ("2025-02-21T10:00", "2025-02-21T11:00"),
    ],
)
def test_moments_sort_in_time(earlier, later):
    assert moment(earlier) < moment(later)


copies = st.lists(
    st.builds(Copy, st.sampled_from("st"), st.sampled_from("abc"), st.sampled_from("XYZ"), st.sampled_from("123"),
              st.sampled_from(["", "2025", "2026"]), st.sampled_from(["", "2025"]), st.integers(0, 1)),
    min_size=1, unique_by=lambda copy: copy.name,
)  # fmt: skip


@given(copies, st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(arrived, random):
    before = outcomes_by_name(arrived)
    random.shuffle(arrived)
    assert outcomes_by_name(arrived) == before
    assert sum(outcome is Outcome.ARTICLE for outcome, _ in before.values()) == 1


def outcomes_by_name(arrived):
    return {verdict.copy.name: (verdict.outcome, verdict.reason) for verdict in settle(arrived)}
