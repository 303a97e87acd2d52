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
