from datetime import UTC, datetime

import pytest

from packager.config import Settings
from packager.model import Value
from packager.volumes.matter import matter
from packager.writers import package
from tests.volumes.samples import Shelf, library, volumes_of, without

ENTRIES = library(Shelf())


def terms(by=("topic", "month"), settings=Settings(), entries=ENTRIES, **facts):  # noqa: B008 - frozen
    volume = volumes_of(entries, by, settings)[0]
    found = {}
    for term in package.terms(matter(volume, settings), **{"pictures": True, "animated": False} | facts):
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
    assert terms()["schema:accessMode"] == ["textual", "visual"]
    assert terms(pictures=False)["schema:accessModeSufficient"] == ["textual"]
    assert terms(animated=True)["schema:accessibilityHazard"] == ["unknown"]
    assert "dcterms:conformsTo" not in terms()


def test_modified_is_the_newest_stated_date_in_utc():
    assert package.modified(ENTRIES[:2]) == datetime(2025, 2, 22, 1, 5, tzinfo=UTC)
    assert package.modified([]) == package.EARLIEST
    assert package.modified([without(ENTRIES[0], "issued")]) == package.EARLIEST


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
