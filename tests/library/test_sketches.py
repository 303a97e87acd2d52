import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.library.sketches import NUMBERS, PASSAGES, RUNS, SHORT, Sketch, text_of
from packager.model import Basis, Entry, Metadata, Picture, Value
from tests.library.stories import canonical, edited, weather, words


def text(said, title="T", pictures=()):
    entry = Entry("id", Metadata(title=Value(title, Basis.VISIBLE)), "", "", "a", 0, "", pictures)
    return text_of(entry, canonical(said, title))


def likeness(one, other):
    return text(one).sketch.likeness(text(other).sketch)


def test_a_text_is_its_words_without_case_and_punctuation():
    said = words(1)
    assert text(said) == text([f"{word.upper()}," for word in said], "Another title")
    assert text(said).key != text([*said, "thêm"]).key


@pytest.mark.parametrize("percent", [1, 3, 5, 8, 10])
def test_light_edits_are_nearly_the_same(percent):
    found = [likeness(words(n), edited(words(n), percent, n)) for n in range(60)]
    assert sum(like > 0 for like in found) >= 59
    assert abs(sum(found) / 60 - (100 - percent)) < 4


def test_heavy_edits_are_another_text():
    assert not any(likeness(words(n), edited(words(n), 25, n)) for n in range(30))


def test_a_paragraph_more_or_less_is_nearly_the_same():
    said = words(1)
    assert likeness(said, said[:120] + said[165:]) >= 84
    assert likeness(said, said + words(2, 45)) >= 84


def test_two_stories_have_nothing_in_common():
    assert not any(likeness(words(n), words(n + 1)) for n in range(60))


@pytest.mark.parametrize("percent", [0, 2])
def test_a_story_that_repeats_the_background_of_another_is_its_own(percent):
    found = [likeness(words(n), words(n)[:180] + edited(words(n + 1)[180:], percent)) for n in range(40)]
    assert sum(like > 0 for like in found) <= 1


def test_two_days_of_one_form_are_two_stories():
    assert not any(likeness(weather(one), weather(other)) for one in range(20) for other in range(one))


def test_one_number_that_differs_tells_stories_apart_only_where_there_are_few():
    said = [word for word in words(1) if not word.isdigit()]
    assert not likeness([*said, "5"], [*said, "6"])
    said = words(1)
    place = next(n for n, word in enumerate(said) if word.isdigit())
    assert likeness(said, [*said[:place], "1000", *said[place + 1 :]])


def test_a_number_taken_away_is_an_edit():
    said = [word for word in words(1) if not word.isdigit()]
    assert likeness([*said, "5"], [*said, "năm"])


def test_few_words_are_never_nearly_the_same_and_the_same_only_with_title_and_pictures():
    few = words(1, SHORT)
    assert text(few).sketch == Sketch()
    assert text(few) == text(few)
    assert len({text(few).key, text(few, "Another").key, text(few, pictures=(Picture("a.jpg"),)).key}) == 3


def test_no_text_is_the_same_as_no_other():
    assert text([]).key is None


def test_where_no_spaces_part_words_a_character_is_one():
    said = "".join(chr(0x4E00 + ord(letter) * 7 + n % 50) for n, letter in enumerate("".join(words(1))[:300]))
    changed = said[:100] + "新" + said[101:]
    assert text([said]).key != text([changed]).key
    assert likeness([said], [changed]) > 90


hashes = st.lists(st.integers(0, 2**32 - 1), unique=True, max_size=NUMBERS).map(sorted).map(tuple)


@given(hashes, hashes, hashes)
def test_a_sketch_reads_back(runs, passages, numbers):
    sketch = Sketch(runs, passages, numbers)
    assert Sketch.load(sketch.dump()) == sketch
    assert len(sketch.dump()) <= 4 + 4 * (RUNS + PASSAGES + NUMBERS)


@given(st.integers(0, 5), st.integers(0, 30), st.integers(0, 5))
def test_likeness_is_the_same_both_ways(story, percent, seed):
    one, other = words(story), edited(words(story), percent, seed)
    assert likeness(one, other) == likeness(other, one)
