from __future__ import annotations

import pytest

from packager.errors import OutputError
from packager.library.history import START, History, named


@pytest.fixture
def history(tmp_path):
    return History(tmp_path)


def write(history, *events):
    for event in events:
        history.append(event)
    return history.write()


def events(history):
    return [event for chapter in history.chapters() for event in chapter.events]


def test_events_read_back_in_their_order(history, tmp_path):
    told = [{"number": number, "text": "Đường\n\ud800"} for number in range(12)]
    for event in told:
        write(history, event)
    assert events(History(tmp_path)) == told
    assert history.is_whole()


def test_few_events_wait_for_more(history):
    history.append({"a": 1})
    assert history.write(least=2) is None
    history.append({"b": 2})
    path = history.write(least=2)
    assert history.write() is None
    assert events(history) == [{"a": 1}, {"b": 2}]
    assert named(path.name) in path.name
    assert named("notes.txt") == ""


def test_a_file_is_never_written_again(history, tmp_path):
    first = write(history, {"a": 1})
    before = first.stat().st_mtime_ns
    second = write(History(tmp_path), {"a": 1})
    assert (first.name[:8], second.name[:8]) == ("00000001", "00000002")
    assert first.stat().st_mtime_ns == before


def test_damage_costs_the_line_that_it_hit(history):
    path = write(history, {"a": 1}, {"b": 2}, {"c": 3})
    path.write_bytes(path.read_bytes().replace(b'"b":2', b'"b":3'))
    (chapter,) = history.chapters()
    assert (chapter.sound, chapter.events) == (False, ({"a": 1}, {"c": 3}))
    assert not history.is_whole()


def test_what_is_told_anew_makes_it_whole(history):
    first, second = write(history, {"a": 1}), write(history, {"b": 2})
    first.unlink()
    assert not history.is_whole()
    write(history, START, {"b": 2})
    write(history, {"c": 3})
    assert history.is_whole()
    second.unlink()
    assert history.is_whole()


def test_what_was_discarded_is_not_written(history):
    history.append({"a": 1})
    history.discard()
    assert history.write() is None
    assert not history.folder.exists()


def test_a_file_in_the_way_is_told(history):
    history.folder.write_bytes(b"")
    history.append({"a": 1})
    with pytest.raises(OutputError, match="move it away"):
        history.write()
