import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.readers.stated.dates import iso_date, mail_date, stated_date


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2025", ("2025", "year")),
        ("2025-02", ("2025-02", "month")),
        ("2025-02-21", ("2025-02-21", "day")),
        ("2025-02-21T14:05+07:00", ("2025-02-21T14:05:00+07:00", "minute")),
        ("2025-02-21 14:05", ("2025-02-21T14:05:00", "minute")),
        ("2025-02-21 14:05:09 +0700", ("2025-02-21T14:05:09+07:00", "minute")),
        ("2025-02-21T14:05:09.123Z", ("2025-02-21T14:05:09+00:00", "minute")),
        ("2025/2/1", ("2025-02-01", "day")),
        ("2025-02-21 9:05 +07", ("2025-02-21T09:05:00+07:00", "minute")),
        ("Fri, 21 Feb 2025 08:00:00 +0700", ("2025-02-21T08:00:00+07:00", "minute")),
        ("21 Feb 25 08:00 EST", ("2025-02-21T08:00:00-05:00", "minute")),
        ("Friday, 21-Feb-2025 08:00:00 GMT", ("2025-02-21T08:00:00+00:00", "minute")),
        ("Fri, 21 Feb 2025 08:00:00 ICT", ("2025-02-21T08:00:00", "minute")),
        ("Fri Feb 21 08:00:00 UTC 2025", ("2025-02-21T08:00:00+00:00", "minute")),
        ("February 21, 2025", ("2025-02-21", "day")),
        ("2025-02-21T08:00:00.123Z", ("2025-02-21T08:00:00+00:00", "minute")),
        ("2025-02-21 08:00:00 +0700", ("2025-02-21T08:00:00+07:00", "minute")),
        ("20250221T080000Z", ("2025-02-21T08:00:00+00:00", "minute")),
        ("1740099600", ("2025-02-21T01:00:00+00:00", "minute")),
        ("1740099600000", ("2025-02-21T01:00:00+00:00", "minute")),
        (" Fri, 21 Feb 2025 14:05:00 +0700 ", ("2025-02-21T14:05:00+07:00", "minute")),
    ],
)
def test_dates_are_as_precise_as_they_are_written(stated, expected):
    assert stated_date(stated) == expected


@pytest.mark.parametrize(
    "stated",
    ["", "soon", "2025-13", "2025-02-30", "2025/2/30", "21/2/2025", "99999-01-01", "1" * 99, "31 Feb 2025",
     "Mon, 99 Foo 9999 99:99", "2999-12-31T00:00:00Z", "0000-00-00"],
)  # fmt: skip
def test_what_is_no_date_is_none(stated):
    with pytest.raises(ValueError, match=r"date|day|month|value|format"):
        stated_date(stated)


def test_only_iso_is_iso():
    with pytest.raises(ValueError, match="none of these"):
        iso_date("2025/02/21")


def test_a_mail_of_the_zone_minus_nought_is_in_utc():
    assert mail_date("Fri, 21 Feb 2025 07:05:00 -0000") == "2025-02-21T07:05:00+00:00"


@given(
    st.text(max_size=80)
    | st.from_regex(r"[0-9]{1,5}[-/][0-9]{1,3}[-/][0-9]{1,3}[T ][0-9]{1,3}:[0-9]{2} ?[+-][0-9]{2,4}", fullmatch=True)
)
def test_any_text_is_a_date_or_none(stated):
    try:
        value, precision = stated_date(stated)
    except ValueError:
        return
    assert value[:4].isdigit()
    assert precision in {"year", "month", "day", "minute"}
