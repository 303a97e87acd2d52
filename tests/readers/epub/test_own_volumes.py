"""Our own volumes come back as the articles that they were made of."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile

import pytest
from lxml import etree

X = "{http://www.w3.org/1999/xhtml}"
ADDED = ("nav", "footer[@class='origin']")


def build(sources, output):
    command = [sys.executable, "-m", "packager", "build", sources, "-o", output, "--workers", "1"]
    subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=os.environ)


@pytest.fixture(scope="module")
def first(samples, once):
    return once("samples", lambda folder: build(samples, folder))


@pytest.fixture(scope="module")
def again(first, once):
    """The volumes of the samples, taken as sources themselves."""

    def read_back(folder):
        books = folder / "sources"
        books.mkdir()
        for book in first.glob("volumes/*/*.epub"):
            shutil.copy(book, books)
        build(books, folder / "output")

    return once("samples read back", read_back) / "output"


def report(output):
    return json.loads((output / "report.json").read_text(encoding="utf-8"))


def articles(output):
    """Each article by its title: the volume it is in and all that its chapter says, without what a volume adds."""
    found = {}
    for path in sorted(output.glob("volumes/*/*.epub")):
        with zipfile.ZipFile(path) as book:
            for name in book.namelist():
                if "/chapters/" in name:
                    section = etree.fromstring(book.read(name)).find(f"{X}body/{X}section")
                    for element in [element for tag in ADDED for element in section.findall(f".//{X}{tag}")]:
                        element.getparent().remove(element)
                    for picture in section.iter(f"{X}img"):
                        if picture.get("data-original-src", "").startswith("data:"):  # has the name of its file now
                            picture.set("data-original-src", picture.get("src"))
                        del picture.attrib["src"]  # after the bytes of the rendition, which is the original now
                    found[section.findtext(f".//{X}h1")] = path.name, etree.tostring(section)
    return found


def test_every_article_comes_back(first, again):
    made, read = report(first), report(again)
    assert (read["articles"], read["failed"], read["duplicates"]) == (made["articles"], 0, 0)
    assert {item["reason"].rpartition(": ")[2] for item in read["items"] if item["outcome"] == "skipped"} == {
        "is a cover, a title page, a list or empty, and no article"
    }


def test_with_its_text_pictures_captions_names_and_date(first, again):
    made, read = articles(first), articles(again)
    assert set(read) == set(made)
    for title, written in made.items():
        assert read[title] == written, title


def test_what_is_lost_was_lost_before(again):
    losses = {item["code"] for item in report(again)["findings"] if item["severity"] == "loss"}
    assert losses == {"picture-missing"}


ROWS = "".join(f"<tr><td>{n}</td><td>Boat {n} came in.</td></tr>" for n in range(9000))
LONG = f"""<!DOCTYPE html><html lang="en"><head><title>The harbour book</title>
<link rel="canonical" href="https://example.com/harbour"></head><body><article><h1>The harbour book</h1>
<p>The keeper counted the boats in<sup><a href="#n1" id="r1">1</a></sup> and wrote each of them down.</p>
<p>{"The <em>keeper</em> counted every boat. " * 9000}</p><h2>All boats</h2>
<ol start="3">{"".join(f"<li>Boat {n} was counted.</li>" for n in range(14000))}</ol>
<table><thead><tr><th>No.</th><th>What</th></tr></thead><tbody>{ROWS}</tbody></table>
<p>{"wind and weather " * 20000}</p><p>The end of the book of the harbour.</p>
<p id="n1">1 <a href="#r1">^</a> In the book of the year.</p></article></body></html>"""


def whole(output):
    """The files of the one article of a volume."""
    (path,) = output.glob("volumes/*/*.epub")
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist() if "/chapters/" in name}


def test_an_article_that_was_cut_within_its_blocks_comes_back_as_it_was(tmp_path):
    for place in ("page", "book"):
        (tmp_path / place).mkdir()
    (tmp_path / "page" / "harbour.html").write_text(LONG, encoding="utf-8")
    build(tmp_path / "page", tmp_path / "first")
    shutil.copy(next((tmp_path / "first").glob("volumes/*/*.epub")), tmp_path / "book")
    build(tmp_path / "book", tmp_path / "second")
    made = whole(tmp_path / "first")
    assert len(made) > 4
    assert max(map(len, made.values())) <= 300_000
    assert b"data-repeats" in b"".join(made.values())
    assert whole(tmp_path / "second") == made
