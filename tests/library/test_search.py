"""Finds what is held, and nothing else, whatever is typed and whatever became of the index."""

import sqlite3
from contextlib import closing, suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packager.errors import UsageError
from packager.library import search
from packager.library.catalogue import Catalogue
from packager.library.folding import folded, words
from packager.library.objects import Objects
from packager.library.query import LONGEST, Query
from packager.library.records import Record
from packager.library.search import Narrowing, SearchIndex
from packager.model import Basis, Entry, Metadata, Outcome, Value
from packager.volumes.periods import span
from tests.collected import searched

PAGE = """<html xmlns="http://www.w3.org/1999/xhtml" lang="vi" xml:lang="vi"><head><title>{title}</title></head>\
<body><article>
<header><h1>{title}</h1>
<p class="byline">{author} · <time datetime="2025-02-21">21/2/2025</time></p>
<p class="lead">{lead}</p>
</header>
<p>{text}</p>
<figure><img class="missing" src="images/missing.svg" alt="Ảnh" data-original-src="tim.jpg"/>\
<figcaption id="caption-1">{caption}</figcaption></figure>
</article></body></html>
"""


class Library:
    """A library of small articles."""

    def __init__(self, folder):
        self.objects = Objects(folder / "objects")
        self.path = folder / "catalogue.sqlite"

    def put(self, name, title="Bài", identifier="", **known):
        parts = {part: known.get(part, "") for part in ("author", "lead", "text", "caption")}
        content = PAGE.format(title=title, **parts).encode()
        metadata = Metadata(
            title=Value(title, Basis.VISIBLE),
            issued=Value(known.get("issued", "2025-02-21"), Basis.METADATA, "", known.get("precision", "day")),
            topic=Value(known.get("topic", ""), Basis.METADATA),
            publisher=Value(known.get("publisher", ""), Basis.METADATA),
            source=Value(known.get("address", ""), Basis.METADATA),
        )
        digest = self.objects.put(content)
        entry = Entry(identifier or name, metadata, digest, "c", name, 9, "", (), known.get("source", "s"))
        record = Record(entry.source, name, "d", Outcome.ARTICLE, entry.id)
        with Catalogue(self.path) as catalogue:
            catalogue.record(record, entry)
        return digest

    def forget(self, name):
        with Catalogue(self.path) as catalogue:
            catalogue.forget("s", name)

    def find(self, query, limit=50, **narrowed):
        with Catalogue(self.path) as catalogue:
            index = SearchIndex(catalogue, self.objects)
            unreadable = index.update()
            return replace(index.find(Query.parse(query), Narrowing(**narrowed), limit), unreadable=unreadable)

    def names(self, query, **narrowed):
        return [hit.entry.locator for hit in self.find(query, **narrowed).hits]

    def update(self):
        with Catalogue(self.path) as catalogue:
            return SearchIndex(catalogue, self.objects).update()

    def contents(self):
        self.update()
        with closing(sqlite3.connect(self.path)) as database:
            return list(searched(database))


@pytest.fixture
def library(tmp_path):
    return Library(tmp_path)


def test_every_part_of_an_article_is_searched_and_named(library):
    library.put("a", "Tên", author="Hà Lê", lead="Dẫn &amp; <em>n</em>hập", text="Ruột", caption="Bức <em>tranh</em>")
    places = {
        query: [hit.snippet.place for hit in library.find(query).hits] for query in ("ten", "ha", "nhap", "tranh")
    }
    assert places == {"ten": ["title"], "ha": ["author"], "nhap": ["text"], "tranh": ["caption"]}
    for markup in ("figcaption", "byline", "missing", "tim", "2025", "amp", "em"):
        assert library.names(markup) == []


def test_exact_hits_stand_before_folded_ones(library):
    library.put("flat", text="hoa nở", issued="2025-03-03")
    library.put("old", text="văn hóa", issued="2025-01-01")
    library.put("new", text="văn hoá", issued="2025-01-02")
    library.put("peace", text="hòa bình", issued="2025-03-02")
    assert library.names("hóa") == library.names("HOÁ") == library.names("ho\u0301a") == ["new", "old", "flat", "peace"]
    assert library.names("hoa") == ["flat", "peace", "new", "old"]
    assert [hit.exact for hit in library.find("hóa").hits] == [True, True, False, False]


def test_letters_that_no_mark_makes(library):
    library.put("a", text="Con đường ở Łódź, Große Straße")
    for query in ("duong", "đường", "ĐƯỜNG", "Duong", "lodz", "grosse", "strasse", "straße"):
        assert library.names(query) == ["a"], query
    assert library.names("đương") == ["a"]


def test_titles_stand_before_texts_and_new_before_old(library):
    library.put("text", text="lúa", issued="2025-05-05")
    library.put("older", "Lúa", issued="2025-01-01")
    library.put("newer", "Lúa", issued="2025-02-02")
    library.put("undated", "Lúa", issued="")
    assert library.names("lúa") == ["newer", "older", "undated", "text"]


def test_all_words_have_to_occur_and_phrases_as_they_stand(library):
    library.put("a", text="kinh tế biển")
    library.put("b", text="tế kinh", caption="biển")
    assert library.names("biển kinh") == ["a", "b"]
    assert library.names("biển kinh rừng") == []
    assert library.names('"kinh te"') == library.names("“kinh tế”") == library.names('"kinh te') == ["a"]
    assert library.names('"te bien"') == ["a"]
    assert library.names('"kinh bien"') == []  # no phrase goes on in the next block
    assert library.names("bi*") == ["a", "b"]
    assert library.names('"kinh te b*"') == library.names('"kinh te b"*') == ["a"]
    assert library.names("bi") == []


def test_scripts_without_spaces(library):
    library.put("a", text="東京都の天気", caption="สวัสดีครับ 한국은")
    for query in ("東京", "京都", "京", "気", "東京都の天気", "สวัสดี", "ครับ", "한국", "국"):
        assert library.names(query) == ["a"], query
    for query in ("東都", "天京", "บค"):
        assert library.names(query) == [], query


def test_the_snippet_marks_the_hit_as_it_is_written(library):
    long = "Trước " * 60
    library.put("a", text=f"{long}con Đường hoá học. {long}")
    (hit,) = library.find('"duong hoa"').hits
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.marks] == ["Đường hoá"]
    assert hit.snippet.text.startswith("… ")
    assert hit.snippet.text.endswith(" …")
    assert len(hit.snippet.text) <= 170


def test_narrowed_to_topics_periods_sources(library):
    library.put("a", topic="Kinh tế", issued="2025-02-17", publisher="Báo A")
    library.put("b", topic="Văn hóa", issued="2025-02", precision="month", address="https://www.bao.example/x")
    library.put("c", topic="Văn hóa", issued="2024-12-30T08:00:00+07:00", source="other")
    library.put("d", issued="")
    found = {
        name: sorted(library.names("bai", periods=(span(name),)))
        for name in ("2025", "2025-Q1", "2025-02", "2025-W08", "2025-W01", "2024-12-30", "undated")
    }
    assert found == {
        "2025": ["a", "b"],
        "2025-Q1": ["a", "b"],
        "2025-02": ["a", "b"],
        "2025-W08": ["a"],
        "2025-W01": ["c"],
        "2024-12-30": ["c"],
        "undated": ["d"],
    }
    assert library.names("bai", periods=(span("2024"), span("2025-W08"))) == ["a", "c"]
    assert library.names("bai", topics=frozenset({"Văn hóa"})) == ["b", "c"]
    assert library.names("bai", topics=frozenset()) == []
    assert library.names("bai", topics=frozenset(), suggested=frozenset({"d"})) == ["d"]
    assert library.names("bai", sources=frozenset({"báo a", "bao.example"})) == ["a", "b"]
    assert library.names("bai", sources=frozenset({"other"})) == ["c"]
    assert library.names("bai", without=frozenset({"a", "b"})) == ["c", "d"]


def test_the_limit_and_how_many_there_are(library):
    for number in range(5):
        library.put(f"{number}", text="mưa")
    found = library.find("mua", limit=2)
    assert (len(found.hits), found.total) == (2, 5)
    assert library.find("mua", limit=2, without=frozenset("01")).total == 3


@pytest.mark.parametrize("period", ["2025-13", "2025-W99", "2025-00", "25", "2025-Q5", "", "2025-02-31", "x" * 99])
def test_what_is_no_period(period):
    assert span(period) is None


HOSTILE = [
    "NEAR(a b)",
    "a AND",
    "OR",
    "NOT b",
    "title:x",
    "{a b} : c",
    "^a",
    "a + b",
    "-a",
    "a'; DROP TABLE x",
    "\\",
    "a\0b",
]


@pytest.mark.parametrize("query", [*HOSTILE, '"', '""', '"*', "*", "", " ", "\ud800", "ы" * LONGEST, "a " * 2_000_000])
def test_no_query_is_too_much(library, query):
    library.put("a", text="near and or not title a b c x drop table")
    with suppress(UsageError):
        library.find(query)
    assert library.names("title") == ["a"]


@given(st.text(max_size=80) | st.text('ab"*()^:{}+-.,NEAROT \0', max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_no_query_raises(library, query):
    if not library.path.exists():
        library.put("a", text="ab AND near")
    with suppress(UsageError):
        library.find(query)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<>&"), max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_every_word_of_a_text_finds_it(library, text):
    library.put("a", text=text)
    shown = " ".join(text.split())
    for word in shown.split():
        if words(word, folded):
            assert library.names(word) == library.names(folded(word)) == ["a"], word


# -- kept in step


def test_what_is_replaced_or_removed_is_found_no_more(library):
    library.put("a", text="lúa mới")
    library.put("b", text="lúa nếp")
    assert library.names("lua") == ["a", "b"]
    library.put("a", text="ngô")
    assert library.names("lua") == ["b"]
    assert library.names("ngo") == ["a"]
    library.forget("b")
    assert library.names("lua") == []


def test_of_copies_only_the_bound_one_is_found(library):
    library.put("a", text="bản cũ", identifier="same", issued="2025-01-01")
    library.put("b", text="bản mới", identifier="same", issued="2025-01-02")
    assert library.names("ban") == ["b"]
    library.forget("b")
    assert library.names("ban") == ["a"]


def test_the_index_follows_from_the_articles_alone(tmp_path):
    one, other = Library(tmp_path / "one"), Library(tmp_path / "other")
    for held in (one, other):
        held.objects.root.mkdir(parents=True)
    one.put("a", text="lúa mới")
    one.put("b", text="ngô")
    one.put("c", text="ngô")
    other.put("c", text="sắn")
    other.update()
    other.put("d", text="khoai")
    other.put("b", text="ngô")
    other.update()
    other.put("a", text="lúa mới")
    other.put("c", text="ngô")
    other.forget("d")
    assert one.contents() == other.contents()


def test_what_did_not_change_is_not_indexed_again(library, monkeypatch):
    library.put("a", text="lúa")
    library.put("b", text="ngô")
    library.update()
    cut = []
    monkeypatch.setattr(search, "indexed_words", lambda content: cut.append(content) or search.Words("", "", ""))
    library.put("a", text="lúa", topic="Khác")  # normalised again, to the same text
    library.update()
    assert cut == []
    assert library.names("lua", topics=frozenset({"Khác"})) == ["a"]


# -- damaged


DAMAGES = [
    "DROP TABLE search_folded",
    "DROP TABLE search_exact",
    "DROP TABLE searchable",
    "DROP TABLE search_form",
    "DROP TABLE unsearched",
    "DROP TABLE search_folded_data",
    "DROP TABLE search_folded_idx",
    "DROP TABLE search_exact_config",
    "DELETE FROM search_folded_data",
    "UPDATE search_exact_data SET block = randomblob(50)",
    "UPDATE search_form SET form = '0'",
]
HIDDEN = [
    "UPDATE search_folded_data SET block = zeroblob(length(block)) WHERE id > 100",
    "UPDATE search_exact_data SET block = zeroblob(length(block)) WHERE id > 100",
    "DELETE FROM searchable",
    "DELETE FROM search_exact_docsize WHERE id = 1",
]


def harm(library, damage):
    with closing(sqlite3.connect(library.path)) as database:
        database.execute("PRAGMA writable_schema = ON")
        if damage.startswith("DROP TABLE search_") and damage.count("_") > 1:  # SQLite guards such tables
            database.execute("DELETE FROM sqlite_schema WHERE name = ?", (damage.split()[2],))
        else:
            database.execute(damage)
        database.commit()


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_made_anew(library, damage):
    library.put("a", text="lúa")
    library.put("b", text="ngô")
    before = library.contents()
    harm(library, damage)
    assert library.names("lua") == ["a"]
    library.put("c", text="khoai")
    library.forget("c")
    assert library.contents() == before


@pytest.mark.parametrize("damage", HIDDEN)
def test_damage_that_no_search_meets_is_found_by_reading_it_all(library, damage):
    library.put("a", text="lúa")
    library.put("b", text="ngô")
    before = library.contents()
    with Catalogue(library.path) as catalogue:
        assert SearchIndex(catalogue, library.objects).is_sound()
    harm(library, damage)
    with Catalogue(library.path) as catalogue:
        index = SearchIndex(catalogue, library.objects)
        assert not index.is_sound()
        index.reset()
        assert index.update() == 0
        assert index.is_sound()
    assert library.contents() == before


def test_a_text_that_cannot_be_read_costs_that_text(library):
    broken = library.put("a", text="lúa")
    library.put("b", text="lúa mới")
    library.objects.path(broken).write_bytes(b"nothing")
    found = library.find("lua")
    assert ([hit.entry.locator for hit in found.hits], found.unreadable) == (["b"], 1)
    library.put("a", text="ngô")
    assert library.find("ngo").unreadable == 0


def test_a_text_damaged_after_it_was_indexed(library):
    broken = library.put("a", text="lúa")
    library.put("b", text="lúa mới")
    library.update()
    library.objects.path(broken).unlink()
    assert [(hit.entry.locator, hit.snippet.place) for hit in library.find("lua").hits] == [("a", ""), ("b", "text")]
    library.put("a", text="ngô")  # what was indexed of it cannot be taken out: the index is made anew
    assert library.names("lua") == ["b"]
    library.objects.path(library.put("c", text="khoai")).unlink()
    assert library.find("khoai").unreadable == 1
