import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packager.config import Settings
from packager.errors import UsageError
from packager.model import UNKNOWN
from packager.volumes.plan import sections
from tests.volumes.samples import Shelf, library, volumes_of, without

ENTRIES = library(Shelf())


def paths(by, settings=Settings(), entries=ENTRIES):  # noqa: B008 - frozen
    return [volume.path for volume in volumes_of(entries, by, settings)]


def test_by_topic_and_month():
    assert paths(("topic", "month")) == [
        "2025-02/bao-mien-nui-2025-02-kinh-te",
        "2025-02/bao-mien-nui-2025-02-the-thao",
        "2025-02/bao-mien-nui-2025-02-unsorted",
        "2025-03/bao-mien-nui-2025-03-kinh-te",
        "undated/bao-mien-nui-undated-kinh-te",
    ]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (("month",), ["2025-02/bao-mien-nui-2025-02", "2025-03/bao-mien-nui-2025-03", "undated/bao-mien-nui-undated"]),
        (("topic",), ["all/bao-mien-nui-kinh-te", "all/bao-mien-nui-the-thao", "all/bao-mien-nui-unsorted"]),
        (("quarter",), ["2025-Q1/bao-mien-nui-2025-Q1", "undated/bao-mien-nui-undated"]),
        ((), ["all/bao-mien-nui"]),
    ],
)
def test_by_other_keys(by, expected):
    assert paths(by) == expected


def test_the_publication_names_volumes():
    assert paths((), Settings(publication="Tập san Tây Bắc")) == ["all/tap-san-tay-bac"]
    assert paths((), entries=[without(entry, "publisher") for entry in ENTRIES]) == ["all/articles"]
    assert paths((), entries=[*ENTRIES, Shelf().article("Khác", publisher="Báo khác")]) == ["all/articles"]


def test_sources_are_kept_apart_when_asked():
    other = Shelf().article("Khác", source="https://www.khac.example.vn/1.html")
    nameless = Shelf().article("Vô danh")
    volumes = volumes_of([*ENTRIES, other, nameless], ("source",), Settings())
    assert [volume.path for volume in volumes] == ["all/bao-mien-nui", "all/khac-example-vn", "all/khong-ro-nguon"]
    assert [volume.source for volume in volumes] == ["Báo Miền Núi", "khac.example.vn", "Không rõ nguồn"]


def test_sources_with_one_slug_get_names_of_their_own():
    shelf = Shelf()
    entries = [shelf.article("Một", publisher="Báo Bạn"), shelf.article("Hai", publisher="Báo Bán")]
    first, second = paths(("source",), entries=entries)
    assert first == "all/bao-ban"
    assert second.startswith("all/bao-ban-")


def test_labels_of_a_volume():
    economy, sport, unsorted, *_ = volumes_of(ENTRIES, ("topic", "month"), Settings())
    assert (economy.topic_label, sport.topic_label, unsorted.topic_label) == ("Kinh tế", "Thể thao", "Chưa phân loại")
    assert (economy.language, economy.period, economy.topic) == ("vi", "2025-02", "kinh-te")


def test_a_topic_that_a_volume_knows_by_its_slug_alone_is_called_as_elsewhere_in_the_library():
    shelf = Shelf()
    written = shelf.article("Một", topic="Văn hóa", issued="2025-02-01")
    bare = shelf.article("Hai", topic="van-hoa", issued="2025-03-01")
    alone = shelf.article("Ba", topic="du-lich", issued="2025-03-02")
    found = {volume.path: volume for volume in volumes_of([written, bare, alone], ("topic", "month"), Settings())}
    assert [volume.topic_label for volume in found.values()] == ["Văn hóa", "du-lich", "Văn hóa"]
    (march,) = (v for v in volumes_of([written, bare, alone], ("month",), Settings()) if v.period == "2025-03")
    assert [section.label for section in sections(march, Settings())] == ["du-lich", "Văn hóa"]


def test_entries_stand_by_date_and_title_undated_last():
    (volume,) = volumes_of(ENTRIES, ("topic",), Settings())[:1]
    titles = [entry.metadata.title.value for entry in volume.entries]
    assert titles == [
        "Ấm áp chợ hoa ngày giáp Tết",
        "Farmers & markets: “a <good> year”",
        "Vụ xuân ở vùng cao: nước là chuyện sống còn",
        "Chợ phiên đông khách",
        "Bài tháng ba",
        "Bài không ngày tháng",
    ]


def test_topics_are_grouped_inside_a_month_unsorted_last():
    (volume, *_) = volumes_of(ENTRIES, ("month",), Settings())
    assert [(section.label, len(section.entries)) for section in sections(volume, Settings())] == [
        ("Kinh tế", 4),
        ("Thể thao", 2),
        ("", 1),
    ]


@given(st.randoms(use_true_random=False), st.sampled_from([(), ("month",), ("topic", "month"), ("source", "week")]))
@settings(max_examples=20)
def test_the_order_of_arrival_never_matters(order: random.Random, by):
    shuffled = list(ENTRIES)
    order.shuffle(shuffled)
    volumes = volumes_of(shuffled, by, Settings())
    assert volumes == volumes_of(ENTRIES, by, Settings())
    assert sorted(entry.id for volume in volumes for entry in volume.entries) == sorted(entry.id for entry in ENTRIES)


def test_one_new_article_changes_only_its_own_volume():
    new = Shelf().article("Mới", topic="Kinh tế", publisher="Báo khác", issued="2025-03-02")
    before, after = (
        volumes_of(ENTRIES, ("topic", "month"), Settings()),
        volumes_of([*ENTRIES, new], ("topic", "month"), Settings()),
    )
    assert [volume.period for volume in after if volume not in before] == ["2025-03"]


@pytest.mark.parametrize("by", [("topics",), ("month", "week"), ("topic", "")])
def test_wrong_keys_are_usage_errors(by):
    with pytest.raises(UsageError, match="--by"):
        volumes_of(ENTRIES, by, Settings())


def test_nothing_to_bind_is_no_volume():
    assert volumes_of([], ("topic", "month"), Settings()) == []


def test_a_language_that_is_not_known_is_the_configured_one():
    entries = [without(ENTRIES[0], "language")]
    assert volumes_of(entries, (), Settings(language="vi"))[0].language == "vi"
    assert volumes_of(entries, (), Settings())[0].language == "und"
    assert entries[0].metadata.language is UNKNOWN
