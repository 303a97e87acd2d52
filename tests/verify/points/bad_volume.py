"""Bad samples of points 16 to 31: small changes to an archive, its package document, its navigation, its pages."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

from PIL import Image

from packager.model import Link
from tests.verify.points.volume import CHAPTER, OPF, attribute, member, remove, said

PACKAGE, NAV, NCX = "EPUB/content.opf", "EPUB/nav.xhtml", "EPUB/toc.ncx"
STYLES = "EPUB/styles/book.css"
MARKET = "Chợ phiên đông khách"
PHOTO, COVER = "EPUB/images/?????*.jpg", "EPUB/images/cover.jpg"
NCX_POINT = "{http://www.daisy.org/z3986/2005/ncx/}navPoint"


def drawn(form, mode="RGB", size=(60, 90)):
    """A picture's bytes."""
    content = io.BytesIO()
    Image.new(mode, size).save(content, form)
    return content.getvalue()


def replaced(pattern, content):
    def change(copy):
        copy.named(pattern).content = content

    return change


def with_info(name, **facts):
    """Another fact of a member in the archive's directory."""

    def change(copy):
        for key, fact in facts.items():
            setattr(copy.named(name).info, key, fact)

    return change


def meta(name):
    """A `meta` of the package document by its property or name."""
    return lambda root: next(
        element for element in root.iter(f"{OPF}meta") if name in (element.get("property"), element.get("name"))
    )


def without(find):
    def change(root):
        element = find(root)
        element.getparent().remove(element)

    return lambda copy: copy.tree(PACKAGE, change)


def stating(name, text):
    def change(root):
        element = meta(name)(root)
        element.text = text

    return lambda copy: copy.tree(PACKAGE, change)


def dc(name, text=None):
    """Another value of a Dublin Core element; None takes it out."""
    path = f".//{{http://purl.org/dc/elements/1.1/}}{name}"
    change = remove(path) if text is None else said(path, text)
    return lambda copy: copy.tree(PACKAGE, change)


def more(text):
    """More metadata."""
    return lambda copy: copy.package("</metadata>", f"{text}</metadata>")


def swapped_points(root):
    """The first two articles of the NCX in another order."""
    point = next(one for one in root.iter(NCX_POINT) if one.find(NCX_POINT) is not None).find(NCX_POINT)
    point.getnext().addnext(point)


def ungrouped_points(root):
    """The topics' articles beside the topics in the NCX."""
    group = next(one for one in root.iter(NCX_POINT) if one.find(NCX_POINT) is not None)
    for point in group.findall(NCX_POINT):
        group.addprevious(point)
    group.getparent().remove(group)


def also(copy):
    kept = copy.kept
    places = {name: (Link("", "https://khac.example.vn/nowhere.html"),) for name in kept.also}
    copy.kept = replace(kept, also=places)


def same_address(copy):
    """The English article says that it is from where another one is."""
    copy.text(CHAPTER, '<cite>Báo Miền Núi</cite>, <a href="https://bao.example.vn/en/farmers.html?id=7&amp;p=2">',
              '<cite>Báo Miền Núi</cite>, <a href="https://bao.example.vn/kinh-te/vu-xuan.html">', 1)  # fmt: skip


def as_part(copy):
    copy.name = "thang-hai-part2.epub"
    copy.record(path="volumes/2025-02/thang-hai-part2.epub")


def capped(copy):
    copy.kept = replace(copy.kept, most_bytes=100_000)


VOLUME = {
    (16, "a deflated mimetype"): with_info("mimetype", compress_type=zipfile.ZIP_DEFLATED),
    (16, "a mimetype that is not first"): lambda copy: copy.members.append(copy.members.pop(0)),
    (16, "another mimetype"): replaced("mimetype", b"application/epub+zip\n"),
    (16, "an extra field"): with_info("mimetype", extra=b"UT\x05\x00\x01\x00\x00\x00\x00"),
    (16, "the time it was written"): with_info(NAV, date_time=(2026, 11, 24, 8, 0, 0)),
    (17, "a random identifier"): dc("identifier", "urn:uuid:0b39a7a3-0c2f-4d4e-9c39-cf2d6d1a5d01"),
    (17, "another volume's"): dc("identifier", "urn:uuid:96c9f1ef-bb03-59c4-8024-3c799d76e669"),
    (17, "changed today"): stating("dcterms:modified", "2026-11-24T08:00:00Z"),
    (18, "no period in the title"): dc("title", "Báo Miền Núi"),
    (18, "no publisher in the title"): dc("title", "Tháng 2025-02"),
    (18, "sorted by what is not folded"): stating("file-as", "Báo Miền Núi 2025-02"),
    (18, "another date"): dc("date", "2025-03"),
    (18, "no date"): dc("date"),
    (19, "a running number"): stating("group-position", "2"),
    (19, "no series"): without(meta("belongs-to-collection")),
    (19, "a series that is none"): stating("collection-type", "set"),
    (19, "no series for calibre"): without(meta("calibre:series")),
    (19, "no place for calibre"): without(meta("calibre:series_index")),
    (20, "no rights"): dc("rights"),
    (20, "no source"): dc("source"),
    (20, "no time that is covered"): without(meta("dcterms:temporal")),
    (20, "a topic that is no subject"): dc("subject"),
    (20, "a wrong ISSN"): more('<meta property="dcterms:isPartOf">urn:issn:0866-7122</meta>'),
    (21, "no way to read it"): lambda copy: [without(meta("schema:accessMode"))(copy) for _ in range(2)],
    (21, "pictures that nobody has to see"): lambda copy: copy.package(
        '<meta property="schema:accessMode">visual</meta>', ""
    ),
    (21, "no hazards"): without(meta("schema:accessibilityHazard")),
    (21, "no summary"): without(meta("schema:accessibilitySummary")),
    (21, "conformance that nobody certified"): more(
        '<meta property="dcterms:conformsTo">EPUB-A11Y-11_WCAG-22-AA</meta>'
    ),
    (22, "an article that the navigation lacks"): lambda copy: copy.tree(NAV, remove(".//~ol/~li/~ol/~li[2]")),
    (22, "an article that the NCX lacks"): lambda copy: copy.tree(NCX, remove(f".//{NCX_POINT}/{NCX_POINT}")),
    (22, "another order"): lambda copy: copy.tree(NCX, swapped_points),
    (22, "another name of a topic"): lambda copy: copy.text(NCX, "Thể thao", "Bóng đá"),
    (22, "no topics in the NCX"): lambda copy: copy.tree(NCX, ungrouped_points),
    (23, "no landmark for the contents"): lambda copy: copy.text(NAV, '<a epub:type="toc"', "<a"),
    (23, "a landmark that leads nowhere"): lambda copy: copy.text(NAV, '<a epub:type="cover" href="cover.xhtml"',
                                                                  '<a epub:type="cover" href="bia.xhtml"'),
    (23, "no first lines"): lambda copy: copy.everywhere("Chợ phiên đông khách – những dòng đầu", ""),
    (23, "no time to read"): lambda copy: copy.everywhere("2 phút đọc", ""),
    (23, "no date"): lambda copy: copy.everywhere("14 tháng 2 năm 2025", "tháng 2"),
    (23, "no heading for a topic"): lambda copy: copy.everywhere("Thể thao", "Bóng đá"),
    (23, "another title"): lambda copy: copy.everywhere("Chợ phiên đông khách</a>", "Chợ phiên</a>"),
    (24, "no cover for older systems"): without(meta("cover")),
    (24, "no cover image"): lambda copy: copy.package(' properties="cover-image"', ""),
    (24, "a cover that lies on its side"): replaced(COVER, drawn("JPEG", size=(800, 600))),
    (24, "a cover that is passed over"): lambda copy: copy.package(
        '<itemref idref="cover"', '<itemref linear="no" idref="cover"'
    ),
    (25, "a kind that Kindle does not show"): lambda copy: (
        copy.package('media-type="image/jpeg"', 'media-type="image/webp"'),
        replaced(PHOTO, drawn("WEBP"))(copy),
    ),
    (25, "a name that lies"): replaced(PHOTO, drawn("PNG")),
    (25, "colours for printing"): replaced(PHOTO, drawn("JPEG", "CMYK")),
    (25, "too many pixels"): replaced(PHOTO, drawn("JPEG", "L", (2400, 2400))),
    (25, "no picture"): replaced(PHOTO, b"<html>404</html>"),
    (26, "a space"): lambda copy: copy.members.append(member("EPUB/a b.txt", b"")),
    (26, "a letter beyond ASCII"): lambda copy: copy.members.append(member("EPUB/ảnh.txt", b"")),
    (26, "a name that differs in case only"): lambda copy: copy.members.append(member("EPUB/NAV.xhtml", b"")),
    (26, "a name too long"): lambda copy: copy.members.append(member(f"EPUB/{'a' * 260}.txt", b"")),
    (26, "a way out"): lambda copy: copy.members.append(member("EPUB/../../a.txt", b"")),
    (27, "a page without styles"): lambda copy: copy.chapter(remove(".//~link")),
    (27, "a colour"): lambda copy: copy.text(STYLES, "h1 {", "p { color: #333 } h1 {"),
    (27, "a background"): lambda copy: copy.text(STYLES, "h1 {", "aside { background: #eee } h1 {"),
    (27, "text in pixels"): lambda copy: copy.text(STYLES, "h1 {", "p { font-size: 14px } h1 {"),
    (27, "figures that break"): lambda copy: copy.text(STYLES, "figure {", "figure.x {"),
    (27, "pictures that do not fit"): lambda copy: copy.text(STYLES, "img {", "img.x {"),
    (27, "hyphens that the system sets"): lambda copy: copy.text(STYLES, "html {", "html.x {"),
    (28, "encrypted"): lambda copy: copy.members.append(member("META-INF/encryption.xml", b"<encryption/>")),
    (28, "a picture that lies elsewhere"): lambda copy: copy.chapter(
        attribute(".//~img", "src", "https://bao.example.vn/a.jpg"), 1
    ),
    (28, "a film that lies elsewhere"): lambda copy: copy.package(
        "</manifest>", '<item id="film" href="https://bao.example.vn/a.mp4" media-type="video/mp4"/></manifest>'
    ),
    (29, "larger than its cap"): capped,
    (29, "a part that does not say so"): as_part,
    (30, "an article twice"): same_address,
    (30, "nothing of where it stood as well"): also,
    (31, "no record"): lambda copy: copy.sources(f"chapters/a-{copy.entry(MARKET).id}.xhtml", "contents.xhtml"),
    (31, "no address"): lambda copy: copy.sources("https://bao.example.vn/kinh-te/vu-xuan.html", "https://a.example/"),
    (31, "another digest"): lambda copy: copy.sources(copy.entry(MARKET).capture, "0" * 64),
    (31, "no date"): lambda copy: copy.sources("2025-02-22T08:05:00+07:00", "2025"),
    (31, "nothing of what is missing"): lambda copy: copy.sources("img/p099.jpg", "img/p000.jpg"),
}  # fmt: skip
