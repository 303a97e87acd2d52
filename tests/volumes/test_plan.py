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
DAYS = ("2025-02-03", "2025-02-09", "2025-02-14", "2025-02-21", "2025-02-22", "2025-03-01")
UNDATED = "undated/bao-mien-nui-undated-other"


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


SMALL = Settings(min_articles=3)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (("topic",), ["all/bao-mien-nui-kinh-te", "all/bao-mien-nui-other"]),
        (("topic", "year"), ["2025/bao-mien-nui-2025-kinh-te", "2025/bao-mien-nui-2025-other", UNDATED]),
        (("topic", "day"), [f"{day}/bao-mien-nui-{day}-other" for day in DAYS] + [UNDATED]),
        (("topic", "source"), ["all/bao-mien-nui-kinh-te", "all/bao-mien-nui-other"]),
        (("month",), ["2025-02/bao-mien-nui-2025-02", "2025-03/bao-mien-nui-2025-03", "undated/bao-mien-nui-undated"]),
    ],
)
def test_small_topics_share_a_volume_of_their_period(by, expected):
    assert paths(by, SMALL) == expected


def test_the_volume_of_small_topics_has_them_as_sections_the_unsorted_last():
    _, other, *_ = volumes_of(ENTRIES, ("topic", "month"), SMALL)
    assert (other.topic, other.topic_label, other.period) == ("other", "Chủ đề khác", "2025-02")
    assert [section.label for section in sections(other, SMALL)] == ["Thể thao", ""]


def test_the_unsorted_have_a_volume_of_their_own_where_they_are_enough():
    many = [Shelf().article(f"Tin {number}", publisher="Báo Miền Núi") for number in range(3)]
    assert "2025-02/bao-mien-nui-2025-02-unsorted" in paths(("topic", "month"), SMALL, [*ENTRIES, *many])


def test_a_topic_that_is_called_other_is_one_of_its_own():
    called = [Shelf().article(f"Tin {number}", topic="Other", publisher="Báo Miền Núi") for number in range(3)]
    found = [volume.path for volume in volumes_of([*ENTRIES, *called], ("topic", "month"), SMALL)]
    assert "2025-02/bao-mien-nui-2025-02-other" in found
    assert len([path for path in found if path.startswith("2025-02/bao-mien-nui-2025-02-other-")]) == 1


def test_a_volume_that_is_named_like_a_part_gets_a_name_of_its_own():
    entries = [Shelf().article("Tin", topic="Kinh tế part2", publisher="Báo Miền Núi")]
    (found,) = paths(("topic",), entries=entries)
    assert found.startswith("all/bao-mien-nui-kinh-te-part2-")


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


@given(
    st.randoms(use_true_random=False),
    st.sampled_from([(), ("month",), ("topic", "month"), ("topic", "year"), ("source", "week"), ("topic", "day")]),
    st.integers(0, 5),
)
@settings(max_examples=40)
def test_the_order_of_arrival_never_matters_and_each_article_stands_once(order: random.Random, by, least):
    shuffled = list(ENTRIES)
    order.shuffle(shuffled)
    volumes = volumes_of(shuffled, by, Settings(min_articles=least))
    assert volumes == volumes_of(ENTRIES, by, Settings(min_articles=least))
    assert len({volume.path for volume in volumes}) == len(volumes)
    small = [volume for volume in volumes if len(volume.entries) < least]
    assert "topic" not in by or {volume.topic for volume in small} <= {"other"}
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
