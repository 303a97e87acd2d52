import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from packager.library.folding import exact, folded, sought, tokens, words

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Đường, ĐƯỜNG; đương", ["duong", "duong", "duong"]),
        ("hoá hóa", ["hoa", "hoa"]),
        ("Łódź Straße Ærø", ["lodz", "strasse", "aero"]),
        ("naïve cafe\u0301 ﬁn", ["naive", "cafe", "fin"]),
        ("Ёлка й", ["елка", "и"]),
        ("مُحَمَّد أحمد", ["محمد", "احمد"]),
        ("שָׁלוֹם", ["שלום"]),
        ("Σίσυφος", ["σισυφοσ"]),
        ("हिन्दी", ["हिन्दी"]),
        ("東京都は ｶﾞｽ", ["東京", "京都", "都は", "は", "ガス", "ス"]),
        ("ครับ", ["ครั", "รับ", "บ"]),
        ("한국은", ["한국", "국은", "은"]),
        ("iPhone15を", ["iphone15", "を"]),
        ("Kinh\u00adtế x\u200by", ["kinhte", "xy"]),
        ("21/2/2025 l'homme a_b", ["21", "2", "2025", "l", "homme", "a", "b"]),
        ("", []),
    ],
)
def test_folded_words(text, found):
    assert words(text, folded) == found
    assert words(unicodedata.normalize("NFD", text), folded) == found


def test_the_exact_form_keeps_marks_and_knows_where_a_tone_may_stand():
    assert words("HÓA, hoá; hoa", exact) == ["hoá", "hoá", "hoa"]
    assert words("thủy thuỷ khỏe khoẻ quý qúy", exact) == ["thuỷ", "thuỷ", "khoẻ", "khoẻ", "quý", "quý"]
    assert words("hoàn", exact) == ["hoàn"]


@given(TEXTS)
@example("ß\u0345İ")
def test_forms_of_forms_are_themselves(text):
    assert folded(folded(text)) == folded(text)
    assert exact(exact(text)) == exact(text)
    assert folded(exact(text)) == folded(text)


@given(TEXTS)
def test_what_is_cut_into_words_once_stays_so(text):
    for form in (folded, exact):
        held = words(text, form)
        assert all(word and not word.isspace() and '"' not in word for word in held)


@given(st.text("aĐươ\u0301東京ครับ한 .", max_size=30))
def test_tokens_are_the_words_with_their_places(text):
    found = list(tokens(text, folded))
    assert [token.text for token in found] == words(text, folded)
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert all(first.start <= second.start for first, second in pairwise(found))


def test_a_query_of_a_script_without_spaces_finds_any_part_of_a_run():
    assert sought("京都", folded) == (["京都"], False)
    assert sought("京", folded) == (["京"], True)
    assert sought("京都 x", folded) == (["京都", "都", "x"], False)
    assert sought("iPhone", folded) == (["iphone"], False)
