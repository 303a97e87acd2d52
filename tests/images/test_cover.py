import io
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from packager.errors import PictureUnreadable
from packager.images.cover import HEIGHT, MARGIN, WIDTH, Words, draw_cover
from packager.images.cover_photos import fills_cover
from packager.images.palettes import PALETTES, palette_of, tint
from tests.images.pictures import exif, saved
from tests.images.test_lettering import MARKED, SCRIPTS

LONG = "Ban Quản lý Khu kinh tế tỉnh Lào Cai tổ chức hội nghị gặp gỡ, trao đổi với các doanh nghiệp " * 3


def shown(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def luminance(colour):
    parts = [part / 255 for part in colour]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PHOTOS = {"none": None, "landscape": (1600, 1067), "square": (900, 900), "portrait": (800, 1200), "small": (300, 200)}
WORDS = st.text(st.sampled_from(MARKED + MARKED.upper() + "abgQW ,–" + SCRIPTS), max_size=300)
SAID = st.builds(Words, WORDS, WORDS, WORDS, WORDS, st.sampled_from(["", "12", "2025", "Ứ"]))


def lettered(words, photo):
    """Where each text is drawn: (left, top, right, bottom) of its ink, in pixels."""
    boxes = []

    def text(_, place, letters, *, font, anchor, **_colour):
        left, top, right, bottom = font.getbbox(letters, anchor=anchor)
        if right > left:
            boxes.append((place[0] + left, place[1] + top, place[0] + right, place[1] + bottom))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ImageDraw.ImageDraw, "text", text)
        draw_cover(words, photo)
    return boxes


@pytest.mark.parametrize("shape", PHOTOS)
@settings(max_examples=12, derandomize=True)
@given(words=SAID)
@example(words=Words(LONG, LONG, LONG, LONG, "2025"))
@example(words=Words("W" * 70_000, "Ẩ" * 3000, "g" * 300))
@example(words=Words("", "", ""))
@example(words=Words("Tin \u202egnp.exe\x00", "\ud800", " ", "\n"))
def test_every_text_stays_within_the_margins(shape, words):
    size = PHOTOS[shape]
    for left, top, right, bottom in lettered(words, size and saved(Image.new("RGB", size), "JPEG")):
        assert left >= MARGIN - 12
        assert right <= WIDTH - MARGIN + 12
        assert top >= 80
        assert bottom <= HEIGHT - 60


@pytest.mark.parametrize("shape", PHOTOS)
def test_no_text_stands_on_another(shape):
    size = PHOTOS[shape]
    boxes = lettered(Words(LONG, LONG, LONG, LONG), size and saved(Image.new("RGB", size), "JPEG"))
    for upper, lower in pairwise(boxes):
        assert upper[3] <= lower[1]


def test_a_cover_is_a_jpeg_in_colour_and_tells_what_it_cannot_show():
    drawn = draw_cover(Words("Tin 🎉", "हिन्दी", "2025"))
    image = shown(drawn.content)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (WIDTH, HEIGHT))
    assert drawn.undrawn == "🎉हिनदी"


@pytest.mark.parametrize(
    ("size", "fills"),
    [((1600, 1067), True), ((800, 1200), True), ((500, 300), False), ((3000, 500), False), ((300, 4000), False)],
)
def test_small_photos_and_those_of_an_odd_shape_do_not_fill_a_cover(size, fills):
    assert fills_cover(*size) is fills


@pytest.mark.parametrize(
    ("size", "height"), [((1600, 1067), 1067), ((1600, 640), 940), ((900, 900), 1262), ((900, 1500), 1312)]
)
def test_the_photo_is_as_high_as_its_shape_asks(size, height):
    image = shown(
        draw_cover(Words("Báo Vân Sơn", "Văn hóa", "2025"), saved(Image.new("RGB", size, (200, 0, 0)), "JPEG")).content
    )
    red = sum(image.getpixel((800, y))[0] > 180 and image.getpixel((800, y))[1] < 60 for y in range(HEIGHT))
    assert abs(red - height) < 30


def test_a_small_photo_stands_whole_in_a_frame():
    image = shown(draw_cover(Words("Báo", "Văn hóa"), saved(Image.new("RGB", (300, 200), (200, 0, 0)), "JPEG")).content)
    red = [x for x in range(WIDTH) if image.getpixel((x, 900))[0] > 180 and image.getpixel((x, 900))[1] < 60]
    assert 740 <= len(red) <= 760, "two and a half times as wide"


def test_a_photo_fills_the_upper_part_upright(scene):
    lying = scene.resize((1600, 1066)).transpose(Image.Transpose.ROTATE_90)
    image = shown(draw_cover(Words("T", "x"), saved(lying, "JPEG", exif=exif())).content)
    red, green, blue = image.getpixel((40, 500))
    assert red > 190
    assert max(green, blue) < 70


@pytest.mark.parametrize("size", [(1, 1), (20, 3000), (5000, 8), (4000, 3000)])
@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_photos_of_any_shape(size, mode):
    assert shown(draw_cover(Words("T", "x"), saved(Image.new(mode, size), "JPEG")).content).size == (WIDTH, HEIGHT)


def test_a_damaged_photo_is_refused(scene):
    with pytest.raises(PictureUnreadable):
        draw_cover(Words("T"), saved(scene, "JPEG")[:-40])


def test_the_same_bytes_twice(scene):
    photo = saved(scene, "JPEG")
    assert draw_cover(Words("Báo", "a"), photo) == draw_cover(Words("Báo", "a"), photo)
    assert draw_cover(Words("Báo", "a")) != draw_cover(Words("Báo", "b"))


def test_letters_stand_out():
    for palette in PALETTES:
        assert contrast(palette.letters, palette.ground) >= 9
        assert contrast(palette.paper, palette.ground) >= 9
        assert contrast(tint(palette.ground, palette.paper, 0.25), palette.paper) >= 5
        assert contrast(palette.accent, palette.ground) >= 3.5


def test_a_topic_has_one_colour_and_topics_have_several():
    assert palette_of("Kinh tế") == palette_of("KINH TẾ")
    assert len({palette_of(name) for name in ("Kinh tế", "Thể thao", "Văn hóa", "Pháp luật", "Giáo dục")}) >= 3
