"""Which rule serves an address: folders, host names, rules that are like others, global.txt."""

from __future__ import annotations

import pytest

from packager.articles.rules import load
from packager.errors import UsageError


@pytest.fixture
def folder(tmp_path):
    def write(**files):
        for name, text in files.items():
            (tmp_path / f"{name.replace('_', '.')}.txt").write_text(text, encoding="utf-8")
        return load(tmp_path)

    return write


def bodies(rule):
    return [e.directive.value for e in rule.expressions["body"]]


def test_a_users_rule_comes_before_the_shipped_one(folder):
    rules = folder(vnexpress_net="body: //mine")
    assert bodies(rules.for_address("https://vnexpress.net/a-1.html")) == ["//mine"]
    assert rules.for_address("https://vov.vn/a").name == "vov.vn"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://example.org/a", "example.org"),
        ("http://WWW.Example.org:8080/a", "example.org"),
        ("https://news.example.org/a", "news.example.org"),
        ("https://sport.example.org/a", ".example.org"),
        ("https://a.b.example.org/a", ".example.org"),
        ("https://notexample.org/a", None),
        ("https://global/a", None),
        ("https://../../secret", None),
        ("https://[broken/a", None),
        ("", None),
        ("mailto:a@example.org", None),
    ],
)
def test_names_of_hosts(folder, address, name):
    rules = folder(example_org="body: //a", news_example_org="body: //b", _example_org="body: //c")
    rule = rules.for_address(address)
    assert (rule.name if rule else None) == name


def test_a_rule_like_another_adds_its_lines_after_its_own(folder):
    rules = folder(a_org="body: //a\nlike: b.org", b_org="body: //b\nlike: a.org")
    rule = rules.for_address("https://a.org/")
    assert bodies(rule) == ["//a", "//b"]
    assert rule.problems == ()


def test_a_rule_like_a_shipped_one(folder):
    rule = folder(paper_org="like: baolaocai.vn").for_address("https://paper.org/")
    assert len(bodies(rule)) > 1


def test_the_global_rule_follows_each_and_is_never_stale(folder):
    rules = folder(a_org="body: //a", b_org="body: //b\nautodetect_on_failure: no", **{"global": "body: //g"})
    assert bodies(rules.for_address("https://a.org/")) == ["//a", "//g"]
    assert bodies(rules.for_address("https://b.org/")) == ["//b"]
    other = rules.for_address("https://elsewhere.org/")
    assert (other.name, bodies(other), other.own_keys) == ("global", ["//g"], frozenset())


def test_the_digest_covers_all_files(folder):
    before = folder(a_org="like: b.org", b_org="body: //b").for_address("https://a.org/").digest
    assert folder(b_org="body: //c").for_address("https://a.org/").digest != before


def test_problems_are_told_with_file_and_line(folder, tmp_path):
    (tmp_path / "c.org.txt").write_bytes(b"title: //h1[\xff]")
    rules = folder(a_org="title: //h1\nlike: nowhere.org", b_org="\nautor: //p\nbody: //x[")
    told = [str(problem) for problem in rules.check()]
    assert told[0] == "a.org.txt:2: there is no rule nowhere.org"
    assert told[1] == "b.org.txt:2: there is no key 'autor'"
    assert told[2].startswith("b.org.txt:3: is no XPath")
    assert told[3] == "c.org.txt:0: is not UTF-8"


def test_a_folder_in_place_of_a_file_is_a_problem(folder, tmp_path):
    (tmp_path / "a.org.txt").mkdir()
    assert "cannot be read" in str(folder().check()[0])


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(UsageError, match="no such folder"):
        load(tmp_path / "none")


def test_a_rule_is_read_once():
    rules = load(None)
    assert rules.for_address("https://vov.vn/a") is rules.for_address("https://www.vov.vn/b")
