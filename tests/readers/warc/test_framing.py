import gzip
import io
import struct
import tempfile
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from packager.readers.warc.framing import Damage, record_at, records
from tests.readers.warc.records import http, packed, page, record, response, three


def framed(content):
    """(address or "damage", block, trouble) of all that is found."""
    found = []
    for each in records(io.BytesIO(content)):
        if isinstance(each, Damage):
            found.append(("damage", str(each.position), each.message))
            continue
        block = b"".join(each.block)
        each.close()
        if not each.misread:
            found.append((each.fields.get("warc-target-uri", ""), block, each.trouble))
    return found


def addresses(content):
    return [name for name, _, _ in framed(content)]


ABC = ["http://a.vn/a", "http://a.vn/b", "http://a.vn/c"]


def zstd(*contents):
    return b"".join(zstandard.ZstdCompressor().compress(content) for content in contents)


def bgzip(content, size=100):
    return b"".join(gzip.compress(content[at : at + size]) for at in range(0, len(content), size))


@pytest.mark.parametrize(
    "form",
    [
        b"".join,
        lambda all_three: packed(*all_three),
        lambda all_three: gzip.compress(b"".join(all_three)),
        lambda all_three: packed(all_three[0], b"".join(all_three[1:])),
        lambda all_three: bgzip(b"".join(all_three)),
        lambda all_three: zstd(*all_three),
        lambda all_three: zstd(b"".join(all_three)),
        lambda all_three: packed(*all_three) + b"\0" * 70_000,
    ],
    ids=["plain", "members", "one member", "two in a member", "across members", "frames", "one frame", "padded"],
)
def test_records_come_out_of_every_form_and_are_found_again(form):
    content = form(three())
    found = []
    for each in records(io.BytesIO(content)):
        block = b"".join(each.block)
        each.close()
        assert (each.trouble, each.misread) == ("", False)
        found.append((each.fields["warc-target-uri"], block))
        again = record_at(io.BytesIO(content), each.position, each.length)
        assert (again.fields, b"".join(again.block)) == (each.fields, block)
    assert found == [(address, http(page(address[-1]))) for address in ABC]


def test_a_frame_with_a_dictionary():
    samples = [response(f"http://a.vn/{number}", page(str(number) * 50)) for number in range(100)]
    dictionary = zstandard.train_dictionary(2000, samples)
    packer = zstandard.ZstdCompressor(dict_data=dictionary)
    raw = dictionary.as_bytes()
    for stored in (raw, zstandard.ZstdCompressor().compress(raw)):
        head = b"\x5d\x2a\x4d\x18" + struct.pack("<I", len(stored)) + stored
        content = head + b"".join(map(packer.compress, three()))
        assert addresses(content) == ABC


@pytest.mark.parametrize("pack", [packed, lambda *each: b"".join(each)], ids=["members", "plain"])
@pytest.mark.parametrize("length", [99_999_999, 120, 0, -5, "many", "9" * 30, 700])
def test_a_wrong_length_costs_nothing(pack, length):
    first, _, last = three()
    body = page("b" * 99)
    wrong = record(ABC[1], http(body), length=length)
    found = framed(pack(first, wrong, last))
    assert [name for name, _, _ in found] == ABC
    assert found[1][1] == http(body)
    assert "length" in found[1][2]
    assert not found[0][2] + found[2][2]


def test_many_wrong_lengths_do_not_cost_a_pass_each():
    content = b"".join(record(f"http://a.vn/{number}", http(page()), length=10**9) for number in range(300))
    found = framed(content)
    assert len(found) == 300
    assert all(block == http(page()) for _, block, _ in found)


def test_a_record_that_holds_a_warc_file_is_one_record():
    inner = b"".join(three())
    outer = record("http://a.vn/in.warc", http(inner))
    assert addresses(outer + three()[2]) == ["http://a.vn/in.warc", ABC[2]]


@pytest.mark.parametrize("content", [packed, lambda *each: b"".join(each)], ids=["members", "plain"])
def test_what_is_left_of_a_cut_record_is_kept(content):
    last = response(ABC[2], page("c") + b"x" * 5000)
    whole = content(*three()[:2], last)
    found = framed(whole[:-25])
    assert [name for name, _, _ in found] == ABC
    assert found[2][1].startswith(http(page("c")))
    assert found[2][2]


def test_damage_costs_the_member_that_it_stands_in():
    first, second, third = (packed(each) for each in three())
    broken = second[:40] + bytes([second[40] ^ 0xFF]) + second[41:]
    names = addresses(first + broken + third)
    assert [name for name in names if name in {ABC[0], ABC[2]}] == [ABC[0], ABC[2]]
    assert len(names) == 3


def test_a_wrong_checksum_costs_nothing_and_is_told():
    first, second, third = (packed(each) for each in three())
    found = framed(first + second[:-8] + bytes([second[-8] ^ 1]) + second[-7:] + third)
    assert [(name, block) for name, block, _ in found] == [(name, http(page(name[-1]))) for name in ABC]
    assert [bool(trouble) for _, _, trouble in found] == [False, True, False]


def test_bytes_between_members_are_told():
    first, second, third = (packed(each) for each in three())
    names = addresses(first + second + b"junk \x1f\x8b\x08 junk" + third)
    assert names == [*ABC[:2], "damage", ABC[2]]


def test_a_damaged_version_line_costs_nothing():
    first, second, third = three()
    found = framed(first + second.replace(b"WARC/1.1", b"XARC/1.1") + third)
    assert [name for name, _, _ in found] == ABC
    assert found[1][2]


def test_bytes_between_records_are_told():
    first, second, third = three()
    assert framed(first + b"some junk\r\n\r\n" + second + third)[1][0] == "damage"
    assert addresses(b"\r\n" + first + second[:90] + third)[::2] == [ABC[0], ABC[2]]


def test_lines_may_end_as_unix_does():
    first, second, third = three()
    head, block = second.split(b"\r\n\r\n", 1)
    assert addresses(first + head.replace(b"\r\n", b"\n") + b"\n\n" + block + third) == ABC


def test_a_member_that_unfolds_far_too_much_is_left():
    first, _, third = (packed(each) for each in three())
    bomb = packed(record(ABC[1], b"\0" * 200_000_000))
    found = [name for name in addresses(first + bomb + third) if name != ABC[1]]
    assert found == [ABC[0], ABC[2]]


@given(st.binary(max_size=400), st.integers(0, 2000), st.booleans())
def test_whatever_stands_in_it_records_before_it_come_out(junk, at, is_packed):
    first, second, third = three()
    whole = packed(first, second, third) if is_packed else first + second + third
    start = len(packed(first)) if is_packed else len(first)
    place = start + at % (len(whole) - start)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.warc")
        path.write_bytes(whole[:place] + junk + whole[place:])
        with path.open("rb") as file:
            found = [each for each in records(file) if not isinstance(each, Damage)]
    assert found[0].fields["warc-target-uri"] == ABC[0]


def test_the_header_of_a_record_may_be_folded_and_latin():
    content = b"WARC/1.0\r\nWARC-Type: response\r\nX: a\r\n  b\r\nY: \xe9\r\nContent-Length: 2\r\n\r\nhi\r\n\r\n"
    (found,) = records(io.BytesIO(content))
    assert (found.fields["x"], found.fields["y"]) == ("a b", "é")
