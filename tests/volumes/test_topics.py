import re

from hypothesis import given
from hypothesis import strategies as st

from packager.volumes import topics
from packager.volumes.order import sort_key


def test_spellings_of_one_topic_share_its_slug():
    assert set(topics.assign(["Kinh tế", "KINH TẾ", "kinh  tế", "kinh-te", "Kinh te"]).values()) == {"kinh-te"}


def test_labels_that_differ_in_their_marks_are_topics_of_their_own():
    slugs = topics.assign(["Bạn", "Bán"])
    assert slugs["Bán"] == "ban"
    assert re.fullmatch(r"ban-[0-9a-f]{8}", slugs["Bạn"])


@given(st.lists(st.sampled_from(["Bạn", "Bán", "ban", "BẠN", "C", "C++", "", "Kinh tế"])))
def test_slugs_do_not_depend_on_the_order_of_arrival(labels):
    assert topics.assign(labels) == topics.assign(reversed(labels))


def test_aliases_stand_for_their_label():
    aliases = {"business": "Kinh tế", "Kinh doanh": "Kinh tế"}
    named = topics.topics(["business", "KINH DOANH", "Y tế", ""], aliases)
    assert named["business"] == named["KINH DOANH"] == topics.Topic("kinh-te", "Kinh tế")
    assert named["Y tế"].slug == "y-te"
    assert named[""] == topics.Topic("unsorted", "")


def test_the_usual_spelling_wins_and_ties_go_by_order():
    assert topics.usual(["B", "a", "B", ""]) == "B"
    assert topics.usual(["b", "a"]) == "a"
    assert topics.usual([]) == ""


def test_names_sort_the_vietnamese_way():
    words = ["ba", "bà", "bả", "bã", "bá", "bạ", "băn", "bân", "da", "đa", "e", "ê", "o", "ô", "ơ", "u", "ư", "y"]
    assert sorted(sorted(words), key=sort_key) == words
