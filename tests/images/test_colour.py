"""Colours against what Pillow and LittleCMS make of the same picture at full length."""

import io
import struct
import zlib
from dataclasses import replace

import pytest
from PIL import Image, ImageCms

from packager.images import PROFILES, probe, rendition
from packager.images.icc import is_srgb
from tests.images import profiles
from tests.images.pictures import decoded, png_of, saved

STANDARD, COMPACT, ORIGINAL = PROFILES["standard"], PROFILES["compact"], PROFILES["original"]
ADOBE = profiles.rgb_profile(profiles.ADOBE_PRIMARIES, profiles.gamma(2.2))
P3 = profiles.rgb_profile(profiles.P3_PRIMARIES, profiles.SRGB_FORMULA)
DOT_GAIN = profiles.grey_profile(profiles.gamma(1.75))


def srgb_curve(tone):
    return tone / 12.92 if tone <= 0.04045 else ((tone + 0.055) / 1.055) ** 2.4


@pytest.mark.parametrize(
    "curve",
    [profiles.gamma(2.2), profiles.SRGB_FORMULA, profiles.table(srgb_curve), profiles.formula(0, 2.2)],
    ids=["gamma", "formula", "table", "parametric gamma"],
)
def test_srgb_is_known_by_its_numbers(curve):
    assert is_srgb(profiles.rgb_profile(profiles.SRGB_PRIMARIES, curve))
    assert is_srgb(profiles.grey_profile(curve))


def test_pillows_own_profile_is_srgb():
    assert is_srgb(ImageCms.ImageCmsProfile(profiles.SRGB).tobytes())


@pytest.mark.parametrize(
    "profile",
    [
        ADOBE,
        P3,
        DOT_GAIN,
        profiles.rgb_profile(profiles.SRGB_PRIMARIES, profiles.gamma(1.8)),
        profiles.rgb_profile(profiles.SRGB_PRIMARIES, profiles.gamma(1)),
        profiles.grey_profile(profiles.formula(9)),
        profiles.grey_profile(profiles.formula(3)),
        profiles.ink_profile(),
        b"sRGB" * 60,
        b"",
    ],
)
def test_others_are_not(profile):
    assert not is_srgb(profile)


@pytest.fixture(scope="module")
def photo(scene):
    return scene.resize((640, 480), Image.Resampling.BICUBIC)


def reference(image, icc, size=None):
    """The straightforward way: colours first, at full size, then the size."""
    mode = "L" if image.mode == "L" else "RGB"
    made = ImageCms.profileToProfile(image, io.BytesIO(icc), profiles.SRGB, outputMode="RGB").convert(mode)
    return made.resize(size, Image.Resampling.LANCZOS) if size else made


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("icc", [ADOBE, P3], ids=["AdobeRGB", "P3"])
def test_wide_colours_are_those_of_littlecms(photo, kind, icc):
    data = saved(photo, kind, icc_profile=icc, quality=95)
    made = rendition(data, STANDARD)
    assert made.content is not data
    image = decoded(made.content)
    wanted = reference(decoded(data), icc)
    assert "icc_profile" not in image.info
    assert profiles.psnr(image, wanted) > 36
    assert profiles.colour_distance(image, wanted) < 2 < profiles.colour_distance(image, decoded(data))


@pytest.mark.parametrize("icc", [ADOBE, P3], ids=["AdobeRGB", "P3"])
def test_colours_of_large_photos_are_those_of_littlecms(photo, icc):
    large = photo.resize((2400, 1800))
    data = saved(large, "JPEG", icc_profile=icc, quality=92)
    image = decoded(rendition(data, COMPACT).content)
    wanted = reference(decoded(data), icc, (800, 600))
    assert profiles.psnr(image, wanted) > 36
    assert profiles.colour_distance(image, wanted) < 1.5


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_inks_are_those_of_their_profile(photo, kind):
    icc = profiles.ink_profile()
    data = saved(photo.convert("CMYK"), kind, icc_profile=icc)
    image = decoded(rendition(data, STANDARD).content)
    assert image.mode == "RGB"
    assert profiles.psnr(image, reference(decoded(data), icc)) > 34
    assert profiles.colour_distance(image, decoded(data).convert("RGB")) > 5


def test_greys_under_a_profile_stay_grey(photo):
    data = saved(photo.convert("L"), "JPEG", icc_profile=DOT_GAIN)
    image = decoded(rendition(data, STANDARD).content)
    assert image.mode == "L"
    assert profiles.psnr(image, reference(decoded(data), DOT_GAIN)) > 36
    assert profiles.psnr(image, decoded(data)) < 30


def test_lab_becomes_srgb(photo):
    lab = ImageCms.profileToProfile(photo, profiles.SRGB, ImageCms.createProfile("LAB"), outputMode="LAB")
    image = decoded(rendition(saved(lab, "TIFF"), STANDARD).content)
    assert profiles.psnr(image, photo) > 34


def test_a_transparent_picture_keeps_its_colours_and_its_transparency(photo):
    ghost = photo.copy()
    ghost.putalpha(Image.linear_gradient("L").resize(photo.size))
    kept = replace(STANDARD, opaque=False)
    image = decoded(rendition(saved(ghost, "PNG", icc_profile=P3), kept).content)
    assert image.mode == "RGBA"
    assert profiles.psnr(image.convert("RGB"), reference(photo, P3)) > 45
    assert image.getchannel("A").tobytes() == ghost.getchannel("A").tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_srgb_under_any_name_passes_untouched(photo, kind):
    icc = profiles.rgb_profile(profiles.SRGB_PRIMARIES, profiles.table(srgb_curve))
    data = saved(photo, kind, icc_profile=icc)
    assert probe(data).srgb
    assert rendition(data, STANDARD).content is data


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_originals_keep_their_profile(photo, kind):
    data = saved(photo, kind, icc_profile=P3)
    assert not probe(data).srgb
    assert rendition(data, ORIGINAL).content is data


def test_a_profile_in_several_parts_is_read_in_their_order(photo):
    long = P3 + bytes(70_000)
    data = saved(photo, "JPEG", icc_profile=long)
    assert data.count(b"ICC_PROFILE\0") == 2
    assert not probe(data).srgb
    image = decoded(rendition(data, STANDARD).content)
    assert profiles.psnr(image, reference(decoded(data), P3)) > 36


def test_sixteen_bits_of_colour_become_eight():
    """Pillow writes no such PNG: a ramp of red by hand, whose lower bytes would be noise."""
    row = b"\0" + b"".join(struct.pack(">HHH", x << 8 | 0x5A, 0, 65535) for x in range(256))
    data = png_of((256, 40, 16, 2, 0, 0, 0), zlib.compress(row * 40))
    image = decoded(rendition(data, STANDARD).content).convert("RGB")
    assert all(abs(image.getpixel((x, 9))[0] - x) <= 6 for x in range(256))
    assert rendition(data, ORIGINAL).content is data


def test_light_in_numbers_without_bound_is_shown():
    ramp = Image.new("F", (64, 8))
    for x in range(64):
        ramp.paste(x / 64.0, (x, 0, x + 1, 8))
    image = decoded(rendition(saved(ramp, "TIFF"), STANDARD).content).convert("L")
    assert image.getpixel((62, 4)) > 230
    assert image.getpixel((1, 4)) < 20
