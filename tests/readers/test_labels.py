"""Sources are named alike wherever their folder lies."""

import pytest

from packager.errors import SourceMissing
from packager.readers.labels import label_sources, tails
from tests.collected import put


def names(*sources):
    return [label for label, _ in label_sources(sources)]


@pytest.fixture
def folder(tmp_path):
    return put(tmp_path, {f"{name}/a.html": "x" for name in ("one/pages", "two/pages", "two/other", "ngày\n")})


def test_one_folder_is_named_by_its_last_part(folder):
    assert names(folder / "one" / "pages") == ["pages"]


def test_folders_of_one_name_are_told_apart_by_what_they_lie_in(folder):
    sources = [folder / "two" / "pages", folder / "one" / "pages", folder / "two" / "other"]
    assert names(*sources) == ["two/pages", "one/pages", "other"]
    assert names(*sources[::-1]) == ["other", "one/pages", "two/pages"]


def test_a_folder_inside_another_has_a_name_of_its_own(folder):
    assert names(folder / "one", folder / "one" / "pages") == ["one", "pages"]


def test_a_file_is_named_after_its_folder(folder):
    assert names(folder / "one" / "pages" / "a.html", folder / "two" / "other" / "a.html") == ["pages", "other"]


def test_a_file_and_its_folder_share_their_name(folder):
    assert names(folder / "two" / "other", folder / "two" / "other" / "a.html") == ["other", "other"]


def test_the_same_folder_given_twice_is_one_source(folder):
    assert names(folder / "one", folder / "two" / ".." / "one") == ["one"]


def test_a_link_is_named_after_what_it_leads_to(folder):
    (folder / "link").symlink_to(folder / "one" / "pages")
    assert names(folder / "link", folder / "one" / "pages") == ["pages"]


def test_names_that_cannot_be_printed_are_encoded(folder):
    assert names(folder / "ngày\n") == ["ngày%0A"]


def test_names_grow_from_the_end(folder):
    assert list(tails(folder / "one" / "pages"))[:2] == ["pages", "one/pages"]


def test_the_root_has_a_name_too(folder):
    assert list(tails(folder.parents[-1])) == ["root"]


def test_a_source_that_is_not_there(folder):
    with pytest.raises(SourceMissing, match="check the path"):
        label_sources([folder / "three"])
