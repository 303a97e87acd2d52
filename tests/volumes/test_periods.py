from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.model import UNKNOWN, Value
from packager.volumes import periods


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        ("2025", ["2025", "undated", "undated", "undated", "undated"]),
        ("2025-02", ["2025", "2025-Q1", "2025-02", "undated", "undated"]),
        ("2025-02-21", ["2025", "2025-Q1", "2025-02", "2025-W08", "2025-02-21"]),
        ("2024-12-30", ["2024", "2024-Q4", "2024-12", "2025-W01", "2024-12-30"]),
        ("2025-02-30", ["undated"] * 5),
        ("2025-13", ["undated"] * 5),
        ("0000-01-01", ["undated"] * 5),
        ("20250221", ["undated"] * 5),
        ("hôm nay", ["undated"] * 5),
        ("", ["undated"] * 5),
    ],
)
def test_a_date_is_counted_as_far_as_it_is_known(issued, expected):
    assert [periods.period(Value(issued), key) for key in periods.KEYS] == expected


def test_a_month_is_counted_in_the_stated_offset():
    assert periods.period(Value("2025-02-28T23:30:00-05:00"), "month") == "2025-02"
    assert periods.period(Value("2025-03-01T00:30:00+07:00"), "month") == "2025-03"


def test_precision_says_less_than_the_digits():
    assert periods.known(Value("2025-02-01", precision="month")) == (2025, 2)
    assert periods.period(Value("2025-01-01", precision="year"), "month") == "undated"


@given(st.dates(date(1583, 1, 1)), st.sampled_from(periods.KEYS))
def test_a_period_begins_on_or_before_its_days_and_knows_its_kind(day, key):
    name = periods.period(Value(day.isoformat()), key)
    assert periods.kind(name) == key
    first = periods.first_day(name)
    assert first <= day
    assert periods.period(Value(first.isoformat()), key) == name


def test_what_is_not_dated_has_no_first_day():
    assert periods.period(UNKNOWN, "month") == periods.UNDATED
    assert periods.first_day(periods.UNDATED) is None
    assert periods.first_day("") is None
    assert periods.kind("") == ""
