from datetime import UTC, datetime

import pytest

from packager.config import Settings
from packager.model import Value
from packager.writers import package
from tests.volumes.samples import ENTRIES, SHELF, Shelf, made, volumes_of, without


def terms(by=("topic", "month"), settings=Settings(), entries=ENTRIES, **facts):  # noqa: B008 - frozen
    found = {}
    for term in package.terms(made(by, settings, entries=entries), **facts):
        key = term.attributes.get("property") or term.attributes.get("name") or term.name
        found.setdefault(key, []).append(term.text or term.attributes.get("content"))
    return found


def test_identifiers_follow_from_what_a_volume_is():
    first, second, *_ = volumes_of(ENTRIES, ("topic", "month"), Settings())
    fewer = volumes_of(ENTRIES[1:], ("topic", "month"), Settings())[0]
    assert package.identifier(first) == package.identifier(fewer)
    assert package.identifier(first).startswith("urn:uuid:")
    assert package.identifier(first) != package.identifier(second)


def test_title_date_and_series():
    found = terms()
    assert found["title"] == ["Báo Miền Núi · Kinh tế · 2025-02"]
    assert found["file-as"] == ["bao mien nui kinh te 2025-02"]
    assert found["date"] == ["2025-02"]
    assert found["belongs-to-collection"] == found["calibre:series"] == ["Báo Miền Núi · Kinh tế"]
    assert found["group-position"] == found["calibre:series_index"] == ["202502"]
    assert found["subject"] == ["Kinh tế"]


@pytest.mark.parametrize(
    ("key", "date", "temporal", "position"),
    [
        ("year", "2025", "2025", "2025"),
        ("quarter", "2025-01", "2025-01/2025-03", "20251"),
        ("week", "2025-02-03", "2025-02-03/2025-02-09", "202506"),
        ("day", "2025-02-03", "2025-02-03", "20250203"),
    ],
)
def test_other_periods(key, date, temporal, position):
    found = terms((key,))
    assert (found["date"], found["dcterms:temporal"], found["group-position"]) == ([date], [temporal], [position])


def test_what_is_not_known_is_not_claimed():
    bare = [without(entry, "publisher", "issued", "source", "topic") for entry in ENTRIES]
    found = terms(entries=bare)
    assert {"publisher", "date", "dcterms:temporal", "group-position", "source", "subject"}.isdisjoint(found)
    assert found["rights"] == ["không rõ; quyền của từng bài thuộc về nguồn đã nêu."]


def test_accessibility():
    found = terms()
    assert found["schema:accessMode"] == ["textual", "visual"]
    assert found["schema:accessModeSufficient"] == ["textual,visual"]
    assert terms(animated=True)["schema:accessibilityHazard"] == ["unknown"]
    assert "dcterms:conformsTo" not in found


def test_the_accessibility_summary_says_what_is_in_the_book():
    (summary,) = terms()["schema:accessibilitySummary"]
    assert "Trong 6 ảnh có 0 ảnh mang lời thay thế của chính nguồn" in summary
    assert "(1 ảnh thiếu)" in summary
    bare = terms(entries=ENTRIES[4:6])
    assert bare["schema:accessibilitySummary"][0].endswith("Chỉ có ảnh bìa là hình.")
    assert bare["schema:accessMode"] == bare["schema:accessModeSufficient"] == ["textual"]
    assert "index" not in bare["schema:accessibilityFeature"]


def test_text_alternatives_are_claimed_only_where_the_sources_give_them_all():
    picture = SHELF.picture(1)
    size = f'src="images/{picture.digest}.jpg" width="9" height="9" data-original-src="a.jpg"'
    said, counted = (f'<figure><img {size} alt="{alt}"/></figure>' for alt in ("Chợ phiên buổi sáng", "Ảnh 1/2"))
    features = [
        terms((), entries=[SHELF.article(f"Bài {body}", body, [picture])])["schema:accessibilityFeature"]
        for body in (said, said + counted)
    ]
    assert ["alternativeText" in each for each in features] == [True, False]


def test_the_issn_names_the_series_and_what_the_volume_is_part_of():
    found = terms(settings=Settings(publication="Báo Miền Núi", issn="0317-8471"))
    assert found["dcterms:identifier"] == found["dcterms:isPartOf"] == ["urn:issn:0317-8471"]
    assert {"dcterms:identifier", "dcterms:isPartOf"}.isdisjoint(terms())


def test_modified_is_the_newest_stated_date_in_utc():
    assert package.modified(ENTRIES[:2]) == datetime(2025, 2, 22, 1, 5, tzinfo=UTC)
    assert package.modified([]) == package.EARLIEST
    assert package.modified([without(ENTRIES[0], "issued")]) == package.EARLIEST
    captured = Shelf().article("Bài", captured="2025-03-01T07:00:00+07:00")
    assert package.modified([captured]) == datetime(2025, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-02", datetime(2025, 2, 1, tzinfo=UTC)),
        ("2025", datetime(2025, 1, 1, tzinfo=UTC)),
        ("2025-02-21T08:00", datetime(2025, 2, 21, 8, tzinfo=UTC)),
        ("2025-02-21Tsoon", datetime(2025, 2, 21, tzinfo=UTC)),
        ("0001-01-01T00:00:00+07:00", package.EARLIEST),
    ],
)
def test_dates_of_every_precision_count(value, expected):
    assert package.modified([Shelf().article("Bài", issued=Value(value))]) == expected
