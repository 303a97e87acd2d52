"""`soundness` against the decoder that it stands in for."""

import io
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from packager.errors import PictureUnreadable
from packager.images import soundness
from tests.images.pictures import saved

GRADIENT = Image.merge("RGB", [Image.radial_gradient("L").resize((72, 56)).rotate(turn) for turn in (0, 90, 180)])
JPEGS = [
    saved(GRADIENT, "JPEG"),
    saved(GRADIENT, "JPEG", progressive=True),
    saved(GRADIENT, "JPEG", subsampling=0, restart_marker_rows=1),
    saved(GRADIENT.convert("L"), "JPEG", optimize=True),
    saved(GRADIENT.convert("CMYK"), "JPEG"),
]


def decodes(data):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            Image.open(io.BytesIO(data), formats=["JPEG"]).load()
    except Exception:  # noqa: BLE001 - whatever a decoder raises
        return False
    return True


def sound(data):
    try:
        return soundness.sound(data)
    except PictureUnreadable:
        return False


@pytest.mark.parametrize("number", range(len(JPEGS)))
def test_usual_jpegs_are_sound_and_need_no_decoder(number):
    assert soundness.sound(JPEGS[number])


@settings(max_examples=400, derandomize=True)
@given(
    data=st.sampled_from(JPEGS),
    place=st.integers(2, 640) | st.integers(2, 10_000),
    cut=st.sampled_from([0, 1, 2, 10, 100]),
    put=st.binary(max_size=10),
)
def test_what_is_sound_decodes(data, place, cut, put):
    place %= len(data)
    changed = data[:place] + put + data[place + cut :]
    assert not sound(changed) or decodes(changed)


def test_bytes_between_segments_are_left_to_the_decoder():
    data = JPEGS[0]
    odd = data[:20] + b"junk" + data[20:]
    assert not soundness.sound(odd)
    assert decodes(odd)


@pytest.mark.parametrize("marker", [b"\xff\xc4", b"\xff\xdb", b"\xff\xda", b"\xff\xc0"])
def test_a_missing_segment_is_not_sound(marker):
    data = JPEGS[0]
    start = data.index(marker)
    end = start + 2 + int.from_bytes(data[start + 2 : start + 4], "big")
    assert not sound(data[:start] + data[end:])
