import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image

from packager.errors import PictureUnreadable
from packager.images import Colour, check, probe
from packager.limits import LARGEST_PICTURE, MOST_PICTURE_PARTS, MOST_PIXELS
from tests.images.pictures import exif, png_claiming, saved, with_chunk


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF"])
def test_every_kind_is_told_by_its_bytes(scene, kind):
    facts = probe(saved(scene, kind))
    assert facts.media_type == f"image/{kind.lower()}"
    assert (facts.width, facts.height, facts.orientation) == (120, 90, 1)
    assert facts.suffix == {"JPEG": ".jpg", "TIFF": ".tif"}.get(kind, f".{kind.lower()}")
    assert not facts.alpha
    assert not facts.animated


def test_common_kinds_need_no_pillow(scene, tmp_path):
    for kind in ("JPEG", "PNG", "GIF", "WEBP"):
        (tmp_path / kind).write_bytes(saved(scene, kind))
    code = (
        "import sys, pathlib; from packager.images import PROFILES, probe, rendition\n"
        f"for path in pathlib.Path({str(tmp_path)!r}).iterdir(): probe(path.read_bytes())\n"
        f"rendition(pathlib.Path({str(tmp_path / 'JPEG')!r}).read_bytes(), PROFILES['standard'])\n"
        "assert 'PIL' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_size_is_as_displayed(scene, kind, orientation):
    facts = probe(saved(scene, kind, exif=exif(orientation)))
    assert (facts.width, facts.height) == ((90, 120) if orientation >= 5 else (120, 90))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("order", ["<", ">"])
def test_broken_exif_is_upright(scene, kind, order):
    magic = b"II*\0" if order == "<" else b"MM\0*"
    for rest in (b"", b"\xff" * 44, struct.pack(order + "IHHHIH", 8, 1, 0x0112, 3, 1, 99) + b"\0" * 6):
        assert probe(saved(scene, kind, exif=b"Exif\0\0" + magic + rest)).orientation == 1


@pytest.mark.parametrize(
    ("mode", "kind", "colour", "bits", "alpha"),
    [
        ("L", "JPEG", Colour.GREY, 8, False),
        ("CMYK", "JPEG", Colour.CMYK, 8, False),
        ("I;16", "PNG", Colour.GREY, 16, False),
        ("1", "PNG", Colour.GREY, 1, False),
        ("P", "PNG", Colour.PALETTE, 1, False),
        ("RGBA", "PNG", Colour.RGB, 8, True),
        ("LA", "PNG", Colour.GREY, 8, True),
        ("RGBA", "WEBP", Colour.RGB, 8, True),
        ("RGBA", "AVIF", Colour.RGB, 8, True),
        ("I;16", "TIFF", Colour.GREY, 16, False),
        ("CMYK", "TIFF", Colour.CMYK, 8, False),
    ],
)
def test_colour_bits_and_alpha(mode, kind, colour, bits, alpha):
    facts = probe(saved(Image.new(mode, (9, 7)), kind))
    assert (facts.colour, facts.bits, facts.alpha) == (colour, bits, alpha)


@pytest.mark.parametrize("lossless", [True, False])
def test_webp_size(lossless, scene):
    facts = probe(saved(scene.resize((301, 17)), "WEBP", lossless=lossless))
    assert (facts.width, facts.height) == (301, 17)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_animation_is_told(scene, kind):
    frames = [scene.rotate(90), scene.rotate(180)]
    assert probe(saved(scene, kind, save_all=True, append_images=frames, loop=0)).animated


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"<html><body>403 Forbidden</body></html>", "markup"),
        (b"\xef\xbb\xbf\r\n <!DOCTYPE html>", "markup"),
        (b'{"error": 404}', "text"),
        (b"%PDF-1.7", "PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "PostScript"),
        (b"8BPS\0\1", "Photoshop"),
        (b"\xff\x0a\xfa\x1f", "JPEG XL"),
        (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "film"),
        (b"BMW bought a plant in the north.", "no known kind"),
    ],
)
def test_what_is_no_picture_says_what_it_is(data, word):
    with pytest.raises(PictureUnreadable) as caught:
        probe(data)
    assert caught.value.code == "picture-unknown"
    assert word in caught.value.message


def test_jpegs_that_browsers_do_not_show_are_unknown(scene):
    data = saved(scene, "JPEG")
    frame = data.index(b"\xff\xc0")
    for marker, bits in ((0xC3, 8), (0xC9, 8), (0xC1, 12)):
        changed = data[: frame + 1] + bytes([marker]) + data[frame + 2 : frame + 4] + bytes([bits]) + data[frame + 5 :]
        with pytest.raises(PictureUnreadable) as caught:
            probe(changed)
        assert caught.value.code == "picture-unknown"


@pytest.mark.parametrize(
    "data",
    [
        png_claiming(30_000, 30_000, zlib.compress(b"\0" * 1000)),
        png_claiming(2**31 - 1, 2**31 - 1),
        struct.pack("<2sIHHIIiiHHIIiiII", b"BM", 54, 0, 0, 54, 40, 2**31 - 1, 2**31 - 1, 1, 24, 0, 0, 0, 0, 0, 0),
        b"GIF89a\xff\xff\xff\xff\0\0\0;",
        b"\xff\xd8\xff\xd9" + b"\0" * LARGEST_PICTURE,
    ],
    ids=["png", "png-max", "bmp", "gif", "bytes"],
)
def test_beyond_the_limits_before_decoding(data):
    with pytest.raises(PictureUnreadable) as caught:
        probe(data)
    assert caught.value.code == "picture-too-large"


def test_the_limit_itself_is_allowed():
    assert probe(png_claiming(10_000, MOST_PIXELS // 10_000)).width == 10_000
    assert probe(saved(Image.new("L", (65_000, 1)), "PNG")).width == 65_000


@pytest.mark.parametrize(
    "data",
    [
        b"GIF89a\0\0\0\0\0\0\0;",
        b"GIF89a\1",
        b"\xff\xd8\xff\xe1\xff\xffhttp://ns.adobe.com/xap/1.0/\0" + b"CREATORNAME" * 5950 + b"\0" * 44,
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff\xda\0\x02\xff\xd9",
        b"\xff\xd8\xff\xc0\0\x04\x08\0\xff\xd9",
        b"\xff\xd8\xff" + b"\xe1\0\x02\xff" * (MOST_PICTURE_PARTS + 1),
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0" * 17,
        png_claiming(5, 0),
        png_claiming(5, 5)[:33] + b"\0\0\0\0abcd\0\0\0\0" * (MOST_PICTURE_PARTS + 1),
        b"RIFF\x04\0\0\0WEBP",
        b"RIFF\x16\0\0\0WEBPVP8 \x0a\0\0\0" + b"\0" * 10,
        b"II*\0\xff\xff\xff\xff",
        b"\0\0\0\x1cftypavif" + b"\xff" * 40,
    ],
)
def test_broken_headers(data):
    with pytest.raises(PictureUnreadable) as caught:
        probe(data)
    assert caught.value.code == "picture-damaged"


def test_a_png_of_nothing_but_header_is_damaged():
    with pytest.raises(PictureUnreadable, match="holds no pixels"):
        probe(b"\x89PNG\r\n\x1a\n" + png_claiming(5, 5)[8:33] + b"\0\0\0\0IEND\xae\x42\x60\x82")


def test_text_bombs_are_passed_over(scene):
    bomb = with_chunk(saved(scene, "PNG"), b"zTXt", b"k\0\0" + zlib.compress(b"\0" * 30_000_000, 9))
    facts = probe(bomb)
    check(bomb, facts)
    assert facts.width == 120
