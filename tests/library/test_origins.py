"""Two folders of one name (tests/test_pipeline.py shows it with whole builds)."""

import hashlib

import pytest

from packager.findings import finding
from packager.library.catalogue import Catalogue
from packager.library.origins import Origins
from packager.library.records import Container, Record
from packager.model import Outcome
from tests.collected import put


@pytest.fixture
def catalogue(tmp_path):
    with Catalogue(tmp_path / "catalogue.sqlite") as opened:
        yield opened


@pytest.fixture
def settle(tmp_path, catalogue):
    """`settle(folder)`: the name that a folder gets; a new memory each time, as in a new run."""

    def settled(folder, name="pages"):
        ((label, root),) = Origins(tmp_path / "cache" / "origins.json", catalogue).settle([(name, folder)])
        assert root == folder
        return label

    return settled


def held(catalogue, folder, name="a.html"):
    """Records a file of a folder as read under the name "pages"."""
    digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    told = finding("no-text", f"pages/{name}", "x")
    catalogue.record(Record("pages", name, digest, Outcome.FAILED, reason="x", findings=(told,)))


def test_another_folder_that_would_replace_a_page_gets_a_longer_name(tmp_path, catalogue, settle):
    one, two = (put(tmp_path / name / "pages", {"a.html": name}) for name in ("one", "two"))
    assert settle(one) == "pages"
    held(catalogue, one)
    assert settle(two) == "two/pages"
    assert settle(one) == "pages"
    assert settle(two) == "two/pages"


def test_another_folder_that_would_replace_a_file_of_several_gets_a_longer_name(tmp_path, catalogue, settle):
    one, two = (put(tmp_path / name / "pages", {"a.warc": name}) for name in ("one", "two"))
    settle(one)
    digest = hashlib.sha256(b"one").hexdigest()
    catalogue.close(Container("pages", "a.warc", digest), frozenset())
    assert settle(two) == "two/pages"


def test_folders_that_hold_other_pages_share_a_name(tmp_path, catalogue, settle):
    one, two = put(tmp_path / "one" / "pages", {"a.html": "x"}), put(tmp_path / "two" / "pages", {"b.html": "y"})
    settle(one)
    held(catalogue, one)
    assert settle(two) == "pages"


def test_a_copy_of_a_folder_has_its_name(tmp_path, catalogue, settle):
    one, two = (put(tmp_path / name / "pages", {"a.html": "same"}) for name in ("one", "two"))
    settle(one)
    held(catalogue, one)
    assert settle(two) == "pages"


def test_a_folder_in_place_of_one_that_is_gone_has_its_name(tmp_path, catalogue, settle):
    one, two = (put(tmp_path / name / "pages", {"a.html": name}) for name in ("one", "two"))
    settle(one)
    held(catalogue, one)
    (one / "a.html").unlink()
    assert settle(two) == "pages"


@pytest.mark.parametrize("content", [b"", b"no JSON", b'["list"]', b"\xff", b"1"])
def test_a_damaged_memory_does_no_harm(tmp_path, settle, content):
    put(tmp_path / "cache", {"origins.json": content})
    assert settle(put(tmp_path / "pages", {"a.html": "x"})) == "pages"
