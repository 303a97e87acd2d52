import codecs
import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.articles.text.charsets import codec_of, table
from packager.articles.text.decode import decode
from packager.articles.text.vietnamese import VIETNAMESE, is_syllable

VI = (
    "Sáng 21/2, Ban Quản lý Khu kinh tế tỉnh tổ chức hội nghị gặp gỡ, trao đổi với các doanh nghiệp hoạt động tại "
    "khu công nghiệp Bắc Duyên Hải; được, những, người, ở, đã, ý kiến, thuận lợi, khó khăn, đề xuất giải pháp."
)
ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")  # with \r, which becomes a newline
TONES = "\u0300\u0301\u0303\u0309\u0323"


def page(text, charset):
    return f'<html><head><meta charset="{charset}"><title>t</title></head><body><p>{text}</p></body></html>'


def windows_1258(text):
    """As Windows wrote Vietnamese: letters whole, tones behind them."""
    out = b""
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        bare = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in TONES))
        out += (bare + "".join(mark for mark in apart if mark in TONES)).encode("windows-1258")
    return out


def one_byte(text, charset):
    upper = {letter: 128 + n for n, letter in reversed(list(enumerate(table()["upper_halves"][charset])))}
    return bytes(upper.get(letter, ord(letter) if letter.isascii() else 63) for letter in text)


def vni(text):
    stated = table()["vni"]
    letters = {value: key for key, value in stated["letters"].items()}
    bases = {"ơ": "ô", "ư": "ö"}
    marks = {value: key for key, value in stated["marks"].items()}
    out = ""
    for letter in text:
        apart = unicodedata.normalize("NFD", letter.lower())
        base = unicodedata.normalize("NFC", apart[0] + ("\u031b" if "\u031b" in apart else ""))
        mark = marks.get(
            "".join(sign for sign in sorted(apart[1:], key="\u0302\u0306".find, reverse=True) if sign != "\u031b")
        )
        written = letters.get(letter) or (bases.get(base, base) + mark if mark else letters.get(letter.lower(), letter))
        out += written.upper() if letter.isupper() else written
    return out.encode("windows-1252")


def test_utf8_is_read_as_it_stands():
    decoded = decode(page(VI, "utf-8").encode())
    assert (decoded.text, decoded.charset, decoded.declared) == (page(VI, "utf-8"), "utf-8", "utf-8")
    assert (decoded.lied, decoded.damaged, decoded.dropped) == ("", 0, 0)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_unicode_is_known_by_its_mark_or_its_nul_bytes(codec):
    decoded = decode(page(VI, "utf-8").encode(codec))
    assert (decoded.text, decoded.damaged) == (page(VI, "utf-8"), 0)


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "utf-7", "x-none", "rot13", "unicode_escape"])
def test_valid_utf8_goes_before_what_a_page_says(charset):
    decoded = decode(page(VI + " +ADw-script+AD4-", charset).encode())
    assert decoded.text == page(VI + " +ADw-script+AD4-", charset)
    assert (decoded.charset, decoded.lied) == ("utf-8", charset)


def test_ascii_lies_to_nobody():
    assert not decode(page("plain", "shift_jis").encode()).lied


def test_the_transport_goes_before_the_page():
    content = page("Привет, мир", "koi8-r").encode("windows-1251")
    assert decode(content, "windows-1251").text == page("Привет, мир", "koi8-r")


@pytest.mark.parametrize(
    "head",
    ["<meta charset=shift_jis>", '<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">',
     "<META CHARSET = 'x-sjis'>", "<script charset='utf-8'></script><meta charset='sjis'>"],
)  # fmt: skip
def test_a_page_says_its_charset_in_a_meta_element(head):
    text = f"<html><head>{head}</head><body>ﾃｽﾄ 日本</body></html>"
    assert decode(text.encode("cp932")).text == text


def test_a_page_says_its_charset_in_its_xml_declaration():
    text = '<?xml version="1.0" encoding="windows-1251"?><html>Мы</html>'
    assert decode(text.encode("windows-1251")).text == text
    assert decode(text.encode("windows-1251"), html=False).declared == ""


@pytest.mark.parametrize("declared", ["utf-8", "windows-1252", "iso-8859-1", "x-user-defined", ""])
@pytest.mark.parametrize("charset", VIETNAMESE)
def test_vietnamese_in_eight_bits_is_recognised(charset, declared):
    content = {
        "windows-1258": lambda: windows_1258(VI),
        "vni": lambda: vni(VI),
        "tcvn3": lambda: one_byte(VI, "tcvn3"),
        "viscii": lambda: one_byte(VI, "viscii"),
    }[charset]()
    decoded = decode(content, declared, html=False)
    assert (decoded.charset, decoded.text, decoded.damaged) == (charset, VI, 0)
    assert decode(content, charset, html=False).text == VI


@pytest.mark.parametrize(
    ("charset", "written", "text"),
    [
        ("tcvn3", "Céng hßa x· héi chñ nghÜa ViÖt Nam §éc lËp - Tù do - H¹nh phóc",
         "Cộng hòa xã hội chủ nghĩa Việt Nam Độc lập - Tự do - Hạnh phúc"),
        ("vni", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam Ñoäc laäp - Töï do - Haïnh phuùc",
         "Cộng hòa xã hội chủ nghĩa Việt Nam Độc lập - Tự do - Hạnh phúc"),
        ("vni", "ÑAÏI HOÄI ÑAÛNG TOAØN QUOÁC NHÖÕNG NGÖÔØI", "ĐẠI HỘI ĐẢNG TOÀN QUỐC NHỮNG NGƯỜI"),
    ],
)  # fmt: skip
def test_the_motto_as_old_fonts_show_it(charset, written, text):
    decoded = decode(written.encode("windows-1252"))
    assert (decoded.charset, decoded.text) == (charset, text)


@pytest.mark.parametrize(
    "text",
    [
        "L'été où Noël a été déjà là, la forêt était très fréquentée, à côté du château; être naïf, garçon",
        "não é possível, São Paulo, também há informações sobre ações, coração, então",
        "Größe über für Straße schön Mädchen Österreich Käse – „so“",
        "På gården står der en blå bil, sådan går det også",
        "Là",
        "“quoted” – and so on …",
    ],
)
def test_western_text_is_not_taken_for_vietnamese(text):
    decoded = decode(text.encode("windows-1252"))
    assert (decoded.charset, decoded.text) == ("windows-1252", text)


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("windows-1251", "Привет, мир! Сегодня хорошая погода в Москве"),
        ("koi8-r", "Привет, мир! Сегодня хорошая погода в Москве"),
        ("windows-1253", "Καλημέρα κόσμε, σήμερα είναι ωραία μέρα"),
        ("cp932", "今日はとても良い天気ですね。東京の空は青い"),
        ("euc-jp", "今日はとても良い天気ですね。東京の空は青い"),
        ("cp949", "오늘은 날씨가 매우 좋습니다 서울"),
        ("gb18030", "今天天气很好，我们去北京旅游，新华社报道"),
        ("big5hkscs", "今天天氣很好，我們去台北旅遊，新聞報導"),
    ],
)
def test_other_scripts_are_recognised(charset, text):
    assert decode(text.encode(charset)).text == text
    assert decode(text.encode(charset), "utf-8").charset == charset


def test_a_few_bad_bytes_are_counted_and_the_rest_stays_utf8():
    decoded = decode(page(VI + "\ufffd", "utf-8").encode() + b" \xff\xfe caf\xe9 ")
    assert (decoded.charset, decoded.damaged) == ("utf-8", 3)
    assert VI in decoded.text


def test_a_cut_utf16_text_is_damaged():
    assert decode(VI.encode("utf-16")[:-1]).damaged == 1


def test_what_xml_cannot_hold_is_left_out_and_counted():
    decoded = decode("a\x00b\x0bc\x1b[31m\ufffe\uffff\x00 d".encode())
    assert decoded.text == "ab c[31m d"
    assert decoded.illegal == (("U+0000", 2), ("U+000B", 1), ("U+001B", 1), ("U+FFFE", 1), ("U+FFFF", 1))
    assert decoded.dropped == 6


def test_newlines_and_nfc():
    assert decode(b"a\r\nb\rc\n").text == "a\nb\nc\n"
    assert decode(unicodedata.normalize("NFD", VI).encode(), html=False).text == VI
    assert decode("a\u00a0b\u202ec\u00ad\x85".encode()).text == "a\u00a0b\u202ec\u00ad\x85"


@pytest.mark.parametrize("marks", ["\u0301", "\u0301\u0323", "\u0323\u0301\u0344"])
def test_many_marks_take_no_quadratic_time(marks):
    started = time.process_time()
    text = decode(("a" + marks * 100_000 + "b").encode(), html=False).text
    assert time.process_time() - started < 2
    assert unicodedata.is_normalized("NFC", text)
    assert decode(("a" + marks * 300).encode(), html=False).text == unicodedata.normalize("NFC", "a" + marks * 300)


@given(st.binary(max_size=400), st.sampled_from(["", "utf-8", "utf-7", "shift_jis", "tcvn3", "vni", "big5", "none"]))
def test_any_bytes_become_clean_text(content, declared):
    for html in (True, False):
        text = decode(content, declared, html=html).text
        assert not ILLEGAL.search(text)
        assert html or unicodedata.is_normalized("NFC", text)


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=300), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
)
def test_unicode_text_comes_back(text, codec):
    text = text.replace("\0", "").lstrip("\ufeff")
    expected = re.sub("[\x0b\x0c]", " ", text.replace("\r\n", "\n").replace("\r", "\n"))
    expected = unicodedata.normalize("NFC", ILLEGAL.sub("", expected))
    decoded = decode(text.encode(codec), html=False)
    assert (decoded.text, decoded.damaged) == (expected, 0)


def test_every_label_means_a_codec():
    for label in table()["labels"]:
        codec = codec_of(label)
        assert codec in VIETNAMESE or codecs.lookup(codec)
    assert codec_of("UTF_8") == codec_of("utf-8") == "utf-8"
    assert codec_of("utf-7") == ""


def test_syllables():
    assert all(map(is_syllable, "nghiệp quyết người được giữ oải khuya rượu yến huỳnh quốc".split()))
    assert not any(map(is_syllable, "perché Größe naïve ệộ băo".split()))
