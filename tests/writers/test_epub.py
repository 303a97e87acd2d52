import re
import sys
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from packager.config import Settings
from packager.errors import LibraryDamaged, OutputError, PictureUnreadable
from packager.model import Value
from packager.volumes import places
from packager.writers import WRITERS
from packager.writers.seal import seal
from tests.volumes.samples import Shelf, figure, library, volumes_of

H = {
    "h": "http://www.w3.org/1999/xhtml",
    "o": "http://www.idpf.org/2007/opf",
    "n": "http://www.daisy.org/z3986/2005/ncx/",
}


@pytest.fixture(scope="module")
def shelf():
    return Shelf()


@pytest.fixture(scope="module")
def month(shelf):
    return volumes_of(library(shelf), ("month",), Settings())[0]


@pytest.fixture(scope="module")
def written(shelf, month, tmp_path_factory):
    draft = tmp_path_factory.mktemp("epub") / "month.draft"
    return draft, WRITERS["epub"].write(month, shelf, shelf.renditions, Settings(), draft)


@pytest.fixture(scope="module")
def book(written):
    with zipfile.ZipFile(written[0]) as archive:
        yield archive


def part(book, name):
    return etree.fromstring(book.read(f"EPUB/{name}"))


def test_epubcheck_finds_nothing_at_all(shelf, tmp_path, epubcheck_all):
    books = []
    for by in ((), ("topic", "month")):
        for volume in volumes_of(library(shelf), by, Settings(rights="© <Báo> & bạn"))[:1]:
            draft, final = tmp_path / "draft", tmp_path / f"{volume.path}.epub"
            WRITERS["epub"].write(volume, shelf, shelf.renditions, Settings(rights="© <Báo> & bạn"), draft)
            seal(draft, final)
            books.append(final)
    assert {book.name: messages for book, messages in epubcheck_all(books).items() if messages} == {}


def test_two_writes_give_the_same_bytes(shelf, month, written, tmp_path):
    again = WRITERS["epub"].write(month, shelf, shelf.renditions, Settings(), tmp_path / "other")
    assert again == written[1]
    assert (tmp_path / "other").read_bytes() == written[0].read_bytes()


def test_counts_are_of_what_stands_in_it(written, month):
    _, counts = written
    assert (counts.articles, counts.images, counts.missing_images) == (len(month.entries), 6, 1)
    assert counts.bytes == written[0].stat().st_size


def test_the_archive_begins_with_its_type_and_stores_pictures(book):
    first = book.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    for item in book.infolist()[1:]:
        stored = item.filename.endswith((".jpg", ".png", ".gif"))
        assert item.compress_type == (zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED), item.filename


def test_names_are_safe(book):
    for name in book.namelist():
        assert re.fullmatch(r"[A-Za-z0-9./-]+", name)


def test_a_picture_that_stands_twice_is_stored_once(shelf, month, tmp_path):
    shelf.asked.clear()
    WRITERS["epub"].write(month, shelf, shelf.renditions, Settings(), tmp_path / "draft")
    assert len(shelf.asked) == len(set(shelf.asked)) == 5


def test_every_article_stands_in_spine_nav_and_ncx_in_order(book, month):
    chapters = [places.chapter_path(entry) for entry in month.entries]
    names = ["t-kinh-te.xhtml", *chapters[:4], "t-the-thao.xhtml", *chapters[4:6], "t-unsorted.xhtml", *chapters[6:]]
    front = ["title.xhtml", "contents.xhtml"]
    back = ["captions.xhtml", "sources.xhtml", "about.xhtml"]
    package = part(book, "content.opf")
    hrefs = {item.get("id"): item.get("href") for item in package.iterfind(".//o:item", H)}
    spine = [hrefs[item.get("idref")] for item in package.iterfind(".//o:itemref", H)]
    assert spine == ["cover.xhtml", *front, *names, *back]
    nav = part(book, "nav.xhtml").xpath("//h:nav[@role='doc-toc']//h:a", namespaces=H)
    assert [link.get("href") for link in nav] == [*front, *names, *back]
    labels = [link.text for link in nav if link.get("href") in chapters]
    assert labels == [entry.metadata.title.value for entry in month.entries]
    points = part(book, "toc.ncx").xpath("//n:navPoint/n:content/@src", namespaces=H)
    assert points == [*front, *names, *back]


def test_topics_hold_their_articles(book):
    topics = part(book, "nav.xhtml").xpath("//h:li[h:ol]/h:a/text()", namespaces=H)
    assert topics == ["Kinh tế", "Thể thao", "Chưa phân loại"]


def test_landmarks_and_cover(book):
    types = part(book, "nav.xhtml").xpath("//h:nav[not(@role)]//h:a/@*[local-name()='type']", namespaces=H)
    assert types == ["cover", "toc", "bodymatter", "loi"]
    package = part(book, "content.opf")
    (cover,) = package.xpath("//o:item[@properties='cover-image']/@id", namespaces=H)
    assert package.xpath("//o:meta[@name='cover']/@content", namespaces=H) == [cover]
    assert part(book, "cover.xhtml").xpath("//h:img/@alt", namespaces=H) == ["Bìa: Báo Miền Núi · 2025-02"]
    assert book.read("EPUB/images/cover.jpg").startswith(b"\xff\xd8")


def test_every_link_and_picture_resolves(book):
    names = set(book.namelist())
    for name in names:
        if not name.endswith(".xhtml"):
            continue
        folder = name.rpartition("/")[0]
        for target in etree.fromstring(book.read(name)).xpath("//@href|//@src"):
            if "://" in target:
                continue
            path, _, anchor = target.partition("#")
            resolved = f"EPUB/{path[3:]}" if path.startswith("../") else f"{folder}/{path}" if path else name
            assert resolved in names, (name, target)
            assert not anchor or etree.fromstring(book.read(resolved)).xpath(f"//*[@id='{anchor}']"), target


def test_one_language_and_one_moment(book):
    package = part(book, "content.opf")
    assert package.xpath("//*[local-name()='language']/text()") == ["vi"]
    assert package.xpath("//o:meta[@property='dcterms:modified']/text()", namespaces=H) == ["2025-02-22T01:05:00Z"]
    assert len(package.xpath("//*[local-name()='identifier']")) == 1


def test_a_picture_that_cannot_be_shown_is_a_finding_and_keeps_its_place(shelf, month, tmp_path):
    def refuse(picture):
        if picture.reference == "img/p002.jpg":
            raise PictureUnreadable("picture-damaged", "it ends early")
        return shelf.renditions(picture)

    counts = WRITERS["epub"].write(month, shelf, refuse, Settings(), tmp_path / "draft")
    assert (counts.images, counts.missing_images) == (5, 2)
    (found,) = counts.findings
    assert found.code == "picture-damaged"
    assert "img/p002.jpg" in found.message


def test_a_lost_object_stops_and_leaves_nothing(month, tmp_path):
    class Empty:
        def read(self, digest):
            raise LibraryDamaged(digest)

    with pytest.raises(LibraryDamaged):
        WRITERS["epub"].write(month, Empty(), None, Settings(), tmp_path / "draft")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's own")
def test_a_full_disk_is_never_a_success(shelf, month, tmp_path):
    (tmp_path / "draft").symlink_to("/dev/full")
    with pytest.raises(OutputError, match="disk is full"):
        WRITERS["epub"].write(month, shelf, shelf.renditions, Settings(), tmp_path / "draft")


def test_styles_are_safe_for_night_and_large_type(book):
    css = re.sub(r"/\*.*?\*/", "", book.read("EPUB/styles/book.css").decode(), flags=re.DOTALL)
    assert not re.search(r"background|\dpx|(?<![-\w])color\s*:(?!\s*inherit)", css)
    for rule in ("hyphens: manual", "max-width: 100%", "height: auto"):
        assert rule in css
    assert re.search(r"figure \{[^}]*break-inside: avoid", css)


def test_a_very_long_article_becomes_several_files_of_one_volume(tmp_path):
    shelf = Shelf()
    entries = [shelf.article("Dài", "<p>chữ chữ chữ</p>" * 20_000), shelf.article("Ngắn")]
    (volume,) = volumes_of(entries, (), Settings())
    WRITERS["epub"].write(volume, shelf, shelf.renditions, Settings(), tmp_path / "long.epub")
    with zipfile.ZipFile(tmp_path / "long.epub") as book:
        names = [name for name in book.namelist() if name.startswith("EPUB/chapters/")]
        assert names[:2] == [f"EPUB/chapters/a-{entries[0].id}.xhtml", f"EPUB/chapters/a-{entries[0].id}-2.xhtml"]
        assert len(part(book, "content.opf").findall(".//o:itemref", H)) == len(names) + 5
        links = part(book, "nav.xhtml").xpath("//h:nav[@role='doc-toc']//h:a/text()", namespaces=H)
        assert links == ["Trang tên sách", "Mục lục", "Dài", "Ngắn", "Nguồn của từng bài", "Về tập này"]


def test_a_photo_that_no_cover_can_be_drawn_from_is_a_finding(shelf, month, tmp_path):
    def truncated(picture):
        whole = shelf.renditions(picture)
        return replace(whole, content=whole.content[:2000])

    counts = WRITERS["epub"].write(month, shelf, truncated, Settings(), tmp_path / "draft")
    assert [found.code for found in counts.findings] == ["picture-damaged"]


def test_each_topics_page_shows_small_pictures_that_are_stored_once(book, month):
    images = part(book, "t-kinh-te.xhtml").xpath("//h:img/@src", namespaces=H)
    first = {picture.digest: picture for entry in month.entries for picture in entry.pictures[:1]}
    assert sorted(set(images)) == sorted(f"images/{digest[:20]}-small.jpg" for digest in first)
    assert len(images) == 3, "two articles begin with the same picture"
    names = [name for name in book.namelist() if name.endswith("-small.jpg")]
    assert sorted(f"EPUB/{name}" for name in set(images)) == sorted(names)
    assert all(len(book.read(name)) < 15_000 for name in names)


def test_a_volume_of_one_topic_needs_no_thumbnails(shelf, tmp_path):
    volume = volumes_of(library(shelf), ("topic", "month"), Settings())[0]
    WRITERS["epub"].write(volume, shelf, shelf.renditions, Settings(), tmp_path / "draft")
    with zipfile.ZipFile(tmp_path / "draft") as written:
        assert not [name for name in written.namelist() if "-small" in name or "/t-" in name]


def test_a_loss_at_binding_is_marked_in_contents_chapter_and_about(shelf, month, tmp_path):
    def refuse(picture):
        if picture.reference == "img/p005.jpg":
            raise PictureUnreadable("picture-damaged", "it ends early")
        return shelf.renditions(picture)

    WRITERS["epub"].write(month, shelf, refuse, Settings(), tmp_path / "draft")
    (lost,) = [entry for entry in month.entries if entry.metadata.language.value == "en"]
    with zipfile.ZipFile(tmp_path / "draft") as written:
        for page in ("contents.xhtml", "t-kinh-te.xhtml"):
            marked = part(written, page).xpath("//h:li[.//h:strong[@class='loss']]//h:a/@href", namespaces=H)
            assert places.chapter_path(lost) in marked
        chapter = part(written, places.chapter_path(lost))
        assert chapter.xpath("//h:figure/h:p[@class='lost']/@lang", namespaces=H) == ["vi"]
        assert "img/p005.jpg" in "".join(part(written, "about.xhtml").itertext())


def test_a_volume_that_is_written_right_to_left_turns_its_pages_that_way(tmp_path):
    shelf = Shelf()
    (volume,) = volumes_of([shelf.article("سوق", language="ar")], (), Settings())
    WRITERS["epub"].write(volume, shelf, shelf.renditions, Settings(), tmp_path / "draft")
    with zipfile.ZipFile(tmp_path / "draft") as written:
        spine = part(written, "content.opf").find("o:spine", H)
    assert spine.get("page-progression-direction") == "rtl"


def test_very_large_contents_are_cut_and_every_link_still_resolves(tmp_path, epubcheck_all):
    shelf = Shelf()
    body = figure([shelf.picture(1)], "Chú thích.") + '<p>Xem <a href="#note-1">1</a></p>'
    long = body + "<p>chữ chữ chữ</p>" * 20_000 + '<p id="note-1">Ghi chú</p>' + figure([shelf.picture(2)], "Cuối.", 2)
    topics = ("Kinh tế", "Thể thao")
    entries = [
        shelf.article(
            f"Bài {n} " + "dài " * 60, topic=topics[n % 2], creator=(Value("An"),), source=f"https://b.vn/{n}"
        )
        for n in range(700)
    ]
    entries.append(shelf.article("Rất dài", long, [shelf.picture(1), shelf.picture(2)], topic=topics[0]))
    (volume,) = volumes_of(entries, (), Settings())
    WRITERS["epub"].write(volume, shelf, shelf.renditions, Settings(), tmp_path / "large.epub")
    with zipfile.ZipFile(tmp_path / "large.epub") as book:
        assert {"EPUB/contents-2.xhtml", "EPUB/authors-2.xhtml", "EPUB/sources-2.xhtml"} <= set(book.namelist())
        assert not [name for name in book.namelist() if "-small" in name], "too many articles for thumbnails"
        assert (
            max(
                item.file_size
                for item in book.infolist()
                if "nav" not in item.filename and "ncx" not in item.filename and "opf" not in item.filename
            )
            < 300_000
        )
    assert epubcheck_all([tmp_path / "large.epub"]) == {tmp_path / "large.epub": []}
