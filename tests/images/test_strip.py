import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from packager.errors import PictureUnreadable
from packager.images import probe, strip
from tests.images.pictures import decoded, exif, saved, with_chunk

SECRETS = (b"EXIFDESC", b"SECRET", b"Exif", b"xmpmeta")
ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = b"<x:xmpmeta>SECRET</x:xmpmeta>"


def stripped(data):
    return strip(data, probe(data))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "AVIF"])
def test_bare_pictures_come_back_as_the_same_object(scene, kind):
    data = saved(scene, kind)
    assert stripped(data) is data


def test_jpeg_keeps_what_shows_and_drops_what_tells(scene):
    data = saved(scene, "JPEG", exif=exif(), comment=b"SECRET", xmp=XMP, icc_profile=ICC) + b"SECRET trailer"
    bare = stripped(data)
    assert not any(secret in bare for secret in SECRETS)
    assert decoded(bare).info["icc_profile"] == ICC
    assert decoded(bare).tobytes() == decoded(data).tobytes()
    assert bare.endswith(b"\xff\xd9")
    assert stripped(bare) is bare


def test_jpeg_thumbnails_in_jfif_are_dropped(scene):
    data = saved(scene, "JPEG")
    assert data[2:4] == b"\xff\xe0"
    extension = b"\xff\xe0" + (2 + 5 + 1 + 6).to_bytes(2, "big") + b"JFXX\0\x10SECRET"
    assert b"SECRET" not in stripped(data[:20] + extension + data[20:])


def test_adobe_colour_transform_stays(scene):
    data = saved(scene.convert("CMYK"), "JPEG", comment=b"SECRET")
    assert b"Adobe" in stripped(data)
    assert decoded(stripped(data)).tobytes() == decoded(data).tobytes()


def test_png_keeps_what_shows_and_drops_what_tells(scene):
    data = saved(scene, "PNG", exif=exif(1), icc_profile=ICC, dpi=(72, 72))
    for kind in (b"tEXt", b"iTXt", b"tIME", b"prVt"):
        data = with_chunk(data, kind, b"SECRET")
    data = with_chunk(data, b"zTXt", b"k\0\0" + zlib.compress(b"SECRET")) + b"SECRET trailer"
    bare = stripped(data)
    assert not any(name in bare for name in (*SECRETS, b"eXIf", b"zTXt", b"tIME", b"prVt"))
    assert b"iCCP" in bare
    assert b"pHYs" in bare
    assert decoded(bare).tobytes() == decoded(saved(scene, "PNG")).tobytes()


def test_gif_comments_and_xmp_are_dropped_and_frames_stay(scene):
    frames = [scene.rotate(90).convert("P"), scene.rotate(180).convert("P")]
    data = saved(scene.convert("P"), "GIF", save_all=True, append_images=frames, loop=0, comment=b"SECRET")
    xmp = b"\x21\xff\x0bXMP DataXMP" + XMP + b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    start = data.index(b"\x21\xff\x0bNETSCAPE2.0")
    bare = stripped(data[:start] + xmp + data[start:] + b"SECRET trailer")
    assert not any(secret in bare for secret in SECRETS)
    before, after = decoded(data), decoded(bare)
    assert after.n_frames == before.n_frames == 3
    assert after.info["loop"] == 0
    for number in range(3):
        before.seek(number)
        after.seek(number)
        assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()


@pytest.mark.parametrize("options", [{}, {"lossless": True}, {"save_all": True}])
def test_webp_metadata_are_dropped(scene, options):
    if "save_all" in options:
        options = {**options, "append_images": [scene.rotate(90)]}
    data = saved(scene, "WEBP", exif=exif(1), xmp=XMP, icc_profile=ICC, **options)
    bare = stripped(data)
    assert not any(secret in bare for secret in SECRETS)
    assert int.from_bytes(bare[4:8], "little") == len(bare) - 8
    assert decoded(bare).info["icc_profile"] == ICC
    assert decoded(bare).convert("RGB").tobytes() == decoded(data).convert("RGB").tobytes()
    assert stripped(bare) is bare


def test_a_broken_chain_is_refused(scene):
    data = saved(scene, "JPEG")
    with pytest.raises(PictureUnreadable, match="cut short"):
        stripped(data[:-2])


@settings(max_examples=60, derandomize=True)
@given(
    size=st.tuples(st.integers(1, 24), st.integers(1, 24)),
    mode=st.sampled_from(["L", "RGB", "CMYK", "RGBA", "P", "1"]),
    remark=st.binary(min_size=1, max_size=40),
    tail=st.binary(max_size=20),
    content=st.data(),
)
def test_pixels_are_never_touched(size, mode, remark, tail, content):
    length = len(Image.new(mode, size).tobytes())
    pixels = content.draw(st.binary(min_size=length, max_size=length))
    image = Image.frombytes(mode, size, pixels)
    if mode in {"L", "RGB", "CMYK"}:
        data = saved(image, "JPEG", comment=remark) + tail
        assert decoded(stripped(data)).tobytes() == decoded(data).tobytes()
    if mode != "CMYK":
        data = with_chunk(saved(image, "PNG"), b"tEXt", b"k\0" + remark.replace(b"\0", b"")) + tail
        assert decoded(stripped(data)).tobytes() == decoded(data).tobytes()
