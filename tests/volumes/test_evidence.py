"""What a date is known from, as readers of a language see it."""

import pytest

from packager.volumes.evidence import told
from packager.volumes.labels import labels


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ("«6/2/2025» in the lead", "«6/2/2025» trong đoạn mở đầu"),
        (
            "«Sáng 7/2» in the lead; year 2025 from «Năm 2025 ... xác định» after «Năm 2024 ... đạt»",
            "«Sáng 7/2» trong đoạn mở đầu; năm 2025 theo «Năm 2025 ... xác định» sau «Năm 2024 ... đạt»",
        ),
        ("meta article:published_time: «2025-02-11»", "thẻ meta article:published_time: «2025-02-11»"),
        (
            "JSON-LD datePublished: «2025-04-08T03:00:00Z»; stated in UTC, counted in Asia/Ho_Chi_Minh",
            "JSON-LD datePublished: «2025-04-08T03:00:00Z»; ghi theo giờ UTC, tính theo Asia/Ho_Chi_Minh",
        ),
        ("printed: «Posted after noon in the lead»", "in trên trang: «Posted after noon in the lead»"),
        ("address: «/2025/02/11/»", "địa chỉ: «/2025/02/11/»"),
        ("sidecar lo-gom.meta.toml: date", "tệp kèm lo-gom.meta.toml: date"),
        (
            "year 2025 from the weekday, which of 2019-2025 fits 2025 only",
            "năm 2025 theo thứ trong tuần, trong các năm 2019-2025 chỉ khớp năm 2025",
        ),
    ],
)
def test_evidence_is_told_in_the_volumes_language_and_quotes_stand_as_they_are(evidence, said):
    assert told(evidence, labels("vi")) == said


def test_what_there_is_no_phrase_for_stays_english_and_says_so():
    assert told("a page of the <archive>: «a»", labels("vi")) == (
        '<span lang="en" xml:lang="en" dir="ltr">a page of the &lt;archive&gt;: </span>«a»'
    )


def test_in_english_it_is_what_the_library_holds():
    assert told("«6/2/2025» in the lead", labels("en")) == "«6/2/2025» in the lead"
