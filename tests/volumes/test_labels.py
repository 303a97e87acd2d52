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
    assert labels("xx")["contents"] == labels("und")["contents"] == labels("../vi")["contents"] == "Contents"
    assert labels("xx").language == "en"


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


@pytest.mark.parametrize(
    ("language", "day", "first", "month"),
    [
        ("de", "21. Februar 2025", "1. März 2025", "Februar 2025"),
        ("es", "21 de febrero de 2025", "1 de marzo de 2025", "febrero de 2025"),
        ("fr", "21 février 2025", "1er mars 2025", "février 2025"),
        ("en-GB", "21 February 2025", "1 March 2025", "February 2025"),
        ("vi", "21 tháng 2 năm 2025", "1 tháng 3 năm 2025", "tháng 2 năm 2025"),
    ],
)
def test_every_language_writes_dates_its_own_way(language, day, first, month):
    written = [labels(language).date(Value(value)) for value in ("2025-02-21", "2025-03-01", "2025-02")]
    assert written == [day, first, month]


@pytest.mark.parametrize("language", ["de", "es", "fr", "vi"])
def test_a_translation_says_the_same_with_the_same_places_to_fill(language):
    """No word is left in English but names, and none loses or gains a place."""
    own, english = flat(table_of(language)), flat(table_of("en"))
    same = {
        key for key in own if own[key] == english[key] and re.search(r"[a-z]{3}", re.sub(r"{\w+}", "", str(own[key])))
    }
    assert same <= {f"words.{key}" for key in ("articles", "publication", "source", "software", "issn", "period")} | {
        "counts.articles.one",
        "counts.articles.other",
    }
    for key in own.keys() - {"months", "first_of_month"}:
        mine, theirs = (set(re.findall(r"{(\w+)}", str(table[key]))) for table in (own, english))
        assert mine - {"month", "month_name"} == theirs - {"month", "month_name"}, key
    assert len(own["months"]) == 12


def table_of(language):
    folder = resources.files("packager.volumes").joinpath("labels")
    return tomllib.loads(folder.joinpath(f"{language}.toml").read_text(encoding="utf-8"))


def flat(table, prefix=""):
    found = {}
    for key, value in table.items():
        found |= flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
    return found
