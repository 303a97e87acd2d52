"""packager.toml: what may be set, and how a mistake in it is told."""

import pytest

from packager import config
from packager.config import Duplicates, Settings
from packager.errors import UsageError
from tests.collected import put


def loaded(folder, text):
    return config.load(put(folder, {"packager.toml": text}) / "packager.toml")


def test_nothing_set_is_the_default(tmp_path):
    assert loaded(tmp_path, "") == Settings()


def test_the_example_says_the_defaults(tmp_path):
    config.write_example(tmp_path / "packager.toml")
    assert config.load(tmp_path / "packager.toml") == Settings()


def test_everything_set(tmp_path):
    text = (
        'publication = "Báo"\nlanguage = "vi-VN"\nrights = "CC0"\nzone = "Asia/Ho_Chi_Minh"\nimages = "compact"\n'
        '[topics]\n"Kinh tế" = ["kinh-te", "Economy"]\n'
    )
    aliases = {"Kinh tế": "Kinh tế", "kinh-te": "Kinh tế", "Economy": "Kinh tế"}
    assert loaded(tmp_path, text) == Settings("Báo", "vi-VN", "CC0", "Asia/Ho_Chi_Minh", "compact", aliases)


def test_sizes_and_numbers(tmp_path):
    found = loaded(tmp_path, 'min_articles = 3\nmax_articles = 200\nmax_size = "24 MiB"')
    assert (found.min_articles, found.max_articles, found.max_size) == (3, 200, 24 * 1024**2)


@pytest.mark.parametrize(
    ("text", "size"), [("25MB", 25_000_000), ("1.5 gb", 1_500_000_000), ("9000000", 9_000_000), ("", 0), ("0", 0)]
)
def test_sizes_in_words(text, size):
    assert config.size_of(text, "--max-size") == size


@pytest.mark.parametrize("name", sorted(config.presets()))
def test_a_preset_stands_for_settings_that_may_be_set_otherwise(tmp_path, name):
    given = config.with_preset(Settings(), name)
    assert given.max_size > 0
    assert loaded(tmp_path, f'preset = "{name}"') == given
    assert loaded(tmp_path, f'preset = "{name}"\nmax_size = "30MB"').max_size == 30_000_000


def test_mail_and_kindle_are_as_large_as_they_say():
    sizes = {name: config.with_preset(Settings(), name).max_size for name in ("mail", "kindle")}
    assert sizes == {"mail": 25_000_000, "kindle": 45_000_000}


@pytest.mark.parametrize("name", sorted(config.themes()))
def test_every_theme_can_be_chosen(tmp_path, name):
    assert loaded(tmp_path, f'theme = "{name}"').theme == name
    assert config.with_options(Settings(), theme=name).theme == name


def test_what_is_decided_about_duplicates_is_the_same_in_any_order(tmp_path):
    text = '[duplicates]\nnear = false\napart = [["d", "c"], ["b", "a"]]\nbound = ["f", "e"]'
    assert loaded(tmp_path, text).duplicates == Duplicates(near=False, apart=(("a", "b"), ("c", "d")), bound=("e", "f"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('publicaton = "x"', "there is no setting 'publicaton'; the settings are duplicates, images, issn, language"),
        ("publication = 1", "publication has the wrong type; `packager init` writes an example"),
        ('topics = "x"', "topics has the wrong type"),
        ('[topics]\n"Kinh tế" = "kinh-te"', 'topics."Kinh tế" must be a list of names'),
        ('[topics]\nA = ["x"]\nB = ["x"]', "'x' stands for «A» and for «B»; choose one"),
        ("publication = x", r"is not valid TOML \(.*line 1"),
        ('zone = "Asia/Hanoi"', "there is no time zone 'Asia/Hanoi'; name one as in Asia/Ho_Chi_Minh"),
        ('zone = "../../etc/passwd"', "there is no time zone"),
        ('zone = "Asia"', "there is no time zone"),
        ('language = "Tiếng Việt"', "is no BCP 47 tag, as vi or en-GB are"),
        ('language = "vi_VN"', "is no BCP 47 tag"),
        ('theme = "gold"', "there is no theme 'gold'; the themes are magazine, newspaper, plain, standard"),
        ("theme = 1", "theme has the wrong type"),
        ('max_size = "25 apples"', "is no size; write it as in 25MB"),
        ('max_size = "3kB"', "no volume is so small; name 1MB or more"),
        ("max_size = 3", "max_size has the wrong type"),
        ("min_articles = true", "min_articles has the wrong type"),
        ("max_articles = -1", "max_articles = -1: is a number of articles"),
        ('preset = "fax"', "there is no preset 'fax'; the presets are mail, kindle"),
        ("preset = []", "there is no preset"),
        ("duplicates = true", "duplicates has the wrong type"),
        ("[duplicates]\nnaer = false", "duplicates: there is no setting 'naer'; they are apart, bound, near"),
        ('[duplicates]\nnear = "no"', "duplicates.near must be true or false"),
        ('[duplicates]\napart = ["a", "b"]', "duplicates.apart must be a list of pairs of ids"),
        ('[duplicates]\napart = [["a", "b", "c"]]', "duplicates.apart must be a list of pairs of ids"),
        ('[duplicates]\nbound = "a"', "duplicates.bound must be a list of ids"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path, text, words):
    with pytest.raises(UsageError, match=words) as told:
        loaded(tmp_path, text)
    assert str(told.value).startswith(str(tmp_path / "packager.toml"))


def test_bytes_that_are_no_text(tmp_path):
    with pytest.raises(UsageError, match="is not valid TOML"):
        config.load(put(tmp_path, {"packager.toml": b"\xff\xfe"}) / "packager.toml")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="name another file with --config"):
        config.load(tmp_path / "none.toml")


def test_an_example_never_replaces_a_file(tmp_path):
    put(tmp_path, {"packager.toml": "mine"})
    with pytest.raises(UsageError, match="is there already"):
        config.write_example(tmp_path / "packager.toml")
    assert (tmp_path / "packager.toml").read_text() == "mine"
    with pytest.raises(UsageError, match="cannot be written"):
        config.write_example(tmp_path / "no folder" / "packager.toml")


@pytest.mark.parametrize("issn", ["0317-8471", "1050-124X", "2049-3630"])
def test_an_issn_with_its_right_check_digit_is_taken(issn):
    assert config.parse({"publication": "Báo", "issn": issn}, "packager.toml").issn == issn


@pytest.mark.parametrize("issn", ["0317-8472", "1050-1240", "03178471", "0317-847x", "ISSN 0317-8471", "٠317-8471"])
def test_what_is_no_issn_is_refused(issn):
    with pytest.raises(UsageError, match="is no ISSN"):
        config.parse({"publication": "Báo", "issn": issn}, "packager.toml")


def test_an_issn_needs_its_publication():
    with pytest.raises(UsageError, match="needs the publication"):
        config.parse({"issn": "0317-8471"}, "packager.toml")
