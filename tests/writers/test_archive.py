import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.errors import VolumeError
from packager.writers.archive import Archive


def packed(members, **options):
    out = io.BytesIO()
    archive = Archive(out, **options)
    for name, content, stored in members:
        archive.add(name, content, stored=stored)
    archive.close()
    return out.getvalue()


@given(st.lists(st.tuples(st.binary(max_size=200), st.booleans()), max_size=8), st.sampled_from([0xFFFFFFFF, 40]))
def test_what_goes_in_comes_out(contents, largest):
    members = [(f"m{number}", content, stored) for number, (content, stored) in enumerate(contents)]
    raw = packed(members, largest=largest)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.testzip() is None
        assert [(name, archive.read(name)) for name in archive.namelist()] == [member[:2] for member in members]
        assert {item.date_time for item in archive.infolist()} <= {(1980, 1, 1, 0, 0, 0)}


def test_a_first_member_stands_where_a_reader_of_epub_looks():
    raw = packed([("mimetype", b"application/epub+zip", True)])
    assert raw[30:58] == b"mimetypeapplication/epub+zip"
    assert raw[6:8] == b"\0\0"  # no flags: no data descriptor
    assert raw[28:30] == b"\0\0"  # no extra field


def test_no_two_members_share_a_name_even_by_case():
    with pytest.raises(VolumeError, match="twice"):
        packed([("A", b"", True), ("a", b"", True)])


def test_more_members_than_16_bits_count():
    raw = packed([(f"{number}", b"", True) for number in range(65_537)])
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert len(archive.namelist()) == 65_537
