import time
from datetime import date, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.articles.dating.date_words import months, table
from packager.articles.dating.dates import event_date, find_date, local, zone_of
from packager.errors import UsageError
from packager.model import Basis, Value

DAYS = st.dates(date(1600, 1, 1), date(2100, 12, 31))


def value(text, language=""):
    found = find_date(text, language)
    return found.value if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-02-21T14:05:00+07:00", "2025-02-21T14:05:00+07:00"),
        ("2025-02-21T14:05:00.123+0700", "2025-02-21T14:05:00+07:00"),
        ("2025-02-21T14:05+07", "2025-02-21T14:05:00+07:00"),
        ("2026-10-07 07:49 + 07:00", "2026-10-07T07:49:00+07:00"),
        ("2025-02-21T07:05:00Z", "2025-02-21T07:05:00Z"),
        ("2025-02-21T07:05:00-03:30", "2025-02-21T07:05:00-03:30"),
        ("2025-02-21 14:05:00", "2025-02-21T14:05:00"),
        ("2025/02/21", "2025-02-21"),
        ("2025-2-1", "2025-02-01"),
        ("20250221", "2025-02-21"),
        ("20250221T140500Z", "2025-02-21T14:05:00Z"),
        ("Fri, 21 Feb 2025 08:00:00 +0700", "2025-02-21T08:00:00+07:00"),
        ("Fri, 21 Feb 2025 08:00:00 GMT", "2025-02-21T08:00:00Z"),
        ("Fri Feb 21 2025 14:05:00 GMT+0700 (Indochina Time)", "2025-02-21T14:05:00+07:00"),
        ("Fri Feb 21 14:05:00 2025", "2025-02-21T14:05:00"),
    ],
)
def test_dates_that_programs_write(text, expected):
    found = find_date(text)
    assert found.value == expected
    assert found.precision == ("minute" if "T" in expected else "day")
    assert found.evidence.startswith("«")
    datetime.fromisoformat(found.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thứ Sáu, 21/02/2025 - 14:05 GMT+7", "2025-02-21T14:05:00+07:00"),
        ("Thứ tư, 22/10/2025, 19:25 (GMT+7)", "2025-10-22T19:25:00+07:00"),
        ("Thứ năm, 20/02/2025 09:05", "2025-02-20T09:05:00"),
        ("14:05 | 21/02/2025", "2025-02-21T14:05:00"),
        ("14:05 21/02/2025 (GMT+7)", "2025-02-21T14:05:00+07:00"),
        ("14h05 ngày 21/2/2025", "2025-02-21T14:05:00"),
        ("21/02/2025 2:05 CH", "2025-02-21T14:05:00"),
        ("21/2/2025", "2025-02-21"),
        ("3/2/2025", "2025-02-03"),
        ("21-2-2025", "2025-02-21"),
        ("ngày 29/3/2023", "2023-03-29"),
        ("ngày 21 tháng 2 năm 2025", "2025-02-21"),
        ("21 tháng Hai, 2025", "2025-02-21"),
        ("21 tháng mười hai năm 2025", "2025-12-21"),
        ("2/21/2025", None),
        ("tháng 2/2025", "2025-02"),
    ],
)
def test_vietnamese_dates(text, expected):
    assert value(text, "vi") == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("February 21, 2025", "en", "2025-02-21"),
        ("21st of February 2025", "en", "2025-02-21"),
        ("21 Feb 2025 2:05 pm", "en", "2025-02-21T14:05:00"),
        ("Published 12:46 AM EST, Fri February 21, 2025", "en", "2025-02-21T00:46:00-05:00"),
        ("Updated Feb. 21, 2025 at 3:46 p.m. ET", "en", "2025-02-21T15:46:00"),
        ("Freitag, 21. Februar 2025, 14:05 Uhr", "de", "2025-02-21T14:05:00"),
        ("21.02.2025 14.05 Uhr", "de", "2025-02-21T14:05:00"),
        ("21. Jänner 2025", "de", "2025-01-21"),
        ("1er août 2025 à 14h05", "fr", "2025-08-01T14:05:00"),
        ("21 de febrero de 2025", "es", "2025-02-21"),
        ("21 de fevereiro de 2025 às 14h05", "pt", "2025-02-21T14:05:00"),
        ("21 febbraio 2025", "it", "2025-02-21"),
        ("21 maart 2025", "nl", "2025-03-21"),
        ("21. oktober 2025 kl. 14:05", "nb", "2025-10-21T14:05:00"),
        ("21 maj 2025", "sv", "2025-05-21"),
        ("21. helmikuuta 2025", "fi", "2025-02-21"),
        ("21 listopada 2025", "pl", "2025-11-21"),
        ("21. listopada 2025.", "hr", "2025-10-21"),
        ("21. února 2025", "cs", "2025-02-21"),
        ("2025. február 21.", "hu", "2025-02-21"),
        ("2025 m. vasario 21 d.", "lt", "2025-02-21"),
        ("21 Şubat 2025", "tr", "2025-02-21"),
        ("21 февраля 2025 г., 14:05", "ru", "2025-02-21T14:05:00"),
        ("21 Φεβρουαρίου 2025", "el", "2025-02-21"),
        ("2025年2月21日 14時05分", "ja", "2025-02-21T14:05:00"),
        ("2025년 2월 21일 14:05", "ko", "2025-02-21T14:05:00"),
        ("2025. 2. 21. 14:05", "ko", "2025-02-21T14:05:00"),
        ("21 กุมภาพันธ์ 2568", "th", "2025-02-21"),
        ("21 फरवरी 2025", "hi", "2025-02-21"),
        ("21 فبراير 2025", "ar", "2025-02-21"),
    ],
)
def test_dates_of_many_languages(text, language, expected):
    assert value(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("2/3/2025", "en", None),
        ("2/21/2025", "en", "2025-02-21"),
        ("21/2/2025", "en", "2025-02-21"),
        ("3/3/2025", "en", "2025-03-03"),
        ("Monday 2/3/2025", "en", "2025-02-03"),
        ("Sunday 2/3/2025", "en", "2025-03-02"),
        ("2/3/2025", "en-US", "2025-02-03"),
        ("2/3/2025", "en-GB", "2025-03-02"),
        ("2.3.2025", "en", "2025-03-02"),
        ("2/3/2025", "vi", "2025-03-02"),
        ("2/3/2025", "vi-VN", "2025-03-02"),
        ("2/3/2025", "fr", "2025-03-02"),
        ("2/21/2025", "fr", None),
    ],
)
def test_the_order_of_day_and_month(text, language, expected):
    assert value(text, language) == expected


@pytest.mark.parametrize(
    "text",
    ["", "31 Feb 2025", "31/2/2025", "2025-02-31", "0000-00-00", "2999-01-01", "1599-12-31", "-5", "1e99", "20/13/2024",
     "Mon, 99 Foo 9999 99:99", "0914.212.025", "24 - 29/1", "316/QĐ-TTg", "20251332", "12/2025/TT-BTC",
     "version 1.2.2025.7", "in 2025 much happened to many people", "2999", "13/2025"],
)  # fmt: skip
def test_no_dates(text):
    assert find_date(text, "vi") is None
    assert find_date(text, "en") is None


def test_an_impossible_time_leaves_the_day():
    assert value("21/2/2025 25:61", "vi") == "2025-02-21"


def test_a_month_or_a_year_alone():
    assert (find_date("2025-02").precision, value("2025-02")) == ("month", "2025-02")
    assert (find_date("February 2025", "en").precision, value("February 2025", "en")) == ("month", "2025-02")
    assert (find_date("2025").precision, value("2025")) == ("year", "2025")


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "ngày %d tháng %m năm %Y", "Thứ 2, %d-%m-%Y | 14"]))
def test_formatted_days_come_back(day, form):
    text = form.replace("%Y", f"{day.year:04}").replace("%m", str(day.month)).replace("%d", str(day.day))
    assert value(text, "vi") == day.isoformat()


@given(
    st.datetimes(datetime(1600, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 - the zone is added
    st.integers(-12 * 4, 14 * 4),
)
def test_formatted_times_come_back(moment, quarters):
    moment = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=15 * quarters)))
    expected = moment.isoformat()
    assert value(expected) == expected
    assert value(format_datetime(moment)) == expected


@given(DAYS, st.sampled_from(sorted(set(table()["months"]) - {"vi", "th"})), st.data())
def test_every_month_name_comes_back(day, language, data):
    name = data.draw(st.sampled_from(table()["months"][language][day.month - 1].split("|")))
    assert value(f"{day.day} {name.title()} {day.year}", language) == day.isoformat()


@given(st.text(max_size=80), st.sampled_from(["", "vi", "en", "en-US", "th", "de"]))
def test_any_text_has_a_date_or_none(text, language):
    found = find_date(text, language)
    assert found is None or found.precision in {"year", "month", "day", "minute"}
    event_date(text, text, language)


def test_every_language_has_twelve_months_and_seven_weekdays():
    assert {len(names) for names in table()["months"].values()} == {12}
    assert {len(names) for names in table()["weekdays"].values()} == {7}
    assert months("pl")["listopada"] == 11
    assert "listopada" not in months("")


# -- zones


def test_a_time_in_utc_is_counted_in_the_language_s_zone():
    stated = Value("2025-01-31T18:05:00Z", Basis.METADATA, "meta pubdate", "minute")
    counted = local(stated, "vi")
    assert counted.value == "2025-02-01T01:05:00+07:00"
    assert counted.evidence == "meta pubdate; stated in UTC, counted in Asia/Ho_Chi_Minh"
    assert (counted.basis, counted.precision) == (Basis.METADATA, "minute")
    assert local(stated, "de").value == "2025-01-31T19:05:00+01:00"
    assert local(stated, "vi", "America/New_York").value == "2025-01-31T13:05:00-05:00"


@pytest.mark.parametrize("stated", ["2025-01-31T18:05:00+07:00", "2025-01-31T18:05:00", "2025-01-31", ""])
def test_a_time_with_another_offset_or_none_stays(stated):
    assert local(Value(stated), "vi", "Asia/Tokyo") == Value(stated)


def test_a_language_of_several_zones_has_none():
    assert local(Value("2025-01-31T18:05:00Z"), "en") == Value("2025-01-31T18:05:00Z")
    assert (zone_of("vi-VN"), zone_of("en"), zone_of("en-GB")) == ("Asia/Ho_Chi_Minh", "", "Europe/London")


@pytest.mark.parametrize("zone", ["Asia/Nowhere", "../zone", "", "Asia"])
def test_a_zone_that_does_not_exist(zone):
    stated = Value("2025-01-31T18:05:00Z")
    if not zone:
        assert local(stated, "", zone) == stated
        return
    with pytest.raises(UsageError):
        local(stated, "vi", zone)


def test_every_zone_of_the_table_exists():
    for zone in table()["zones"].values():
        assert local(Value("2025-01-31T18:05:00Z"), "", zone).evidence


# -- what can be inferred

BODY = "Năm 2024, giá trị sản xuất đạt 166 tỷ đồng.\nNăm 2025, tỉnh xác định tiếp tục phát triển."


def inferred(lead, body=BODY, language="vi"):
    found = event_date(lead, body, language)
    return found.value if found else None


def test_the_seed(shared):
    lines = next((shared / "seed").glob("*.txt")).read_text(encoding="utf-8").split("\n")[:43]
    found = event_date(lines[2], "\n".join(lines[4:]), "vi")
    assert (found.value, found.precision) == ("2025-02-21", "day")
    assert found.evidence.startswith("«Sáng 21/2» in the lead; year 2025 from «Năm 2025 ... xác định»")
    assert event_date(lines[2], "", "vi") is None


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("Sáng 21/2, tỉnh tổ chức hội nghị.", "2025-02-21"),
        ("Chiều ngày 7/1, UBND xã họp.", "2025-01-07"),
        ("Ngày 5 tháng 3, tỉnh họp.", "2025-03-05"),
        ("(LCĐT) - Sáng nay (21/2), tỉnh họp.", "2025-02-21"),
        ("Sáng thứ Sáu (21/2), tỉnh họp.", "2025-02-21"),
        ("Sáng thứ Hai (21/2), tỉnh họp.", None),
        ("Sáng 21/2/2026, tỉnh họp.", "2026-02-21"),
        ("Sáng 27/12, tỉnh tổng kết.", "2024-12-27"),
        ("Sáng 27/10, tỉnh họp.", None),
        ("Sáng 31/2, tỉnh họp.", None),
        ("Từ ngày 24 - 29/1, hội chợ diễn ra.", None),
        ("Từ ngày 24/1 đến 29/1, hội chợ diễn ra.", None),
        ("Cầu dự kiến khánh thành ngày 19/01.", None),
        ("Phải xong trước ngày 31/1.", None),
        ("Khoảng 1/2 số dân, điện thoại 0914/21/2, đạt 2/3 chỉ tiêu.", None),
        ("Thực hiện Quyết định số 316/QĐ-TTg ngày 29/3/2023, tỉnh họp.", None),
        ("Thực hiện Quyết định số 316/QĐ-TTg ngày 29/3/2023. Sáng 21/2, tỉnh họp.", "2025-02-21"),
        ("", None),
    ],
)
def test_the_day_of_the_event_in_the_lead(lead, expected):
    assert inferred(lead) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", None),
        ("Năm 2024, tỉnh đạt 5 tỷ đồng.", None),
        ("Năm 2025, tỉnh phấn đấu đạt 6 tỷ đồng.", None),
        ("Tổng kết năm 2024, triển khai nhiệm vụ năm 2025.", "2025-02-21"),
        (BODY + "\nQuyết định số 316/QĐ-TTg ngày 29/3/2023 về quy hoạch đến năm 2030, tầm nhìn 2045.", "2025-02-21"),
        (BODY + "\nGiai đoạn 2021 - 2025 và 2026-2030 sẽ đầu tư.", "2025-02-21"),
        (BODY + "\nNăm 2025, tỉnh đã đạt chỉ tiêu.", None),
        ("Năm 2024 đạt 5. Năm 2025 đã đạt 6. Năm 2026 phấn đấu 7.", "2026-02-21"),
        ("Năm nay 2025, trời rét.", "2025-02-21"),
    ],
)  # fmt: skip
def test_the_year_needs_evidence_of_the_body(body, expected):
    assert inferred("Sáng 21/2, tỉnh họp.", body) == expected


def test_a_weekday_that_fits_one_near_year():
    body = "trong năm 2025 và năm 2024"
    assert inferred("Sáng thứ Sáu, 21/2, tỉnh họp.", body) == "2025-02-21"
    assert inferred("Sáng thứ Ba, 21/2, tỉnh họp.", body) == "2023-02-21"
    assert inferred("Sáng thứ Năm, 21/2, tỉnh họp.", body) is None


@pytest.mark.parametrize(
    ("lead", "body", "expected"),
    [
        ("On Friday, February 21, the board met.", "In 2024, output reached 5. In 2025, it plans 6.", "2025-02-21"),
        ("The board met on 21 February.", "In 2024, output reached 5. In 2025, the board plans 6.", "2025-02-21"),
        ("The board met on Friday (Feb. 21).", "This year 2025 is good.", "2025-02-21"),
        ("On Monday, February 21, the board met.", "In 2024, output reached 5. In 2025, it plans 6.", None),
        ("The fair runs February 21-25.", "In 2024, output reached 5. In 2025, it plans 6.", None),
        ("Work is due by February 21.", "In 2024, output reached 5. In 2025, it plans 6.", None),
        ("On February 21, the board met.", "A decree of 2023 has a vision to 2045.", None),
        ("On February 21, 2025, the board met.", "", "2025-02-21"),
    ],
)
def test_english(lead, body, expected):
    assert inferred(lead, body, "en") == expected


def test_other_languages_have_weekdays():
    assert inferred("Am Freitag, 21. Februar, tagte der Rat.", "Im Jahr 2024 und 2025.", "de") == "2025-02-21"


@pytest.mark.parametrize(
    "unit",
    ["1/", "12/12/", "0123456789", "năm 2024 ", "21 tháng ", "a ", "ngày 1/1 - ", ": ", "Jan 1 ", "1 a", "(", "thứ "],
)
def test_long_texts_take_linear_time(unit):
    text = unit * (100_000 // len(unit))
    started = time.process_time()
    find_date(text, "vi")
    for language in ("vi", "en", "de"):
        event_date(text, text, language)
        event_date("Sáng 21/2, on February 21, am 21. Februar", text, language)
    assert time.process_time() - started < 4
