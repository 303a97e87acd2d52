"""Blocks longer than a file: what they are cut into, and that no word is lost."""

import pytest
from lxml import etree

from packager.volumes.fragments import CONTINUES, REPEATS, fragments, length, together

H = "{http://www.w3.org/1999/xhtml}"
ROOM = 12_000


def cut(markup):
    """The fragments of the one block of a page."""
    body = etree.fromstring(f'<body xmlns="http://www.w3.org/1999/xhtml">{markup}<div/></body>')
    return fragments(body[0], ROOM, body[1])


def text(elements):
    return "".join(text for element in elements for text in element.itertext())


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        (f"<p>{'Một câu ngắn. ' * 3000}</p>", "Một câu ngắn. " * 3000),
        (f"<p>{'chữ ' * 9000}</p>", "chữ " * 9000),
        (f"<p>{'a' * 40_000}</p>", "a" * 40_000),
        (f"<p>{'&amp;&lt;' * 9000}</p>", "&<" * 9000),
        (f"<p>{'<b>đ</b> và ' * 3000}</p>", "đ và " * 3000),
        (f"<ul>{'<li>x</li>' * 3000}</ul>", "x" * 3000),
        (f"<blockquote><p>a</p><p><em>{'lời ' * 9000}</em>!</p><p>b</p></blockquote>", "a" + "lời " * 9000 + "!b"),
        (f"<table><tbody><tr><td>a</td><td>{'lời ' * 9000}</td><td>b</td></tr></tbody></table>", f"a{'lời ' * 9000}b"),
    ],
)
def test_every_fragment_fits_and_no_letter_is_lost(markup, said):
    found = cut(markup)
    assert len(found) > 1
    assert max(map(length, found)) <= ROOM
    assert text(found) == said
    assert [element.get(CONTINUES) for element in found] == [None] + ["true"] * (len(found) - 1)


def test_a_text_is_cut_behind_a_sentence_else_a_word_else_a_letter_with_its_marks():
    assert all(element.text.endswith(". ") for element in cut(f"<p>{'Một câu ngắn. ' * 3000}</p>"))
    assert all(element.text.endswith("chữ ") for element in cut(f"<p>{'chữ ' * 9000}</p>"))
    assert all(element.text.startswith("q") for element in cut(f"<p>{'q' + chr(0x323)}{('q' + chr(0x323)) * 9000}</p>"))


def test_a_list_goes_on_counting():
    found = cut(f'<ol start="5">{"<li>x</li>" * 3000}</ol>')
    counted = 5
    for fragment in found:
        assert int(fragment.get("start")) == counted
        counted += len(fragment)
    assert counted == 3005


def test_a_list_that_counts_down_too():
    found = cut(f'<ol reversed="reversed">{"<li>x</li>" * 3000}</ol>')
    assert found[0].get("start") is None
    assert [int(fragment.get("start")) for fragment in found[1:]] == [3000 - len(found[0])] + [
        3000 - sum(map(len, found[:number])) for number in range(2, len(found))
    ]


def test_a_row_that_goes_on_keeps_its_number():
    found = cut(f"<ol><li>a</li><li>{'lời ' * 9000}</li><li>b</li></ol>")
    assert [fragment.get("start") for fragment in found[1:]] == ["2"] * (len(found) - 1)
    assert found[-1][0].get(CONTINUES)
    assert found[-1][-1].text == "b"


def test_a_table_repeats_its_head():
    rows = "<tr><td>1</td><td>2</td></tr>" * 2000
    found = cut(f'<table><thead><tr><th id="place-1">a</th></tr></thead><tbody>{rows}</tbody></table>')
    heads = [fragment.find(f"{H}thead") for fragment in found]
    assert [head.get(REPEATS) for head in heads] == [None] + ["true"] * (len(found) - 1)
    assert [head[0][0].get("id") for head in heads] == ["place-1"] + [None] * (len(found) - 1)
    assert sum(len(fragment.find(f"{H}tbody")) for fragment in found) == 2000


def test_rows_below_one_cell_stay_together_and_a_term_with_what_it_means():
    rows = '<tr><td rowspan="3">1</td><td>2</td></tr><tr><td>3</td></tr><tr><td>4</td></tr>' * 700
    assert all(len(fragment[0]) % 3 == 0 for fragment in cut(f"<table><tbody>{rows}</tbody></table>"))
    terms = cut(f"<dl>{'<dt>a</dt><dt>b</dt><dd>c</dd>' * 900}</dl>")
    assert len(terms) > 1
    assert {fragment[0].tag for fragment in terms} == {f"{H}dt"}
    assert all(len(fragment) % 3 == 0 for fragment in terms)


@pytest.mark.parametrize("tag", ["figure", "h2", "ruby"])
def test_what_is_one_thing_is_not_cut(tag):
    assert len(cut(f"<{tag}>{'a ' * 20_000}</{tag}>")) == 1


def test_an_id_stays_with_the_first():
    found = cut(f'<p id="note-1" dir="rtl">{"a " * 20_000}</p>')
    assert [fragment.get("id") for fragment in found] == ["note-1"] + [None] * (len(found) - 1)
    assert {fragment.get("dir") for fragment in found} == {"rtl"}


def test_headings_go_with_what_they_are_above():
    body = etree.fromstring(f'<body xmlns="{H[1:-1]}"><p/><h2/><h3/><p/><h2/></body>')
    assert [[block.tag.removeprefix(H) for block in run] for run in together(body)] == [
        ["p"],
        ["h2", "h3", "p"],
        ["h2"],
    ]
