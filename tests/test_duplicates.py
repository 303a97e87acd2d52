"""The same story in several papers: bound once, told everywhere, and decided otherwise where a person says so."""

import json
import zipfile

import pytest

from packager import pipeline, repair, withdraw
from packager.config import Duplicates, Settings
from packager.library.catalogue import Catalogue
from packager.library.events import Withdrawal
from packager.progress import Quiet
from tests.collected import build, catalogue, counts, files, options, packager, picture, put, volumes, whole
from tests.library.stories import edited, weather, words

PAGE = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>
<link rel="canonical" href="{address}"><meta property="og:site_name" content="{publisher}">
<meta property="article:section" content="{topic}">
<meta property="article:published_time" content="{date}T08:00:00+07:00">
</head><body><article><h1>{title}</h1>{text}{figure}</article></body></html>"""


def page(publisher, title, said, shown="", **given):
    """A page of a paper, in paragraphs of fifty words."""
    text = "".join(f"<p>{' '.join(said[place : place + 50])}.</p>" for place in range(0, len(said), 50))
    address = f"https://{publisher.lower()}.example/{title.lower().replace(' ', '-')}.html"
    figure = f'<figure><img src="{shown}" alt=""><figcaption>Chú thích</figcaption></figure>' if shown else ""
    told = {"topic": "Kinh tế", "date": "2025-02-21"} | given
    return PAGE.format(title=title, address=address, publisher=publisher, text=text, figure=figure, **told)


@pytest.fixture
def sources(tmp_path):
    """Two agency copies, one with a picture, another story, and one of another topic."""
    return put(
        tmp_path / "sources",
        {
            "alpha.html": page("Alpha", "Mở chợ", words(1)),
            "beta.html": page("Beta", "Chợ phiên mở cửa", edited(words(1), 6), shown="cho.jpg", date="2025-02-22"),
            "cho.jpg": picture(1),
            "gamma.html": page("Gamma", "Đường mới", words(2)),
            "delta.html": page("Delta", "Hội xuân", words(3), topic="Văn hóa"),
        },
    )


def text_of_volume(path):
    with zipfile.ZipFile(path) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))


def test_of_agency_copies_the_most_complete_is_bound_and_names_the_other(sources, tmp_path):
    report = build(sources, tmp_path / "out").report
    assert counts(report) == {"inputs": 4, "articles": 3, "duplicates": 1, "skipped": 0, "failed": 0}
    (item,) = (item for item in report["items"] if item["outcome"] == "duplicate")
    assert item["locator"] == "alpha.html"
    assert "nearly the same text as sources/beta.html (about 9" in item["reason"]
    assert "has more pictures (1, not 0)" in item["reason"]
    (note,) = (told for told in report["findings"] if told["code"] == "near-duplicate")
    assert (note["where"], note["severity"]) == ("sources/alpha.html", "note")
    economy = next(volume for volume in report["volumes"] if volume["topic"] == "kinh-te")
    book = text_of_volume(tmp_path / "out" / economy["path"])
    assert "Chợ phiên mở cửa" in book
    assert "Cũng đăng tại" in book
    assert 'Alpha, <a href="https://alpha.example/mở-chợ.html">' in book


def test_one_copy_more_touches_the_volume_of_its_story_only(sources, tmp_path):
    build(sources, tmp_path / "out")
    put(sources, {"eta.html": page("Eta", "Phiên chợ", edited(words(1), 4, 2), date="2025-02-23")})
    run = build(sources, tmp_path / "out")
    assert [path for path in run.written if "kinh-te" not in path] == []
    assert len(run.written) == 1
    assert run.report["duplicates"] == 2


def test_a_person_decides_otherwise_and_back(sources, tmp_path):
    output = tmp_path / "out"
    before = build(sources, output).report
    ids = {item["locator"]: item["article"] for item in before["items"]}
    pair = tuple(sorted((ids["alpha.html"], ids["beta.html"])))

    def decided(**pins):
        return build(sources, output, settings=Settings(duplicates=Duplicates(**pins))).report

    assert decided(apart=(pair,))["duplicates"] == 0
    assert decided(near=False)["duplicates"] == 0
    held = decided(bound=(ids["alpha.html"], "0" * 16))
    assert {item["locator"] for item in held["items"] if item["outcome"] == "duplicate"} == {"beta.html"}
    assert [told["message"] for told in held["findings"] if told["code"] == "pin-unused"] == [
        "duplicates: 0000000000000000: the library holds no such article"
    ]
    assert build(sources, output).report == before


def test_a_dry_run_decides_nothing(sources, tmp_path):
    output = tmp_path / "out"
    build(sources, output)
    before = packager("list", "duplicates", "-o", output).stdout
    settings = put(tmp_path, {"packager.toml": "[duplicates]\nnear = false\n"}) / "packager.toml"
    assert packager("bind", "-o", output, "--dry-run", "--config", settings).stdout.count(b"write ") == 1
    assert before
    assert packager("list", "duplicates", "-o", output).stdout == before
    assert pipeline.verify(output, Quiet()).findings == ()


def test_two_stories_of_one_form_stay_two(tmp_path):
    pages = {f"{day}.html": page("Alpha", f"Thời tiết {day}", weather(day)) for day in range(1, 13)}
    report = build(put(tmp_path / "sources", pages), tmp_path / "out").report
    assert counts(report)["articles"] == 12


def test_short_texts_of_one_title_stay_what_they_are(tmp_path):
    dumps = {f"{n:04}.txt": f"Cùng một tiêu đề\n\nGiữ {n:04} thân bài {n}\n" for n in range(40)}
    report = build(put(tmp_path / "sources", dumps), tmp_path / "out").report
    assert counts(report)["articles"] == 40


def test_duplicates_are_listed_with_why(sources, tmp_path):
    build(sources, tmp_path / "out")
    lines = packager("list", "duplicates", "-o", tmp_path / "out").stdout.decode().splitlines()
    assert lines[0].endswith("Mở chợ  (https://alpha.example/mở-chợ.html)")
    assert "  bound: " in lines[1]
    assert lines[2].startswith("  near-duplicate: nearly the same text as sources/beta.html")
    row = json.loads(packager("list", "duplicates", "--json", "-o", tmp_path / "out").stdout)
    assert (row["kind"], row["duplicate"]["input"], row["bound"]["input"]) == (
        "near-duplicate",
        "sources/alpha.html",
        "sources/beta.html",
    )
    assert 90 <= row["likeness"] < 100


def test_versions_and_other_articles_are_compared(sources, tmp_path):
    said = words(2)
    changed = [*said[:7], "đổi", *said[8:]]
    put(sources, {"later/gamma.html": page("Gamma", "Đường mới", changed, date="2025-02-25")})
    report = build(sources, tmp_path / "out").report
    ids = {item["locator"]: item["article"] for item in report["items"]}
    shown = packager("show", ids["gamma.html"], "--diff", "-o", tmp_path / "out").stdout.decode()
    assert "\x1b" not in shown
    assert shown.startswith("--- sources/gamma.html\n+++ sources/later/gamma.html\n@@ issued @@\n")
    assert f"-{' '.join(said[:50])}.\n+{' '.join(changed[:50])}.\n" in shown
    table = json.loads(packager("show", ids["gamma.html"], "--diff", "--json", "-o", tmp_path / "out").stdout)
    assert ["-", said[7]] in [run for change in table["text"] for run in change["words"]]
    other = packager("show", ids["beta.html"], "--against", ids["alpha.html"], "-o", tmp_path / "out").stdout.decode()
    assert "@@ pictures @@\n-cho.jpg\n" in other
    alone = packager("show", ids["beta.html"], "--diff", "-o", tmp_path / "out").stdout.decode()
    assert alone == "nothing changed: the library holds one version\n"


def of(report, outcome):
    return {item["locator"] for item in report["items"] if item["outcome"] == outcome}


def article_of(report, locator):
    (identifier,) = (item["article"] for item in report["items"] if item["locator"] == locator)
    return identifier


@pytest.mark.parametrize("erased", [False, True])
def test_the_duplicate_of_a_withdrawn_article_is_bound_until_that_is_brought_back(sources, tmp_path, erased):
    output = tmp_path / "out"
    before = build(sources, output).report
    withdrawal = Withdrawal(article_of(before, "beta.html"), "", "gỡ", erased=erased)
    report = whole(withdraw.withdraw(withdrawal, options(output), Quiet()), output).report
    assert (of(report, "duplicate"), of(report, "skipped")) == (set(), {"beta.html"})
    assert "alpha.html" in of(report, "article")
    assert pipeline.duplicates(output) == []
    held = catalogue(output)
    (output / "library" / "catalogue.sqlite").unlink()
    repair.repair((), options(output), Quiet())
    assert catalogue(output) == held
    assert build(sources, output).written == ()
    withdraw.restore(withdrawal.id, options(output), Quiet())
    assert build(sources, output).report == before


def test_both_may_be_withdrawn(sources, tmp_path):
    output = tmp_path / "out"
    before = build(sources, output).report
    for name in ("beta.html", "alpha.html"):
        run = whole(withdraw.withdraw(Withdrawal(article_of(before, name), "", "gỡ"), options(output), Quiet()), output)
    assert (of(run.report, "duplicate"), of(run.report, "skipped")) == (set(), {"alpha.html", "beta.html"})


def test_a_catalogue_made_again_knows_the_same_duplicates_and_pins(sources, tmp_path):
    output = tmp_path / "out"
    before = build(sources, output).report
    decided = {"settings": Settings(duplicates=Duplicates(bound=(article_of(before, "alpha.html"),)))}
    put(sources, {"beta-2.html": page("Beta", "Chợ phiên mở cửa", edited(words(1), 8), date="2025-02-23")})
    report = build(sources, output, **decided).report
    assert of(report, "duplicate") == {"beta.html", "beta-2.html"}
    held, books = catalogue(output), volumes(output)
    (output / "library" / "catalogue.sqlite").unlink()
    done = repair.repair((), options(output, **decided), Quiet())
    assert (done.verification.findings, catalogue(output), volumes(output)) == ((), held, books)
    assert build(sources, output, **decided).report == report


def test_what_a_lost_article_says_is_known_again_from_its_source(sources, tmp_path):
    output = tmp_path / "out"
    build(sources, output)
    held = catalogue(output)
    (entry,) = (entry for entry in pipeline.entries(output) if entry.locator == "beta.html")
    for path in ("library/catalogue.sqlite", f"library/objects/{entry.content[:2]}/{entry.content[2:]}"):
        (output / path).unlink()
    assert repair.repair((sources,), options(output), Quiet()).verification.findings == ()
    assert catalogue(output) == held


def test_a_history_told_anew_tells_the_same(sources, tmp_path):
    output = tmp_path / "out"
    build(sources, output)
    held = catalogue(output)
    min((output / "library" / "history").iterdir()).unlink()
    repair.repair((), options(output), Quiet())
    (output / "library" / "catalogue.sqlite").unlink()
    repair.repair((), options(output), Quiet())
    assert catalogue(output) == held


def test_only_what_is_bound_is_found_and_settling_leaves_the_index_in_step(sources, tmp_path):
    output = tmp_path / "out"
    build(sources, output)
    pipeline.search("chợ", options(output), (), 10)  # the first makes the index
    before = files(output)
    found = pipeline.search("mở chợ", options(output), (), 10)
    assert [hit.entry.locator for hit in found.hits] == ["beta.html"]
    assert files(output) == before
    with Catalogue(output / "library" / "catalogue.sqlite") as held:
        held.pin(Duplicates(near=False))
        held.settle()
        changed = held.connection.execute("SELECT locator FROM unsearched").fetchall()
        held.undo()
    assert changed == [("alpha.html",)]


def test_reading_settles_nothing(sources, tmp_path):
    path = tmp_path / "out" / "library" / "catalogue.sqlite"
    build(sources, tmp_path / "out")
    with Catalogue(path) as held:
        held.connection.execute("INSERT INTO unsettled_texts SELECT text FROM texts")
        held.connection.commit()
        before = path.read_bytes()
        with Catalogue(path, reading=True) as read:
            assert (len(read.entries()), len(read.duplicates())) == (3, 1)
        assert path.read_bytes() == before


def test_the_same_text_in_another_paper_is_told_as_such(tmp_path):
    pages = {"a.html": page("Alpha", "Mở chợ", words(1)), "b.html": page("Beta", "Chợ mở", words(1))}
    report = build(put(tmp_path / "sources", pages), tmp_path / "out").report
    assert counts(report)["duplicates"] == 1
    assert [told["where"] for told in report["findings"] if told["code"] == "same-text"] == ["sources/b.html"]
