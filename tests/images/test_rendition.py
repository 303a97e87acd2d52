import io
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageCms, ImageDraw

from packager.errors import PictureUnreadable
from packager.images import PROFILES, check, missing_picture, probe, rendition, thumbnail
from tests.images import profiles
from tests.images.pictures import decoded, exif, saved

STANDARD, COMPACT, ORIGINAL = PROFILES["standard"], PROFILES["compact"], PROFILES["original"]
RED = (230, 20, 20)


def close(pixel, colour, tolerance=25):
    return all(abs(a - b) <= tolerance for a, b in zip(pixel, colour, strict=True))


def show(made):
    image = decoded(made.content)
    assert image.size == (made.width, made.height)
    facts = probe(made.content)
    assert (facts.media_type, facts.suffix) == (made.media_type, made.suffix)
    assert not image.getexif()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_what_fits_passes_as_the_same_object(scene, kind, profile):
    data = saved(scene.convert("L") if profile.grey and kind != "GIF" else scene, kind)
    assert (rendition(data, profile).content is data) == (kind != "GIF" or not profile.grey)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize("size", [(2400, 1600), (1000, 3000), (5000, 10), (3000, 3000)])
def test_sizes_keep_within_the_profile(profile, size):
    made = rendition(saved(Image.new("RGB", size, RED), "JPEG"), profile)
    image = show(made)
    assert max(image.size) <= profile.long_edge
    assert image.width * image.height <= profile.pixels
    assert abs(image.width * size[1] - image.height * size[0]) <= max(size)  # the same shape, but for one pixel
    assert image.mode == ("L" if profile.grey else "RGB")
    assert close(image.convert("RGB").getpixel((0, 0)), image_of(RED, image.mode))


def image_of(colour, mode):
    return Image.new("RGB", (1, 1), colour).convert(mode).convert("RGB").getpixel((0, 0))


def test_nothing_is_enlarged(scene):
    assert (rendition(saved(scene, "WEBP"), STANDARD).width, STANDARD.size(120, 90)) == (120, (120, 90))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", range(2, 9))
def test_pictures_are_turned_upright(scene, kind, orientation):
    inverse = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    lying = scene.transpose(Image.Transpose(inverse))
    image = show(rendition(saved(lying, kind, exif=exif(orientation)), STANDARD)).convert("RGB")
    assert image.size == (120, 90)
    assert close(image.getpixel((8, 8)), RED, 40)


def test_gps_is_gone(scene):
    made = rendition(saved(scene, "JPEG", exif=exif()), STANDARD)
    assert b"EXIFDESC" not in made.content


@pytest.mark.parametrize(
    ("mode", "kind"), [("CMYK", "JPEG"), ("CMYK", "TIFF"), ("RGB", "WEBP"), ("RGB", "AVIF"), ("RGB", "BMP")]
)
def test_photos_of_other_kinds_become_rgb_jpegs(scene, mode, kind):
    image = show(rendition(saved(scene.convert(mode), kind), STANDARD))
    assert (image.format, image.mode) == ("JPEG", "RGB")
    assert close(image.getpixel((8, 8)), RED, 40)


def test_sixteen_bits_become_eight():
    ramp = Image.new("I;16", (256, 4))
    for x in range(256):
        for y in range(4):
            ramp.putpixel((x, y), x * 257)
    for kind in ("PNG", "TIFF"):
        image = show(rendition(saved(ramp, kind), STANDARD))
        assert image.mode == "L"
        assert all(abs(image.getpixel((x, 1)) - x) <= 4 for x in range(256))


def test_drawings_stay_png():
    drawing = Image.new("RGB", (200, 100), "white")
    drawing.paste((0, 60, 160), (20, 20, 90, 70))
    for kind, options in (("WEBP", {"lossless": True}), ("BMP", {}), ("TIFF", {})):
        image = show(rendition(saved(drawing, kind, **options), STANDARD))
        assert image.format == "PNG"
        assert image.convert("RGB").tobytes() == drawing.tobytes()


def test_transparency_becomes_white_or_stays():
    logo = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    logo.paste((0, 60, 160, 255), (20, 10, 40, 30))
    for kind in ("PNG", "WEBP"):
        data = saved(logo, kind, lossless=True)
        image = show(rendition(data, STANDARD))
        assert (image.format, image.mode, image.getpixel((2, 2))) == ("PNG", "RGB", (255, 255, 255))
        assert (rendition(data, ORIGINAL).content is data) == (kind == "PNG")
    kept = show(rendition(saved(logo, "AVIF"), ORIGINAL))
    assert (kept.format, kept.mode, kept.getpixel((2, 2))[3]) == ("PNG", "RGBA", 0)


STILL = (("picture-still", "it moves, and is shown as a still"),)


@pytest.mark.parametrize(("kind", "passes"), [("GIF", True), ("PNG", True), ("WEBP", False), ("AVIF", False)])
def test_animations_pass_where_all_readers_know_their_kind(scene, kind, passes):
    data = saved(scene, kind, save_all=True, append_images=[scene.rotate(180)])
    made = rendition(data, STANDARD)
    assert (made.content is data, made.animated, made.told) == (passes, passes, () if passes else STILL)
    assert close(show(made).convert("RGB").getpixel((8, 8)), RED, 40)
    assert rendition(data, COMPACT).told == STILL


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("blank", [(0, 0, 0), (255, 255, 255)])
def test_a_still_shows_the_first_frame_that_is_not_blank(scene, kind, blank):
    frames = [Image.new("RGB", scene.size, colour) for colour in (blank, (9, 9, 9))]
    data = saved(frames[0], kind, save_all=True, append_images=[*frames[1:], scene, scene.rotate(180)], loop=0)
    assert close(show(rendition(data, COMPACT)).convert("RGB").getpixel((8, 8)), RED, 40)


def test_a_still_of_nothing_but_blank_frames_is_blank(scene):
    black = Image.new("RGB", scene.size)
    data = saved(black, "GIF", save_all=True, append_images=[Image.new("RGB", scene.size, (7, 7, 7))])
    assert close(show(rendition(data, COMPACT)).convert("RGB").getpixel((8, 8)), (0, 0, 0), 8)


def test_a_gif_that_is_too_large_becomes_a_still(scene):
    large = scene.resize((1200, 900))
    data = saved(large, "GIF", save_all=True, append_images=[large.rotate(180)], loop=0)
    image = show(rendition(data, COMPACT))
    assert image.size == (800, 600)
    assert close(image.convert("RGB").getpixel((50, 50)), RED, 40)


def test_of_a_tiff_with_pages_the_first_is_shown_and_that_is_told(scene):
    made = rendition(saved(scene, "TIFF", save_all=True, append_images=[scene.rotate(180)]), STANDARD)
    assert made.told == (("picture-still", "of its pages the first is shown"),)
    assert close(show(made).getpixel((8, 8)), RED, 40)


KINDS = Path(__file__).parent / "kinds"


@pytest.mark.parametrize(
    ("name", "size", "red"),
    [("photo", (120, 90), (8, 8)), ("turned", (90, 120), (81, 8)), ("transparent", (120, 90), (8, 8))],
)
def test_photos_of_phones_become_jpegs(name, size, red):
    """HEIC says by itself which way up it is."""
    data = (KINDS / f"{name}.heic").read_bytes()
    facts = probe(data)
    assert (facts.media_type, facts.suffix, facts.alpha) == ("image/heic", ".heic", name == "transparent")
    check(data, facts)
    image = show(rendition(data, STANDARD))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", size)
    assert close(image.getpixel(red), RED, 40)
    assert b"EXIFDESC" not in rendition(data, ORIGINAL).content


@pytest.mark.parametrize("options", [{}, {"no_jp2": True}])
def test_jpeg_2000_becomes_jpeg(scene, options):
    data = saved(scene, "JPEG2000", **options)
    image = show(rendition(data, STANDARD))
    assert (probe(data).suffix, image.format) == (".jp2", "JPEG")
    assert close(image.getpixel((8, 8)), RED)


def test_an_icon_becomes_png_or_jpeg_at_its_largest(scene):
    data = saved(scene.resize((64, 64)), "ICO", sizes=[(16, 16), (64, 64)])
    assert show(rendition(data, STANDARD)).size == (64, 64)


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
@pytest.mark.parametrize(("ink", "ground"), [((0, 0, 0), (255, 255, 255)), ((250, 250, 245), (48, 48, 48))])
def test_lines_can_be_seen_by_day_and_by_night(kind, ink, ground):
    """On nothing, black lines are lost on a black page and white ones on a white page."""
    lines = Image.new("RGBA", (80, 60), (0, 0, 0, 0))
    ImageDraw.Draw(lines).line((10, 10, 70, 50), fill=(*ink, 255), width=6)
    data = saved(lines, kind, lossless=True)
    assert probe(data).alpha
    image = show(rendition(data, STANDARD)).convert("RGB")
    assert close(image.getpixel((2, 50)), ground, 1)
    assert close(image.getpixel((40, 30)), ink, 6)


def test_a_light_photo_without_transparency_in_its_transparency_stays_as_it_is(scene):
    light = scene.point(lambda level: 200 + level // 5).convert("RGBA")
    image = show(rendition(saved(light, "PNG"), STANDARD))
    assert profiles.psnr(image, light.convert("RGB")) > 36


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_typed_text_stays_sharp_and_photos_become_small(scene, kind):
    """A screenshot has more than 256 colours by the edges of its letters; what tells it is that few make it up."""
    screen = Image.new("RGBA", (600, 400), (250, 250, 252, 255))
    draw = ImageDraw.Draw(screen)
    for line in range(24):
        draw.text(
            (12, 8 + 16 * line),
            f"{line} Sản lượng chè theo từng năm: {line * 37} tấn",
            fill=[(20, 20, 60), (160, 20, 20)][line % 2],
        )
    assert show(rendition(saved(screen, kind, lossless=True), STANDARD)).format == "PNG"
    photo = Image.effect_noise((600, 400), 40).convert("RGB")
    photo = Image.blend(photo, scene.resize((600, 400)), 0.8).convert("RGBA")
    assert show(rendition(saved(photo, kind, lossless=True), STANDARD)).format == "JPEG"


def test_a_page_scanned_in_black_and_white_stays_png():
    page = Image.new("1", (400, 300), 1)
    ImageDraw.Draw(page).text((20, 20), "Biên bản", fill=0)
    image = show(rendition(saved(page, "TIFF", compression="group4"), STANDARD))
    assert (image.format, image.convert("1").tobytes()) == ("PNG", page.tobytes())


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "BMP"])
def test_a_single_pixel_is_a_picture(kind, profile):
    made = rendition(saved(Image.new("RGB", (1, 1), RED), kind), profile)
    assert (show(made).size, made.told) == ((1, 1), ())


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_volumes_hold_what_every_reader_shows(scene, profile):
    """Whatever comes in: JPEG, PNG or GIF goes out, without a word on who made it, where, and with what."""
    said = {"exif": exif(), "comment": b"COMMENT"}
    for kind in ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "BMP", "JPEG2000"):
        for mode in ("RGB", "L", "RGBA", "P"):
            if (kind, mode) in {("JPEG", "RGBA"), ("JPEG", "P"), ("AVIF", "P"), ("JPEG2000", "P"), ("WEBP", "P")}:
                continue
            made = rendition(saved(scene.convert(mode), kind, **said), profile)
            image = show(made)
            assert made.media_type in {"image/jpeg", "image/png", "image/gif"}
            assert b"EXIFDESC" not in made.content
            assert b"COMMENT" not in made.content
            assert set(image.info) <= {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "version",
                "background",
                "dpi",
            }


def test_colours_are_brought_to_srgb():
    """Under a profile with red and green exchanged (made from sRGB's own tags), red is shown as green."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    changed = bytearray(srgb.replace(b"s\0R\0G\0B", b"t\0e\0s\0t").replace(b"sRGB", b"test"))
    red, green = changed.index(b"rXYZ") + 4, changed.index(b"gXYZ") + 4  # offset and size of either's tag
    changed[red : red + 8], changed[green : green + 8] = changed[green : green + 8], changed[red : red + 8]
    data = saved(Image.new("RGB", (1700, 20), (250, 0, 0)), "PNG", icc_profile=bytes(changed))
    assert close(show(rendition(data, STANDARD)).convert("RGB").getpixel((9, 9)), (0, 250, 0), 30)


@pytest.mark.parametrize("icc", [b"junk" * 40, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()])
def test_a_profile_that_does_not_serve_is_passed_over(scene, icc):
    image = show(rendition(saved(scene.convert("CMYK"), "JPEG", icc_profile=icc), STANDARD))
    assert close(image.getpixel((8, 8)), RED, 40)
    assert "icc_profile" not in image.info


def test_grey_profile(scene):
    grey = replace(STANDARD, grey=True)
    assert show(rendition(saved(scene, "JPEG"), grey)).mode == "L"
    data = saved(scene.convert("L"), "JPEG")
    assert rendition(data, grey).content is data


def test_the_same_bytes_twice(scene):
    data = saved(scene.resize((1000, 700)), "JPEG", exif=exif())
    assert rendition(data, COMPACT) == rendition(data, COMPACT)


@pytest.mark.parametrize("kind", ["WEBP", "BMP", "TIFF", "AVIF"])
def test_pillow_never_leaks(scene, kind):
    data = saved(scene, kind)
    for place in range(16, len(data), max(1, len(data) // 150)):
        changed = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]
        with suppress(PictureUnreadable):
            assert rendition(changed, STANDARD).content


def test_a_frame_larger_than_its_gif_is_refused():
    data = b"GIF89a\x01\0\x01\0\0\0\0\x2c\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x4c\x01\0;"
    with pytest.raises(PictureUnreadable) as caught:
        thumbnail(data, 100)
    assert caught.value.code == "picture-too-large"


def test_words_on_what_cannot_be_decoded_are_the_same_every_time():
    data = b"II*\0" + bytes(60)
    words = set()
    for _ in range(3):
        with pytest.raises(PictureUnreadable) as caught:
            probe(data)
        words.add(caught.value.message)
    assert words == {"The picture cannot be decoded (its header is broken)"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_thumbnails_are_small_upright_jpegs(scene, kind):
    data = saved(scene.resize((1000, 600)).transpose(Image.Transpose.ROTATE_90), kind, exif=exif())
    image = Image.open(io.BytesIO(thumbnail(data, 300)))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (300, 180))
    assert close(image.getpixel((20, 20)), RED, 40)


def test_the_placeholder_is_a_small_bare_svg():
    from lxml import etree

    root = etree.fromstring(missing_picture())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert b"currentColor" not in missing_picture()
    assert {etree.QName(element).localname for element in root.iter()} == {"svg", "rect", "g", "path", "circle"}
