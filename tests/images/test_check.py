import subprocess
import sys
import zlib

import pytest
from PIL import ImageFile

from packager.errors import PictureUnreadable
from packager.images import PROFILES, Probe, check, probe, rendition
from packager.limits import LARGEST_PROFILE
from tests.images.pictures import decoded, png_of, saved, with_chunk

KINDS = ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF"]


def damage(data):
    with pytest.raises(PictureUnreadable) as caught:
        check(data, probe(data))
    assert caught.value.code == "picture-damaged"
    return caught.value.message


@pytest.mark.parametrize("kind", KINDS)
def test_whole_pictures_pass(scene, kind):
    data = saved(scene, kind)
    check(data, probe(data))


@pytest.mark.parametrize("options", [{"progressive": True}, {"optimize": True}, {"subsampling": 0, "quality": 97}])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_whole_jpegs_pass(scene, mode, options):
    data = saved(scene.convert(mode), "JPEG", **options)
    check(data, probe(data))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.5, 0.75, 0.9])
def test_truncation_is_found(scene, kind, share):
    data = saved(scene, kind)
    cut = data[: int(len(data) * share)]
    with pytest.raises(PictureUnreadable) as caught:  # by `probe` already where a TIFF's directory stands at its end
        check(cut, probe(cut))
    assert caught.value.code == "picture-damaged"


def test_truncation_message_is_plain(scene):
    data = saved(scene, "JPEG")
    assert "cut short" in damage(data[: len(data) // 2])
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def test_a_flipped_byte_in_a_png(scene):
    data = saved(scene, "PNG")
    assert "checksum" in damage(data[:60] + bytes([data[60] ^ 0xFF]) + data[61:])


GREY = (5, 5, 8, 0, 0, 0, 0)
ROW = b"\0" * 6


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        (ROW * 4, "rows are missing"),
        (ROW * 4 + ROW[1:], "rows are missing"),
        (ROW * 2 + b"\x05" + ROW * 2 + ROW[1:], "rows are broken"),
    ],
)
def test_a_png_whose_checksums_hide_what_is_wrong(rows, word):
    assert word in damage(png_of(GREY, zlib.compress(rows)))


def test_a_png_that_is_not_packed():
    assert "unpacked" in damage(png_of(GREY, b"junk"))


def test_an_interlaced_png():
    """Seven passes; Pillow writes none, so the rows are made by hand: 5 x 5 grey pixels, all black."""
    interlaced = (5, 5, 8, 0, 0, 0, 1)
    passes = ((1, 1), (1, 1), (1, 2), (2, 1), (1, 3), (3, 2), (2, 5))
    rows = b"".join((b"\0" + b"\0" * width) * height for height, width in passes)
    data = png_of(interlaced, zlib.compress(rows))
    check(data, probe(data))
    assert decoded(data).size == (5, 5)
    assert "rows are missing" in damage(png_of(interlaced, zlib.compress(rows[:-1])))


def test_a_png_with_palette_missing(scene):
    data = saved(scene.convert("P"), "PNG")
    start = data.index(b"PLTE") - 4
    end = start + 12 + int.from_bytes(data[start : start + 4], "big")
    assert "palette" in damage(data[:start] + data[end:])


@pytest.mark.parametrize(
    "profile", [b"name\0\0junk", b"name\0\0" + zlib.compress(b"\0" * (LARGEST_PROFILE + 1)), b"no end"]
)
def test_colour_profiles_that_do_not_unpack(scene, profile):
    assert "profile" in damage(with_chunk(saved(scene, "PNG"), b"iCCP", profile))


def test_broken_metadata_are_no_damage(scene):
    data = with_chunk(saved(scene, "PNG"), b"tEXt", b"k\0v").replace(b"k\0v", b"k\0w")
    check(data, probe(data))


def test_gif_and_webp_without_a_picture(scene):
    gif = saved(scene, "GIF")
    assert "no image" in damage(gif[: 13 + 3 * 256] + b";")
    webp = b"RIFF\x1a\0\0\0WEBPjunk\x0e\0\0\0" + b"\0" * 14
    with pytest.raises(PictureUnreadable, match="holds no picture"):
        check(webp, Probe("image/webp", 1, 1))


def test_memory_stays_bounded(project):
    """A child may grow by 200 MB at most: 300 MB of text, 90 megapixels of one bit, and 900 that are refused."""
    if sys.platform != "linux":
        pytest.skip("memory is measured as Linux counts it")
    code = """
import resource, sys, zlib
from tests.images.pictures import png_claiming, with_chunk
from packager.errors import PictureUnreadable
from packager.images import PROFILES, check, probe, rendition, strip
def packed(size):
    packer = zlib.compressobj(9)
    return b"".join([packer.compress(b"\\0" * 1_000_000) for _ in range(size // 1_000_000)] + [packer.flush()])
text = with_chunk(png_claiming(8, 8, zlib.compress(b"\\0" * 16)), b"zTXt", b"k\\0\\0" + packed(300_000_000))
wide = png_claiming(9_000, 10_000, packed(12_000_000))
start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for data in (text, wide):
    check(data, probe(data))
assert len(strip(text, probe(text))) < 200
rendition(text, PROFILES["compact"])
try:
    probe(png_claiming(30_000, 30_000, packed(100_000_000)))
except PictureUnreadable:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start)
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=project, check=True, capture_output=True, text=True)
    assert int(run.stdout) < 200_000  # kilobytes


def test_hostile_pictures_end_in_a_picture_or_a_finding(shared, tmp_path):
    subprocess.run(
        [sys.executable, str(shared / "bad-inputs" / "make_bad.py"), str(tmp_path)], check=True, capture_output=True
    )
    outcomes = {}
    for path in sorted(tmp_path.glob("i*/a.*")):
        data = path.read_bytes()
        try:
            facts = probe(data)
            check(data, facts)
            made = rendition(data, PROFILES["standard"], facts)
            outcomes[path.parent.name] = made.media_type
        except PictureUnreadable as refused:
            outcomes[path.parent.name] = refused.code.removeprefix("picture-")
    jpeg, png = "image/jpeg", "image/png"
    expected = {
        "i01": "damaged", "i03": "too-large", "i04": "too-large", "i06": jpeg, "i07": jpeg, "i09": jpeg, "i10": jpeg,
        "i12": "unknown", "i13": "unknown", "i15": png, "i16": "damaged", "i18": png, "i19": "too-large",
        "i21": jpeg, "i22": "damaged", "i24": "damaged",
    }  # fmt: skip
    assert {name: outcomes[name] for name in expected} == expected


def test_the_chain_of_a_gif_is_followed_to_its_end(scene):
    gif = saved(scene, "GIF")
    assert "more blocks" in damage(gif[:-1] + b"!\xfe\x01a\0" * 100_001 + b";")
