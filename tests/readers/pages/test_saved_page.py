import pytest

from packager.errors import CaptureSkipped
from packager.readers.pages import saved_page
from tests.readers.source_files import source_file


@pytest.fixture
def read(tmp_path):
    def capture(content):
        file = source_file(tmp_path, "a.html", content)
        return saved_page.capture(file, file.content())

    return capture


def test_a_page_that_unpacks_itself_is_told(read):
    packed = b"<!DOCTYPE html> <html data-sfz><meta charset=windows-1252><body>PK\x03\x04...PK\x05\x06" + b"\0" * 18
    with pytest.raises(CaptureSkipped) as skipped:
        read(packed)
    assert skipped.value.code == "unknown-kind"
    assert read(packed.replace(b"PK\x05\x06", b"")).content
    assert read(packed.replace(b" data-sfz", b"")).content


def test_the_end_of_a_page_tells_when_a_web_archive_kept_it(read):
    end = (
        "<!--\n FILE ARCHIVED ON 07:05:00 Feb 21, 2025 AND RETRIEVED FROM THE\n INTERNET ARCHIVE ON ... -->\n<!-- x -->"
    )
    assert read("<html><p>Chào." + "\n" * 9000 + end).captured == "2025-02-21T07:05:00+00:00"
