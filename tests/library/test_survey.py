import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.findings import finding
from packager.library.catalogue import Catalogue
from packager.library.records import Container, Record, Standing
from packager.library.survey import State, Survey, in_step
from packager.model import Outcome
from packager.readers import Found

GIVEN_UP = (finding("no-text", "s/x", "x"),)


class Anything:
    """An `Unchanged` to which what is on record of a file says itself what is true of it."""

    @staticmethod
    def same_files(_root, _found, record):
        return record.digest != "changed"

    @staticmethod
    def same_normaliser(record):
        return record.normaliser == "now"

    @staticmethod
    def same_container(*_):
        return True

    @staticmethod
    def is_tried_again(record):
        return record.digest == "changed"


@pytest.fixture
def catalogue(tmp_path):
    with Catalogue(tmp_path / "catalogue.sqlite") as made:
        yield made


@pytest.fixture
def survey(catalogue):
    return Survey(catalogue, Anything())


def note(catalogue, locator, digest="same", normaliser="now"):
    catalogue.record(Record("s", locator, digest, Outcome.SKIPPED, "", "x", GIVEN_UP, {}, normaliser))


def states(survey, tmp_path, *locators, whole=True):
    found = [Found(locator, str(tmp_path / locator)) for locator in locators]
    return [(state, item.locator) for state, item in survey.source("s", tmp_path, found, whole=whole)]


def test_what_stands_is_passed_over(survey, catalogue, tmp_path):
    note(catalogue, "a")
    note(catalogue, "b", "changed")
    note(catalogue, "c", "")
    note(catalogue, "d", normaliser="then")
    assert states(survey, tmp_path, "a", "b", "c", "d", "e") == [
        (State.CHANGED, "b"),
        (State.RETRIED, "c"),
        (State.AGAIN, "d"),
        (State.NEW, "e"),
    ]
    assert survey.inputs == 5


def test_what_is_not_in_a_whole_source_is_gone(survey, catalogue, tmp_path):
    for locator in ("a", "b", "c"):
        note(catalogue, locator)
    catalogue.record(Record("other", "b", "same", Outcome.SKIPPED, "", "x", GIVEN_UP))
    assert states(survey, tmp_path, "b") == []
    assert [(source, record.locator) for source, record in survey.gone] == [("s", "a"), ("s", "c")]


def test_one_file_of_a_folder_says_nothing_of_the_others(survey, catalogue, tmp_path):
    note(catalogue, "a")
    note(catalogue, "b")
    assert states(survey, tmp_path, "b", whole=False) == []
    assert survey.gone == survey.absent == []


def test_what_a_file_of_several_holds_goes_with_it(survey, catalogue, tmp_path):
    for container in ("a.zip", "b.zip", "b.zip/in.zip"):
        note(catalogue, f"{container}/1")
        catalogue.close(Container("s", container, "0"), frozenset([f"{container}/1", "b.zip/in.zip/1"]))
    assert states(survey, tmp_path, "b.zip") == []
    assert [record.locator for _, record in survey.gone] == ["a.zip/1"]
    assert [container.locator for container in survey.absent] == ["a.zip"]


def test_a_folder_that_cannot_be_listed_is_not_gone(survey, catalogue, tmp_path):
    for locator in ("a", "a.html"):
        note(catalogue, locator)
    assert states(survey, tmp_path, "a.html", "a") == []
    assert survey.gone == []


@given(st.lists(st.text("ab/.0", min_size=1), unique=True), st.lists(st.text("ab/.0", min_size=1), unique=True))
def test_files_and_records_of_one_locator_meet(files, records):
    found = [Found(name, name) for name in sorted(files)]
    known = [Standing(name, "", "", "", "{}", "[]") for name in sorted(records)]
    pairs = list(in_step(found, iter(known)))
    assert [item for item, _ in pairs if item] == found
    assert [record for _, record in pairs if record] == known
    assert {item.locator for item, record in pairs if item and record} == set(files) & set(records)
    assert all(item.locator == record.locator for item, record in pairs if item and record)
