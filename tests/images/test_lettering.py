import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packager.images import faces, lettering, wrapping
from packager.images.joining import joined
from packager.images.visual_order import runs_right_to_left, visual

MARKED = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
SCRIPTS = "Việt ΑΒγ Вести עיתון جريدة ที่นี่ 経済（新聞）한국 12.5 "


@pytest.mark.parametrize("weight", ["Bold", "Medium"])
def test_one_font_has_every_vietnamese_letter(weight):
    letters = MARKED + MARKED.upper()
    assert len(letters) == 134
    assert {faces.face_of(letter).name for letter in letters} == {"Be Vietnam Pro"}
    font = faces.font(faces.FACES[0], weight, 200)
    shapes = {bytes(font.getmask(letter)) for letter in letters}
    assert len(shapes) == 134


@pytest.mark.parametrize(
    ("letter", "name"),
    [
        ("Ω", "Noto Sans"),
        ("ж", "Noto Sans"),
        ("א", "Heebo"),
        ("ع", "Noto Sans Arabic"),
        ("ที"[0], "Noto Sans Thai"),
        ("経", "Noto Sans CJK"),
        ("한", "Noto Sans CJK"),
        ("–", "Be Vietnam Pro"),
    ],
)
def test_each_script_has_a_face(letter, name):
    assert faces.face_of(letter).name == name


@pytest.mark.parametrize("letter", ["हि"[0], "🎉", "ក", "\ue000", "\uffff"])
def test_other_letters_have_none(letter):
    assert faces.face_of(letter) is None


def test_words_without_a_face_are_left_out_whole_and_signs_alone():
    assert wrapping.drawable("Tin हिन्दी 2025 🎉 vui👍🏽!") == ("Tin 2025 vui!", "हिनदी🎉👍")
    assert wrapping.drawable("  Tin\u202e\x00 a\u0301 co\u00adop ") == ("Tin á coop", "")


def test_without_the_optional_font_chinese_is_told(monkeypatch):
    monkeypatch.setattr(faces, "_installed", lambda package: package != "noto_cjk_sans_jp_bold")
    faces.face_of.cache_clear()
    assert wrapping.drawable("经济 A") == ("A", "经济")
    faces.face_of.cache_clear()


def test_arabic_letters_are_joined():
    names = [unicodedata.name(letter).removeprefix("ARABIC ") for letter in joined("بَيْت لا")]
    assert names == [
        "LETTER BEH INITIAL FORM",
        "LETTER YEH MEDIAL FORM",
        "LETTER TEH FINAL FORM",
        "SPACE",
        "LIGATURE LAM WITH ALEF ISOLATED FORM",
    ]
    assert joined("می\u200cخ")[1] == "\ufbfd", "a non-joiner parts letters, and is not drawn"
    assert len(joined("می\u200cخ")) == 3


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Báo 2025", "Báo 2025"),
        ("אבג 12", "12 גבא"),
        ("אב (2025) גד", "דג (2025) בא"),
        ("ABC אבג 12 DEF", "ABC 12 גבא DEF"),
        ("אב ABC 12, גד", "דג ,ABC 12 בא"),
        ("א 12.5 ב", "ב 12.5 א"),
        ("", ""),
    ],
)
def test_letters_stand_in_the_order_of_their_script(text, drawn):
    assert visual(text, right_to_left=runs_right_to_left(text)) == drawn


def test_chinese_wraps_between_letters_but_not_before_a_closing_mark():
    assert [unit.text for unit in wrapping.units("经济（新闻）。A")] == ["经", "济", "（新", "闻）。", "A"]
    assert [unit.text for unit in wrapping.units("Báo 한국어")] == ["Báo", "한국어"]


def test_a_thai_tone_mark_stands_above_a_vowel():
    runs = list(lettering._runs("ที่น่"))
    assert [(run.letters, run.rise > 0) for run in runs] == [("ที", False), ("่", True), ("น่", False)]


def test_words_are_broken_only_where_the_smallest_size_asks_for_it():
    assert lettering.fitted("Wirtschaftswissenschaften", "Bold", (160, 90, 50), 1300, 900).lines == (
        "Wirtschaftswissenschaften",
    )
    assert len(lettering.fitted("W" * 60, "Bold", (160, 90, 50), 1300, 900).lines) > 1


def test_lines_are_even():
    block = lettering.fitted("Khoa học và Công nghệ", "Bold", (200,), 1400, 900)
    first, second = (lettering.width(line, "Bold", 200) for line in block.lines)
    assert abs(first - second) < 0.3 * first


@settings(max_examples=60, derandomize=True)
@given(
    text=st.text(st.sampled_from(MARKED + MARKED.upper() + "abcgpqTWQ ,.-– " + SCRIPTS), max_size=400),
    width=st.integers(200, 1400),
    height=st.integers(120, 900),
)
def test_text_keeps_within_its_box_and_no_line_touches_the_next(text, width, height):
    shown, undrawn = wrapping.drawable(text)
    assert not undrawn
    block = lettering.fitted(shown, "Bold", (160, 90, 50), width, height)
    assert block.height <= height
    assert block.width <= width
    for upper, lower in pairwise(block.lines):
        assert block._reach(upper)[1] + block._reach(lower)[0] < block.leading
    words, placed = "".join(shown.split()), "".join(block.lines).replace(" ", "")
    assert placed == words or (placed.endswith("…") and words.startswith(placed.rstrip("…")))
