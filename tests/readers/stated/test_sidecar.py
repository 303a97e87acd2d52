import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.library.records import metadata_json
from packager.model import Basis, Link, Metadata, Value
from packager.readers.stated.sidecar import parse


def problems(content, name="a.meta.json"):
    _, found = parse(content if isinstance(content, bytes) else content.encode(), name)
    assert {code for code, _ in found} <= {"sidecar-unread"}
    return [message for _, message in found]


def test_a_sidecar_gives_what_it_says_in_friendly_words():
    content = """
title = "Cầu mới"
author = "Lê A"
date = 2025-02-21T14:05:00+07:00
lang = "vi"
tags = ["cầu", "đường"]
url = "https://b.example/cau"
topic = "giao-thong"
license = "CC BY 4.0"
"""
    found, told = parse(content.encode(), "bài.toml")
    assert told == ()
    assert found.title == Value("Cầu mới", Basis.GIVEN, "sidecar bài.toml: title")
    assert found.issued == Value("2025-02-21T14:05:00+07:00", Basis.GIVEN, "sidecar bài.toml: date", "minute")
    assert [value.value for value in found.creator] == ["Lê A"]
    assert [value.value for value in found.subject] == ["cầu", "đường"]
    assert (found.language.value, found.topic.value) == ("vi", "giao-thong")
    assert (found.source.value, found.rights.value) == ("https://b.example/cau", "CC BY 4.0")


def value(text):
    bases = st.sampled_from([Basis.METADATA, Basis.GIVEN, Basis.INFERRED, Basis.VISIBLE])
    return st.builds(Value, text, bases, st.sampled_from(["meta x", "«A» by the title"]))


words = st.from_regex(r"[a-zA-ZĂâđ0-9]+(?: [a-zA-Z0-9:.]{1,9}){0,3}", fullmatch=True)
metadata = st.builds(
    Metadata,
    title=value(words),
    creator=st.lists(value(words), max_size=3).map(tuple),
    subject=st.lists(value(words), max_size=3, unique=True).map(tuple),
    issued=st.dates(date(1400, 1, 1), date(2100, 12, 31)).map(
        lambda day: Value(day.isoformat(), Basis.VISIBLE, "printed", "day")
    ),
    language=value(st.sampled_from(["vi", "en-GB"])),
    section=value(words),
    publisher=value(words),
    source=value(st.just("https://b.example/1")),
    related=st.lists(st.builds(Link, words, st.just("https://b.example/2")), max_size=2).map(tuple),
)


@given(metadata)
def test_metadata_of_our_own_are_read_as_they_were_written(known):
    found, told = parse(metadata_json(known).encode(), "CASE.meta.json")
    assert found == known
    assert told == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "is not valid JSON"),
        (b"[]", "holds no table"),
        (b"\xff", "is not UTF-8"),
        (b"[" * 100_000, "nests too deep"),
        (b" " * (1024 * 1024 + 1), "bytes"),
        ('{"titel": "x"}', "titel is no word"),
        ('{"title": {"a": 1}}', "title must be"),
        ('{"title": ["a", "b"]}', "title must be one value"),
        ('{"title": true}', "title must be"),
        ('{"date": "soon"}', "date = 'soon' is no date"),
        ('{"language": "x y"}', "no BCP 47 tag"),
        ('{"url": "file:///etc/passwd"}', "is no address"),
        ('{"tags": [["a"]]}', "tags must be"),
        (json.dumps({"tags": ["x"] * 1001}), "more than 1,000 values"),
        (json.dumps({"title": "x" * 10_001}), "more than 10,000 characters"),
        ('{"related": [{"title": "x"}]}', "related must be"),
        ('{"related": "javascript:x"}', "is no address"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_file_and_key(content, said):
    (message,) = problems(content)
    assert message.startswith("a.meta.json: ")
    assert said in message


def test_the_rest_of_a_sidecar_is_taken():
    found, told = parse(b'{"date": "soon", "title": "T", "colour": 1}', "a.meta.json")
    assert found == replace(Metadata(), title=Value("T", Basis.GIVEN, "sidecar a.meta.json: title"))
    assert len(told) == 2


def test_broken_toml_is_told():
    assert "is not valid TOML" in problems("title = ", "a.toml")[0]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)
NAMES = ("title", "date", "author", "tags", "category", "url", "related", "params", "lang", "image", "caption", "basis")


@given(st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=9), json_values, max_size=8))
def test_no_value_breaks_the_reader(fields):
    found, told = parse(json.dumps(fields).encode(), "a.meta.json")
    assert isinstance(found, Metadata)
    assert all(message for _, message in told)


@given(st.binary(max_size=200), st.sampled_from(["a.meta.json", "a.toml"]))
def test_no_bytes_break_the_reader(content, name):
    assert isinstance(parse(content, name)[0], Metadata)
