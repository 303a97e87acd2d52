import re
import tomllib
from importlib import resources

import pytest

from packager.model import Basis, Value
from packager.volumes.labels import labels


def test_dates_are_written_in_the_language_and_as_precisely_as_known():
    assert labels("vi").date(Value("2025-02-21T08:00:00+07:00")) == "21 tháng 2 năm 2025"
    assert labels("vi-VN").date(Value("2025-02")) == "tháng 2 năm 2025"
    assert labels("en").date(Value("2025-02-21", precision="month")) == "February 2025"
    assert labels("en").date(Value("soon")) == ""


@pytest.mark.parametrize(
    ("period", "vietnamese", "english"),
    [
        ("2025", "Năm 2025", "2025"),
        ("2025-Q1", "Quý 1 năm 2025", "Quarter 1 of 2025"),
        ("2025-02", "Tháng 2 năm 2025", "February 2025"),
        ("2025-W08", "Tuần 8 năm 2025", "Week 8 of 2025"),
        ("2025-02-21", "Ngày 21 tháng 2 năm 2025", "21 February 2025"),
        ("undated", "Không rõ ngày", "Undated"),
        ("", "", ""),
    ],
)
def test_periods_have_names(period, vietnamese, english):
    assert (labels("vi").period(period), labels("en").period(period)) == (vietnamese, english)


def test_a_language_without_a_table_speaks_english():
    assert labels("fr")["contents"] == labels("und")["contents"] == labels("../vi")["contents"] == "Contents"
    assert labels("fr").language == "en"


def test_numbers_agree():
    assert [labels("en").count("articles", number) for number in (1, 2)] == ["1 article", "2 articles"]


def test_how_a_value_is_known_has_words_for_every_basis():
    for basis in Basis:
        assert labels("vi").basis(Value("2025", basis))


def test_every_table_says_what_english_says():
    folder = resources.files("packager.volumes").joinpath("labels")
    tables = {file.name: flat(tomllib.loads(file.read_text(encoding="utf-8"))) for file in folder.iterdir()}
    for name, table in tables.items():
        assert table.keys() == tables["en.toml"].keys(), name


def test_every_word_that_is_asked_for_exists():
    rooms = [resources.files("packager").joinpath(room) for room in ("volumes", "writers")]
    sources = [
        file.read_text(encoding="utf-8") for room in rooms for file in room.iterdir() if file.name.endswith(".py")
    ]
    asked = {key for source in sources for key in re.findall(r"labels\[['\"](\w+)['\"]\]", source)}
    assert len(asked) > 10
    for key in asked:
        assert labels("vi")[key]


def flat(table, prefix=""):
    found = {}
    for key, value in table.items():
        found |= flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
    return found
