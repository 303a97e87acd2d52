"""E-books: which documents are articles, what the book says of them, what hostile and broken books do."""

from __future__ import annotations

import io
import warnings
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packager.errors import CaptureError, CaptureFailed, ResourceRefused
from packager.model import Basis
from tests.readers.epub.books import CONTAINER, NAV, PROSE, book, nav, package, page, read

CHAPTER = page(f"<h1>Boats</h1><p>{PROSE}</p>")


def words(capture):
    return capture.content.decode()


def test_chapters_are_captures_with_what_the_book_says(tmp_path):
    opf = package(
        ["one.xhtml", "two.xhtml"],
        manifest=NAV,
        metadata="<dc:publisher>Quay</dc:publisher><dc:date>2025-02-21</dc:date><dc:rights>free</dc:rights>"
        "<dc:creator>A. Keeper</dc:creator>",
    )
    contents = nav(
        '<nav epub:type="toc"><ol><li><span>Work</span><ol><li><a href="one.xhtml">Boats in</a></li></ol></li>'
        '<li><a href="two.xhtml#x">Boats <em>out</em></a></li></ol></nav>'
    )
    captures, troubles, told = read(
        book({"one.xhtml": CHAPTER, "two.xhtml": CHAPTER, "nav.xhtml": contents}, opf), tmp_path
    )
    assert (list(captures), troubles, told) == (["OPS/one.xhtml", "OPS/two.xhtml"], {}, [])
    one, two = (capture.stated for capture in captures.values())
    assert (one.title.value, one.title.basis, one.section.value) == ("Boats in", Basis.INFERRED, "Work")
    assert (two.title.value, two.section.value) == ("Boats out", "")
    assert (one.publisher.value, one.rights.value, one.language.value) == ("Quay", "free", "en")
    assert (one.issued.value, one.issued.precision) == ("2025-02-21", "day")
    assert [name.value for name in one.creator] == ["A. Keeper"]
    assert all(capture.whole and PROSE.strip() in words(capture) for capture in captures.values())


@pytest.mark.parametrize("date", ["2025", "2025-02", "soon", ""])
def test_a_date_that_is_no_day_is_not_taken(tmp_path, date):
    opf = package(["one.xhtml"], metadata=f"<dc:date>{date}</dc:date>")
    captures, _, _ = read(book({"one.xhtml": CHAPTER}, opf), tmp_path)
    assert not captures["OPS/one.xhtml"].stated.issued


def test_what_is_no_article(tmp_path):
    links = "".join(f'<li><a href="c{n}.xhtml">{PROSE}</a></li>' for n in range(4))
    files = {
        "cover.xhtml": page('<img src="cover.png" alt="cover"/>'),
        "title.xhtml": page(f'<section epub:type="titlepage"><p>{PROSE}</p></section>'),
        "rights.xhtml": page(f"<p>{PROSE}</p>", of_body=' epub:type="frontmatter copyright-page"'),
        "toc.xhtml": page(f"<p>{PROSE}</p>"),
        "list.xhtml": page(f"<h1>In this book</h1><ul>{links}</ul>"),
        "empty.xhtml": page("<p> </p>"),
        "mark.xhtml": page(f"<p>{PROSE}</p>"),
        "nav.xhtml": nav(
            '<nav epub:type="landmarks"><ol><li><a epub:type="loi" href="mark.xhtml">L</a></li></ol></nav>'
        ),
        "aside.xhtml": page('<img src="cover.png" alt="map"/>'),
        "one.xhtml": CHAPTER,
    }
    guide = '<guide><reference type="toc" href="toc.xhtml"/></guide>'
    opf = package([name + "!" * (name == "aside.xhtml") for name in files], manifest=NAV, guide=guide)
    captures, troubles, _ = read(book(files, opf), tmp_path)
    assert list(captures) == ["OPS/one.xhtml"]
    assert set(troubles.values()) == {"front-matter"}


def test_what_the_spine_leaves_out_is_read_behind_it(tmp_path):
    left_out = '<item id="x" href="left-out.xhtml" media-type="application/xhtml+xml"/>'
    files = dict.fromkeys(("left-out.xhtml", "aside.xhtml", "one.xhtml"), CHAPTER)
    opf = package(["aside.xhtml!", "one.xhtml"], manifest=left_out)
    captures, troubles, _ = read(book(files, opf), tmp_path)
    assert list(captures) == ["OPS/aside.xhtml", "OPS/one.xhtml", "OPS/left-out.xhtml"]
    assert troubles == {}


def test_what_leads_about_the_book_is_taken_out_and_notes_stay(tmp_path):
    body = (
        f'<nav>away</nav><p>{PROSE}<span epub:type="pagebreak" title="7">7</span>goes on</p>'
        '<div role="doc-pagelist">away</div><aside epub:type="footnote">A note.</aside>'
    )
    captures, _, _ = read(book({"one.xhtml": page(body)}, package(["one.xhtml"])), tmp_path)
    text = words(captures["OPS/one.xhtml"])
    assert "away" not in text
    assert ">7<" not in text
    assert "goes on</p>" in text
    assert "A note." in text


def test_pictures_are_found_in_the_book_only(tmp_path):
    files = {"text/one.xhtml": CHAPTER, "OPS/img/ảnh 1.png": b"PNG", "OPS/x.xhtml": CHAPTER}
    opf = package(["../text/one.xhtml", "x.xhtml"])
    captures, _, _ = read(book(files, opf), tmp_path)
    resources = captures["text/one.xhtml"].resources
    for reference in ("../OPS/img/%E1%BA%A3nh%201.png", "../OPS/img/ảnh 1.png#x", "/OPS/img/ảnh 1.png"):
        assert resources.find(reference).content == b"PNG"
    assert resources.find("https://quay.example/a.png") is None
    assert resources.find("gone.png") is None
    assert list(resources.places("gone.png")) == []
    for reference in ("../../out.png", "../../../etc/passwd"):
        with pytest.raises(ResourceRefused):
            resources.find(reference)
    with pytest.raises(ResourceRefused):
        resources.open_page(resources.find("../OPS/img/ảnh 1.png"))
    assert PROSE.encode() in resources.open_page(resources.find("../OPS/x.xhtml")).content


def test_a_book_of_the_second_version(tmp_path):
    old = (
        '<?xml version="1.0"?>'
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" '
        '"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">'
        f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>'
        f'<a id="p1"/><p>Caf&eacute;&nbsp;{PROSE}</p>'
        "</body></html>"
    )
    ncx = (
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>'
        "<navPoint><navLabel><text>Part</text></navLabel>"
        '<content src="part.html"/>'
        "<navPoint><navLabel><text>Café</text></navLabel>"
        '<content src="one.html#p1"/></navPoint>'
        "</navPoint></navMap></ncx>"
    )
    opf = package(["one.html"], manifest='<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>')
    captures, _, _ = read(book({"one.html": old, "toc.ncx": ncx}, opf), tmp_path)
    capture = captures["OPS/one.html"]
    assert (capture.stated.title.value, capture.stated.section.value) == ("Café", "Part")
    assert f"Café\xa0{PROSE.strip()}" in words(capture)
    assert '<a id="p1"></a>' in words(capture)


def test_html_that_is_no_xml(tmp_path):
    loose = f'<html><body><div class="calibre_navbar"><a href="x">away</a></div><p>{PROSE}<br>More & more</body>'
    for n, content in enumerate((loose.encode(), loose.encode() + "ảnh".encode("cp1258", "replace") + b"\xff")):
        folder = tmp_path / str(n)
        folder.mkdir()
        captures, _, _ = read(book({"one.html": content}, package(["one.html"], media="text/html")), folder)
        assert PROSE.encode().strip() in captures["OPS/one.html"].content


def test_news_as_calibre_binds_them(tmp_path):
    bar = '<div class="calibre_navbar"><a href="../index.html">Main menu</a></div>'
    end = '<div class="calibre_navbar"><a rel="calibre-downloaded-from" href="https://quay.example/boats">x</a></div>'
    feed = page(
        f'{bar}<h2>Harbour</h2><ul class="calibre_article_list"><li><a href="a/index.html">Boats</a> {PROSE}</li></ul>'
    )
    files = {"feed_0/index.html": feed, "feed_0/a/index.html": page(f"{bar}<h1>Boats</h1><p>{PROSE}</p>{end}")}
    opf = package([f"../{name}" for name in files], metadata="<dc:creator>calibre</dc:creator>")
    captures, troubles, _ = read(book(files, opf), tmp_path)
    assert troubles == {"feed_0/index.html": "front-matter"}
    capture = captures["feed_0/a/index.html"]
    assert (capture.address, capture.stated.creator) == ("https://quay.example/boats", ())
    assert b"Main menu" not in capture.content


def test_a_document_that_is_missing_and_one_that_is_no_page(tmp_path):
    opf = package(["one.xhtml", "gone.xhtml", "../../etc/passwd"])
    captures, troubles, _ = read(book({"one.xhtml": CHAPTER}, opf), tmp_path)
    assert list(captures) == ["OPS/one.xhtml"]
    assert list(troubles.values()) == ["missing-file", "missing-file"]
    drawn = package(["one.svg"], media="image/svg+xml")
    assert read(book({"one.svg": "<svg/>"}, drawn), tmp_path)[1] == {"OPS/one.svg": "unknown-kind"}


ENCRYPTION = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" '
    'xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
    '<enc:EncryptedData><enc:EncryptionMethod Algorithm="{}"/>'
    '<enc:CipherData><enc:CipherReference URI="OPS/one.xhtml"/>'
    "</enc:CipherData></enc:EncryptedData></encryption>"
)


def test_encrypted_documents(tmp_path):
    for algorithm, troubles in (
        ("http://www.w3.org/2001/04/xmlenc#aes128-cbc", {"OPS/one.xhtml": "encrypted"}),
        ("http://www.idpf.org/2008/embedding", {}),
    ):
        files = {"one.xhtml": CHAPTER, "META-INF/encryption.xml": ENCRYPTION.format(algorithm)}
        assert read(book(files, package(["one.xhtml"])), tmp_path)[1] == troubles


def test_entities_stand_for_nothing(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    dtd = f'<!DOCTYPE x [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "{"ha" * 50}">'
    dtd += "".join(f'<!ENTITY y{n} "{f"&y{n - 1 or str()};" * 30}">' for n in range(1, 9)) + "]>"
    opf = package(["one.xhtml"], manifest=NAV).replace("<package", f"{dtd}<package").replace("Harbour", "&x;&y8;")
    chapter = CHAPTER.replace("<!DOCTYPE html>", dtd).replace("counted", "&x;&y8;counted")
    contents = nav('<nav epub:type="toc"><ol><li><a href="one.xhtml">a&x;b&y8;</a></li></ol></nav>').replace(
        "<!DOCTYPE html>", dtd
    )
    container = CONTAINER.replace("<container", f"{dtd}<container").replace(
        "</rootfiles>", "</rootfiles><x>&x;&y8;</x>"
    )
    captures, _, _ = read(book({"one.xhtml": chapter, "nav.xhtml": contents}, opf, container), tmp_path)
    capture = captures["OPS/one.xhtml"]
    assert b"SECRET" not in capture.content
    assert b"wrote each of them down" in capture.content
    assert len(capture.content) < 10_000
    assert "SECRET" not in repr(capture.stated)


@pytest.mark.parametrize("opf", ["", "<package>", "no XML", package([])])
def test_a_book_without_a_package_document_is_read_by_names(tmp_path, opf):
    captures, _, told = read(book({"2.xhtml": CHAPTER, "1.xhtml": CHAPTER}, opf), tmp_path)
    assert (list(captures), set(told)) == (["OPS/1.xhtml", "OPS/2.xhtml"], {"damaged-file"})


CONTENTS = nav('<nav epub:type="toc"><ol><li><a href="one.xhtml">Boats in</a></li></ol></nav>')


@pytest.mark.parametrize(
    ("name", "damage", "code"),
    [
        ("book.opf", lambda text: text[: text.index("</spine>")], "damaged-file"),
        ("nav.xhtml", lambda text: text[: text.index("</ol>")], "damaged-file"),
        ("nav.xhtml", lambda text: text.replace("<ol>", "<ol <li>"), "damaged-file"),
        ("nav.xhtml", None, "missing-file"),
        ("META-INF/encryption.xml", lambda text: text[: text.rindex("</")], "damaged-file"),
        ("META-INF/encryption.xml", lambda text: text + " " * 17_000_000, "too-large"),
        ("META-INF/container.xml", lambda text: text[: text.index("</rootfiles>")], "damaged-file"),
        ("", None, ""),
    ],
)
def test_damage_in_what_says_what_the_book_holds_is_told(tmp_path, name, damage, code):
    files = {
        "one.xhtml": CHAPTER, "nav.xhtml": CONTENTS, "book.opf": package(["one.xhtml"], manifest=NAV),
        "META-INF/encryption.xml": ENCRYPTION.format("http://www.idpf.org/2008/embedding"),
        "META-INF/container.xml": CONTAINER,
    }  # fmt: skip
    if name:
        files[name] = damage(files[name]) if damage else ""
    if name and not damage:
        del files[name]
    opf, container = files.pop("book.opf"), files.pop("META-INF/container.xml")
    captures, _, told = read(book(files, opf, container), tmp_path)
    assert (list(captures), told) == (["OPS/one.xhtml"], [code] if code else [])


def test_a_book_without_pages(tmp_path):
    with pytest.raises(CaptureError, match="damaged-file"):
        read(book({}, package([])), tmp_path)


def test_a_book_cut_short(tmp_path):
    content = book({"one.xhtml": CHAPTER, "two.xhtml": CHAPTER}, package(["one.xhtml", "two.xhtml"]))
    with pytest.raises(CaptureError, match="cut short"):
        read(content[:-60], tmp_path)


def test_a_chapter_that_unfolds_too_far(tmp_path):
    files = {"one.xhtml": CHAPTER, "bomb.xhtml": page("<p>" + "a" * 70_000_000 + "</p>")}
    captures, troubles, _ = read(book(files, package(list(files))), tmp_path)
    assert (list(captures), troubles) == (["OPS/one.xhtml"], {"OPS/bomb.xhtml": "too-large"})


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damage_raises_nothing_else(tmp_path_factory, data):
    contents = nav('<nav epub:type="toc"><ol><li><a href="one.xhtml">Boats in</a></li></ol></nav>')
    texts = [package(["one.xhtml", "two.xhtml"], manifest=NAV), contents, CHAPTER]
    for n, text in enumerate(texts):
        at = data.draw(st.integers(0, len(text) - 1))
        texts[n] = (
            text[:at] + data.draw(st.text("<>&;\"'/ a\x01", max_size=3)) + text[at + data.draw(st.integers(0, 9)) :]
        )
    opf, contents, chapter = texts
    files = {"one.xhtml": chapter, "two.xhtml": CHAPTER, "nav.xhtml": contents}
    with suppress(CaptureFailed):
        read(book(files, opf), tmp_path_factory.mktemp("book"))


def test_a_second_file_of_one_name_is_told(tmp_path):
    made = io.BytesIO(book({"one.xhtml": CHAPTER}, package(["one.xhtml"])))
    with warnings.catch_warnings(), zipfile.ZipFile(made, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("OPS/one.xhtml", page("<p>Another chapter of that name.</p>"))
    captures, _, told = read(made.getvalue(), tmp_path)
    assert (list(captures), told) == (["OPS/one.xhtml"], ["damaged-file"])
