import json

from hypothesis import given
from hypothesis import strategies as st

from packager.library.records import (
    findings_from_json,
    findings_json,
    metadata_from_json,
    metadata_json,
    pictures_from_json,
    pictures_json,
)
from packager.model import Basis, Finding, Link, Metadata, Picture, Severity, Value

text = st.text(st.characters(), max_size=12)  # half characters included
values = st.builds(Value, text, st.sampled_from(Basis), text, text)
some_values = st.lists(values, max_size=3).map(tuple)
single = (
    "title", "subtitle", "issued", "modified", "language", "publisher", "section", "topic", "source", "rights",
    "captured",
)  # fmt: skip
metadata = st.builds(
    Metadata,
    **dict.fromkeys((*single, "identifier"), values),
    creator=some_values,
    subject=some_values,
    related=st.lists(st.builds(Link, text, text), max_size=2).map(tuple),
)
sizes = st.integers(0, 100_000)
pictures = st.lists(st.builds(Picture, text, text, text, sizes, sizes, sizes)).map(tuple)
findings = st.lists(st.builds(Finding, text, st.sampled_from(Severity), text, text, text)).map(tuple)


@given(metadata)
def test_metadata_read_back_as_they_were(known):
    written = metadata_json(known)
    written.encode("utf-8")
    assert metadata_from_json(written) == known


@given(pictures)
def test_pictures_read_back_as_they_were(held):
    assert pictures_from_json(pictures_json(held)) == held


@given(findings)
def test_findings_read_back_as_they_were(found):
    assert findings_from_json(findings_json(found)) == found


def test_the_form_of_metadata_is_that_of_the_design():
    known = Metadata(
        title=Value("Đà Nẵng", Basis.VISIBLE),
        creator=(Value("An", Basis.METADATA), Value("Bình", Basis.METADATA)),
        issued=Value("2025-02-21", Basis.INFERRED, "«Sáng 21/2» in the lead", "day"),
        related=(Link("Bài khác", "https://example.org/b"),),
    )
    assert json.loads(metadata_json(known)) == {
        "title": {"value": "Đà Nẵng", "basis": "visible"},
        "creator": [{"value": "An", "basis": "metadata"}, {"value": "Bình", "basis": "metadata"}],
        "issued": {
            "value": "2025-02-21",
            "basis": "inferred",
            "evidence": "«Sáng 21/2» in the lead",
            "precision": "day",
        },
        "related": [{"title": "Bài khác", "address": "https://example.org/b"}],
    }
    assert "Đà Nẵng" in metadata_json(known)


def test_what_is_not_known_is_left_out():
    assert metadata_json(Metadata()) == "{}"
