"""Topics learnt on command: when they are learnt, and what becomes of the volumes."""

from __future__ import annotations

import json
from random import Random

import pytest

from packager import pipeline
from packager.config import Settings
from packager.errors import LibraryDamaged, SourceMissing, UsageError
from packager.library.topic_model import Assessment
from packager.model import Basis
from packager.progress import Quiet
from packager.stages import Options
from tests.collected import build, catalogue, files, page, put, volumes, whole
from tests.collected import packager as command

OWN = {
    "Kinh tế": "giá chợ hàng tiền vốn lãi thuế doanh nghiệp xuất khẩu thị trường nông sản".split(),
    "Thể thao": "bóng đá trận đấu bàn thắng cầu thủ huấn luyện giải vòng sân vận động".split(),
}


def article(number, words, topic):
    chance = Random(number)  # noqa: S311 - no secret
    said = " ".join(chance.choices(words, k=40))
    told = f"<p>Tin cho biết {said}.</p>" * 3
    return page(f"Bài {number}", topic=topic, date="2025-02-03").replace("</article>", f"{told}</article>")


@pytest.fixture
def output(tmp_path):
    labelled = {
        f"{name[:4]}{n}.html": article(n, words, name if n % 2 else name.upper())
        for name, words in OWN.items()
        for n in range(6)
    }
    put(tmp_path / "sources", labelled | {"moi.html": article(90, OWN["Thể thao"], "")})
    build(tmp_path / "sources", tmp_path / "output")
    return tmp_path / "output"


def bind(output, **given):
    return whole(pipeline.bind(Options(output, **given), Quiet()), output)


def learn(output, **given):
    return pipeline.learn_topics(Options(output, **given))


def topics(output):
    return {entry.locator: entry.metadata.topic for entry in pipeline.entries(output)}


def test_nothing_changes_until_it_is_asked_for_and_then_by_the_model_only(output):
    assert "volumes/2025-02/articles-2025-02-unsorted.epub" in volumes(output)
    assert not bind(output).written
    before = catalogue(output)
    lesson = learn(output)
    assert (lesson.topics, lesson.without, lesson.suggested) == (("Kinh tế", "Thể thao"), 1, 1)
    assert lesson.assessment == Assessment(12, 12, 12, 12)
    assert catalogue(output) == before
    run = bind(output)
    assert run.written == ("volumes/2025-02/articles-2025-02-the-thao.epub",)
    assert run.removed == ("volumes/2025-02/articles-2025-02-unsorted.epub",)
    found = topics(output)["moi.html"]
    assert (found.value, found.basis) == ("Thể thao", Basis.INFERRED)
    assert found.evidence.startswith("learnt: words «")
    assert found.evidence.endswith(f"model {lesson.model[:12]}")
    assert learn(output) == lesson
    assert not bind(output).written


def test_the_model_does_not_learn_from_its_own_answers(output):
    first = learn(output)
    bind(output)
    assert learn(output).assessment.articles == first.assessment.articles == 12


def test_the_manifest_holds_the_model(output):
    lesson = learn(output)
    manifest = (output / "manifest-sha256.txt").read_text(encoding="utf-8")
    assert f"{lesson.model}  library/objects/{lesson.model[:2]}/{lesson.model[2:]}\n" in manifest
    assert "library/topic-model.json\n" in manifest


def test_one_library_gives_one_model(output, tmp_path):
    lesson = learn(output)
    build(tmp_path / "sources", tmp_path / "again")
    assert learn(tmp_path / "again") == lesson
    bind(output)
    bind(tmp_path / "again")
    assert files(output, "volumes", "library/objects") == files(tmp_path / "again", "volumes", "library/objects")


def test_what_was_remembered_may_be_lost(output):
    learn(output)
    bind(output)
    (output / "library" / "cache" / "topics.json").write_text("{", encoding="utf-8")
    assert not bind(output).written


def test_a_model_may_be_forgotten(output):
    before = volumes(output)
    learn(output)
    bind(output)
    pipeline.forget_topics(Options(output))
    bind(output)
    assert volumes(output) == before
    assert not topics(output)["moi.html"]


def test_aliases_join_what_they_say_is_one(output):
    mapping = dict.fromkeys(("Kinh tế", "Thể thao", "the-thao"), "Tin")
    with pytest.raises(UsageError, match="too little"):
        learn(output, settings=Settings(topics=mapping))


def test_a_model_that_is_damaged_stops_the_run(output):
    lesson = learn(output)
    (output / "library" / "cache" / "topics.json").unlink()
    (output / "library" / "objects" / lesson.model[:2] / lesson.model[2:]).write_bytes(b"{}")
    with pytest.raises(LibraryDamaged):
        bind(output)
    (output / "library" / "topic-model.json").write_bytes(b"{}")
    with pytest.raises(LibraryDamaged, match="learn-topics"):
        bind(output)


def test_without_a_library_there_is_nothing_to_learn_from(tmp_path):
    with pytest.raises(SourceMissing):
        learn(tmp_path)


def test_the_command_says_how_well_it_does(output):
    done = command("learn-topics", "-o", output)
    assert done.returncode == 0, done.stderr
    assert "12 right; sure of 12, and 12 of them right" in done.stdout.decode()
    assert "1 of 1 articles without a topic" in done.stdout.decode()
    table = json.loads(command("learn-topics", "-o", output, "--json").stdout)
    assert table["assessment"] == {"articles": 12, "right": 12, "sure": 12, "sure_right": 12}
    assert command("learn-topics", "-o", output, "--forget").returncode == 0
