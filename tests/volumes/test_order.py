import pytest

from packager.volumes.order import heading_key, initial, sort_key


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("vi", ["An", "Ân", "Bà", "Bả", "Bá", "Dũng", "Đạo", "Em", "Ơn", "Út", "Ưng"]),
        ("es", ["nube", "nunca", "ñandú", "ñu", "oso"]),
        ("de", ["Apfel", "Äpfel", "Arbeit", "Straße", "Strasser", "Zug"]),
        ("fr", ["cote", "coté", "cotidien", "œil", "œuvre", "ovale"]),
        ("en", ["Dang", "Đặng", "Dao", "Zoe"]),
        ("xx", ["a", "é", "z", "д", "я"]),
    ],
)
def test_names_sort_as_their_language_does(language, names):
    assert sorted(sorted(names), key=lambda name: sort_key(name, language)) == names


def test_what_is_a_letter_of_its_own_depends_on_the_language():
    assert sort_key("nz", "es") < sort_key("ña", "es")
    assert sort_key("nz", "fr") > sort_key("ña", "fr")


def test_quotation_marks_do_not_count_before_a_heading():
    assert heading_key("“Bà”", "vi")[:1] == heading_key("Bà”", "vi")[:1]
    assert heading_key("…", "vi")


@pytest.mark.parametrize(
    ("text", "language", "letter"),
    [
        ("Ấm áp", "vi", "Â"),
        ("đường", "vi", "Đ"),
        ("“Ông già”", "vi", "Ô"),
        ("Álvaro", "es", "A"),
        ("ñandú", "es", "Ñ"),
        ("Ärzte", "de", "A"),
        ("œuvre", "fr", "O"),
        ("Đặng", "en", "D"),
        ("24 giờ", "vi", "0–9"),
        ("Яблоко", "ru", "Я"),
        ("新闻", "zh", ""),
        ("…", "vi", ""),
        ("", "vi", ""),
    ],
)
def test_the_letter_that_a_text_stands_below(text, language, letter):
    assert initial(text, language) == letter
