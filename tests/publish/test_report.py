import json
import re

import pytest
from lxml import html

from packager.errors import OutputError
from packager.findings import finding, table
from packager.library.records import Item
from packager.model import Outcome, Publication
from packager.publish import report

LOST = finding("picture-missing", "news/a.html", "img/p1.jpg is not there")
LOST_TOO = finding("picture-missing", "news/a.html", "img/p2.jpg is not there")
EMPTY = finding("empty-file", "news/<b>.html", "holds no bytes")
UNDATED = finding("no-date", "news/c.html", "no date is stated")
NOTE = finding("read-me", "news/README", "is a note for people")
ITEMS = [
    Item("news", "<b>.html", Outcome.FAILED, "", "holds no bytes", (EMPTY,)),
    Item("news", "README", Outcome.SKIPPED, "", "is a note for people", (NOTE,)),
    Item("news", "a.html", Outcome.ARTICLE, "id", "", (LOST, LOST_TOO)),
    Item("news", "c.html", Outcome.ARTICLE, "id2", "", (UNDATED,)),
]
VOLUMES = [
    Publication(
        "volumes/b.epub", "application/epub+zip", "kinh-te", "2025-02", 2, 3, 2, "e" * 64, 10, "topic,month", (LOST,)
    ),
    Publication("volumes/a.epub", "application/epub+zip", "", "undated", 1, 0, 0, "f" * 64, 20),
]


def shown(tmp_path):
    return html.fromstring((tmp_path / "report.html").read_bytes())


def words(element):
    return re.sub(r"\s+", " ", element.text_content()).strip()


def test_the_json_has_the_form_of_the_contract(tmp_path):
    returned = report.write(tmp_path, ITEMS, VOLUMES)
    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert {word: known for word, known in told.items() if word != "items"} == returned
    assert list(told) == [
        "format", "inputs", "articles", "duplicates", "skipped", "failed", "items", "volumes", "findings",
    ]  # fmt: skip
    assert told["format"] == 1
    assert told["inputs"] == told["articles"] + told["duplicates"] + told["skipped"] + told["failed"] == 4
    assert [item["locator"] for item in told["items"]] == ["<b>.html", "README", "a.html", "c.html"]
    assert told["items"][0] == {
        "source": "news",
        "locator": "<b>.html",
        "outcome": "failed",
        "article": "",
        "reason": "holds no bytes",
    }
    assert told["volumes"][0] == {
        "path": "volumes/a.epub",
        "media_type": "application/epub+zip",
        "topic": "",
        "period": "undated",
        "articles": 1,
        "images": 0,
        "missing_images": 0,
        "sha256": "f" * 64,
        "bytes": 20,
    }
    assert [(item["severity"], item["code"]) for item in told["findings"]] == [
        ("loss", "empty-file"),
        ("loss", "picture-missing"),
        ("loss", "picture-missing"),
        ("warning", "no-date"),
        ("note", "read-me"),
    ]


def test_any_order_gives_the_same_bytes(tmp_path):
    report.write(tmp_path / "a", ITEMS, VOLUMES)
    report.write(tmp_path / "b", ITEMS, VOLUMES[::-1])
    for name in ("report.json", "report.html"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_the_page_lists_losses_first_each_kind_with_its_hint_once(tmp_path):
    report.write(tmp_path, ITEMS, VOLUMES)
    page = shown(tmp_path)
    assert [group.get("id") for group in page.iter("details")] == ["empty-file", "picture-missing", "no-date"]
    missing = page.get_element_by_id("picture-missing")
    assert words(missing).count(table()["picture-missing"]["hint"]) == 1
    assert [words(place) for place in missing.xpath(".//*[@class='place']")] == ["news/a.html"]
    assert [words(item) for item in missing.iter("li")] == ["img/p1.jpg is not there", "img/p2.jpg is not there"]


def test_the_page_escapes_what_sources_say(tmp_path):
    report.write(tmp_path, ITEMS, VOLUMES)
    assert "<b>" not in (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "news/<b>.html" in words(shown(tmp_path))


def test_any_text_is_json(tmp_path):
    odd = Item("s", 'a"\\\n\ud800/ả\u2028', Outcome.SKIPPED, "", "\x00\x1f</script>", ())
    report.write(tmp_path, [odd], [])
    (item,) = json.loads((tmp_path / "report.json").read_bytes())["items"]
    assert (item["locator"], item["reason"]) == (odd.locator, odd.reason)


def test_dollar_signs_are_words(tmp_path):
    odd = finding("empty-file", "$place", "${code} $$")
    report.write(tmp_path, [], [], [odd])
    assert "$place ${code} $$" in words(shown(tmp_path))


def test_the_page_says_that_nothing_was_lost(tmp_path):
    report.write(tmp_path, ITEMS[1:2], [])
    page = shown(tmp_path)
    assert words(page.xpath("//*[@class='verdict well']")[0]) == "Nothing was lost."
    assert list(page.iter("details")) == []
    assert "Notes that ask for nothing: 1, in report.json." in words(page)
    assert "is a note for people" not in words(page)


@pytest.mark.parametrize(
    ("findings", "verdict"),
    [
        ([LOST], "1 loss: something of the sources did not arrive."),
        ([LOST, LOST_TOO, UNDATED], "2 losses: something of the sources did not arrive."),
        ([UNDATED], "Nothing was lost. 1 warning to look at."),
    ],
)
def test_the_verdict(tmp_path, findings, verdict):
    report.write(tmp_path, [], [], findings)
    assert words(shown(tmp_path).find_class("verdict")[0]) == verdict


def test_a_kind_with_very_many_findings_starts_folded(tmp_path):
    many = [finding("empty-file", f"{number:03}", "holds no bytes") for number in range(60)]
    report.write(tmp_path, [], [], [*many, LOST])
    assert [group.get("open") is not None for group in shown(tmp_path).iter("details")] == [False, True]


def test_the_page_is_one_file_that_asks_for_nothing(tmp_path):
    report.write(tmp_path, ITEMS, VOLUMES)
    page = shown(tmp_path)
    assert page.xpath("//@src | //@href | //script | //link") == []
    assert page.get("lang") == "en"
    assert [words(heading) for heading in page.iter("h1")] == ["What became of the sources"]


def test_a_file_in_place_of_the_folder_is_told(tmp_path):
    (tmp_path / "output").write_bytes(b"")
    with pytest.raises(OutputError, match=r"report\.json: "):
        report.write(tmp_path / "output", [], [])
