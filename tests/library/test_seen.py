import os
from contextlib import suppress

import pytest

from packager.errors import OutputError
from packager.library.seen import Seen


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache" / "seen.sqlite"


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(b"words")
    os.utime(path, (1_000_000, 1_000_000))
    return path


def test_an_unchanged_file_is_known_in_the_next_run(cache, page):
    with Seen(cache) as seen:
        assert seen.unchanged(str(page)) is None
        seen.remember(str(page), page.stat(), "digest")
    with Seen(cache) as seen:
        assert seen.unchanged(str(page)) == "digest"


def test_a_changed_time_or_size_is_a_change(cache, page):
    with Seen(cache) as seen:
        seen.remember(str(page), page.stat(), "digest")
        os.utime(page, ns=(1, page.stat().st_mtime_ns + 1))
        assert seen.unchanged(str(page)) is None
        seen.remember(str(page), page.stat(), "digest")
        before = page.stat()
        page.write_bytes(b"more words")
        os.utime(page, ns=(1, before.st_mtime_ns))
        assert seen.unchanged(str(page)) is None


def test_a_file_just_written_is_not_trusted(cache, page):
    with Seen(cache) as seen:
        seen.remember(str(page), page.stat(), "digest")
        os.utime(page)
        seen.remember(str(page), page.stat(), "other")
        assert seen.unchanged(str(page)) is None


def test_a_file_that_is_gone_is_not_known(cache, page):
    with Seen(cache) as seen:
        seen.remember(str(page), page.stat(), "digest")
        page.unlink()
        assert seen.unchanged(str(page)) is None


def test_names_that_are_not_utf8(cache, tmp_path):
    if os.name == "nt":
        pytest.skip("names are Unicode there")
    page = tmp_path / os.fsdecode(b"caf\xe9.html")
    page.write_bytes(b"words")
    os.utime(page, (1, 1))
    with Seen(cache) as seen:
        seen.remember(str(page), page.stat(), "digest")
        assert seen.unchanged(str(page)) == "digest"


def test_a_damaged_cache_is_begun_anew(cache, page):
    cache.parent.mkdir()
    cache.write_bytes(b"no database at all" * 100)
    with Seen(cache) as seen:
        assert seen.unchanged(str(page)) is None
        seen.remember(str(page), page.stat(), "digest")
    with Seen(cache) as seen:
        assert seen.unchanged(str(page)) == "digest"


def test_an_error_does_not_cost_what_was_remembered(cache, page):
    with suppress(KeyboardInterrupt), Seen(cache) as seen:
        seen.remember(str(page), page.stat(), "digest")
        raise KeyboardInterrupt
    with Seen(cache) as seen:
        assert seen.unchanged(str(page)) == "digest"


def test_a_file_in_place_of_the_folder_is_told(cache):
    cache.parent.write_bytes(b"")
    with pytest.raises(OutputError, match="a file stands where a folder is needed"), Seen(cache):
        pass
