import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from packager.errors import PictureUnreadable
from packager.images import cover, lettering
from packager.images.cover import HEIGHT, WIDTH, draw_cover
from tests.images.pictures import exif, saved

LONG = "Ban Quản lý Khu kinh tế tỉnh Lào Cai tổ chức hội nghị gặp gỡ, trao đổi với các doanh nghiệp " * 3
MARKED = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"


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


@pytest.mark.parametrize(
    ("title", "lines", "footer"),
    [
        ("Báo Lào Cai", ["Kinh tế", "Tháng 2 năm 2025"], "18 bài · 42 ảnh"),
        (LONG, [LONG, LONG, LONG, LONG, LONG], LONG),
        ("T" * 70_000, [], ""),
        ("", [], ""),
        ("Tin \u202egnp.exe\x00", ["\ud800", " "], "\n"),
    ],
)
def test_every_text_gives_a_cover_within_its_margins(title, lines, footer):
    image = shown(draw_cover(title, lines, None, footer))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (WIDTH, HEIGHT))
    ground = image.getpixel((20, HEIGHT - 20))
    for box in ((0, 1100, 100, HEIGHT), (WIDTH - 100, 1100, WIDTH, HEIGHT), (0, HEIGHT - 60, WIDTH, HEIGHT)):
        for low, high in image.crop(box).getextrema():
            assert high - low <= 24
        assert all(abs(a - b) <= 24 for a, b in zip(image.getpixel(box[:2]), ground, strict=True))


def test_a_photo_fills_the_upper_part_upright(scene):
    lying = scene.resize((1600, 1066)).transpose(Image.Transpose.ROTATE_90)
    image = shown(draw_cover("T", [], saved(lying, "JPEG", exif=exif())))
    red, green, blue = image.getpixel((40, 40))
    assert red > 190
    assert max(green, blue) < 70


@pytest.mark.parametrize("size", [(1, 1), (20, 3000), (5000, 8), (4000, 3000)])
@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_photos_of_any_shape(size, mode):
    assert shown(draw_cover("T", ["x"], saved(Image.new(mode, size), "JPEG"))).size == (WIDTH, HEIGHT)


def test_a_damaged_photo_is_refused(scene):
    with pytest.raises(PictureUnreadable):
        draw_cover("T", [], saved(scene, "JPEG")[:-40])


def test_the_same_bytes_twice(scene):
    photo = saved(scene, "JPEG")
    assert draw_cover("Báo", ["a"], photo, "b") == draw_cover("Báo", ["a"], photo, "b")
    assert draw_cover("Báo", ["a"], None) != draw_cover("Courier", ["a"], None)


def test_letters_stand_out():
    for palette in cover._PALETTES:
        assert contrast(palette.letters, palette.ground) >= 9
        assert min(contrast(palette.accent, palette.ground), contrast(palette.quiet, palette.ground)) >= 3.5


@pytest.mark.parametrize("weight", ["Bold", "Medium", "Regular"])
def test_the_font_has_every_vietnamese_letter_and_room_for_its_marks(weight):
    font = lettering.font(weight, 1000)
    missing = font.getmask("\uffff").getbbox(), font.getlength("\uffff")
    letters = MARKED + MARKED.upper()
    assert len(letters) == 134
    for letter in letters:
        assert (font.getmask(letter).getbbox(), font.getlength(letter)) != missing, letter
        _, top, _, bottom = font.getbbox(letter, anchor="ls")
        assert -top <= lettering._ABOVE * 1000, letter
        assert bottom <= lettering._BELOW * 1000, letter


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    text=st.text(st.sampled_from(MARKED + "abcgpqTWQ ,.-–  "), max_size=400),
    width=st.integers(200, 1400),
    height=st.integers(80, 900),
)
def test_text_keeps_within_its_box(text, width, height):
    block = lettering.fitted(text, "Bold", (160, 90, 50), width, height)
    assert block.height <= height
    for line in block.lines:
        assert lettering.font("Bold", block.size).getlength(line) <= width * 1.02 + 2
    words = unicodedata.normalize("NFC", "".join(text.split()))
    set_words = "".join(block.lines).replace(" ", "")
    assert set_words == words or (set_words.endswith("…") and words.startswith(set_words.rstrip("…")))
