import zlib

from hypothesis import given
from hypothesis import strategies as st

from packager.compression import checksum, deflated


@given(st.binary(max_size=5000))
def test_what_is_deflated_is_inflated_by_others(content):
    assert zlib.decompress(deflated(content), -zlib.MAX_WBITS) == content


@given(st.binary(max_size=5000))
def test_the_checksum_is_that_of_zip(content):
    assert checksum(content) == zlib.crc32(content)
