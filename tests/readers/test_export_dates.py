import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.readers.export_dates import export_date


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("Fri, 21 Feb 2025 08:00:00 +0700", ("2025-02-21T08:00:00+07:00", "minute")),
        ("21 Feb 25 08:00 EST", ("2025-02-21T08:00:00-05:00", "minute")),
        ("Friday, 21-Feb-2025 08:00:00 GMT", ("2025-02-21T08:00:00+00:00", "minute")),
        ("Fri, 21 Feb 2025 08:00:00 ICT", ("2025-02-21T08:00:00", "minute")),
        ("Fri Feb 21 08:00:00 UTC 2025", ("2025-02-21T08:00:00+00:00", "minute")),
        ("February 21, 2025", ("2025-02-21", "day")),
        ("2025-02-21T08:00:00.123Z", ("2025-02-21T08:00:00+00:00", "minute")),
        ("2025-02-21 08:00:00 +0700", ("2025-02-21T08:00:00+07:00", "minute")),
        ("20250221T080000Z", ("2025-02-21T08:00:00+00:00", "minute")),
        ("2025-02", ("2025-02", "month")),
        ("2025", ("2025", "year")),
        ("1740099600", ("2025-02-21T01:00:00+00:00", "minute")),
        ("1740099600000", ("2025-02-21T01:00:00+00:00", "minute")),
    ],
)
def test_dates_are_read_with_the_offset_they_state(stated, expected):
    assert export_date(stated) == expected


@pytest.mark.parametrize(
    "stated", ["", "soon", "31 Feb 2025", "Mon, 99 Foo 9999 99:99", "2999-12-31T00:00:00Z", "0000-00-00", "9" * 99]
)
def test_what_is_no_date_is_none(stated):
    assert export_date(stated) is None


@given(st.text(max_size=40) | st.from_regex(r"\d{1,2} [A-Z][a-z]{2} \d{2,4} \d\d:\d\d [+-]\d{2,6}", fullmatch=True))
def test_any_text_is_a_date_or_none(stated):
    found = export_date(stated)
    assert found is None or found[0][:4].isdigit()
