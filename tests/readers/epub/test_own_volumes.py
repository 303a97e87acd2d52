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
