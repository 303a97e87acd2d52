"""The reader of the ftr-site-config format."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from packager.articles.rules.parse import Problem, keys, kind_of, parse, replacements


def said(text):
    directives, problems = parse(text, "example.org.txt")
    assert problems == []
    return [(d.key, d.value) for d in directives]


def test_repeated_keys_keep_their_order():
    assert said("body: //article\nbody: //main\ntitle: //h1") == [
        ("body", "//article"),
        ("body", "//main"),
        ("title", "//h1"),
    ]


def test_comments_blank_lines_byte_order_mark_and_carriage_returns():
    assert said("\ufeff# a site\r\n\r\n  title :  //h1  \r\n#body: //x\r\n") == [("title", "//h1")]


def test_a_number_sign_or_colon_inside_a_value_stays():
    assert said("body: //a[@href='#top']/following::p") == [("body", "//a[@href='#top']/following::p")]


def test_quotes_round_plain_text_do_not_count():
    assert said("strip_id_or_class: \"share-bar\"\nstrip_image_src: '/ads/'") == [
        ("strip_id_or_class", "share-bar"),
        ("strip_image_src", "/ads/"),
    ]


def test_lines_and_the_file_are_told():
    directives, _ = parse("# one\n\ntitle: //h1", "a.org.txt")
    assert (directives[0].file, directives[0].line) == ("a.org.txt", 3)


def test_keys_for_other_tools_are_passed_over():
    text = "http_header(user-agent): Some: browser\ntidy: no\ntest_contains: words\nrequires_login: yes\nparser: gumbo"
    assert parse(text, "a") == ([], [])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("autor: //p", "there is no key 'autor'"),
        ("just words", "is no «key: value»: just words"),
        ("title:", "title has no value"),
        ("prune: maybe", "prune is yes or no"),
        ("wrap_in: //p", "wrap_in needs a tag in brackets, as in wrap_in(blockquote)"),
        ("wrap_in(a b): //p", "wrap_in needs a tag in brackets, as in wrap_in(blockquote)"),
    ],
)
def test_a_bad_line_is_a_problem_and_the_rest_serves(line, message):
    directives, problems = parse(f"title: //h1\n{line}\nbody: //main", "a.org.txt")
    assert problems == [Problem("a.org.txt", 2, message)]
    assert str(problems[0]) == f"a.org.txt:2: {message}"
    assert [d.key for d in directives] == ["title", "body"]


def test_replacements_in_both_notations():
    text = "find_string: <p/>\nreplace_string: <br>\nreplace_string(a: (b)): c\nfind_string: gone\nreplace_string:"
    directives, _ = parse(text, "a")
    assert replacements(directives) == ([("<p/>", "<br>"), ("a: (b)", "c"), ("gone", "")], [])


def test_replacements_without_a_partner_are_problems():
    directives, _ = parse("replace_string: x\nfind_string: y", "a")
    pairs, problems = replacements(directives)
    assert pairs == []
    assert [p.line for p in problems] == [1, 2]


def test_every_key_has_one_kind():
    listed = [key for names in keys().values() for key in names]
    assert len(listed) == len(set(listed))
    assert all(kind_of(key) for key in listed)


def test_the_guide_names_every_key_and_no_other():
    guide = (Path(__file__).parents[3] / "docs" / "rules.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+)(?:\([a-z.]+\))?`", guide))
    listed = {key for names in keys().values() for key in names}
    assert listed <= named
    table = re.findall(r"^\| (`[^|]+) \|", guide.partition("## Keys")[2], re.MULTILINE)
    assert {key for cell in table for key in re.findall(r"`([a-z_]+)", cell)} <= listed
