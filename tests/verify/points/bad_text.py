"""Bad samples of points 1 to 14: small changes to a chapter, each by the point that it breaks and what it does."""

from __future__ import annotations

import unicodedata
from copy import deepcopy

from packager.volumes.elements import LANG, H
from tests.verify.points.volume import CHAPTER, added, attribute, first, remove, said

ENGLISH, RICH, LINKED = 1, 2, 3  # chapters
RICE = "https://bao.example.vn/kinh-te/vu-xuan.html"
NAV, NCX = "EPUB/nav.xhtml", "EPUB/toc.ncx"
SECTION, HEADER, BYLINE = ".//~section", ".//~header", ".//~p[@class='byline']"
LEAD, FACTS, TURN = ".//~p[@class='lead']", ".//~p[@class='facts']", ".//~header/~nav[@class='turn']"
LAST_TURN = ".//~section/~nav[@class='turn']"
PARAGRAPH = ".//~section/~p"
GALLERY = ".//~figure[2]"
CAPTION = ".//~figcaption"


def both_languages(path, tag):
    def change(root):
        for key in ("lang", LANG):
            attribute(path, key, tag)(root)

    return change


def moved(path, steps):
    """Moves an element among its siblings."""

    def change(root):
        element = first(path)(root)
        parent = element.getparent()
        at = parent.index(element) + steps
        parent.remove(element)
        parent.insert(at, element)

    return change


def doubled(path):
    def change(root):
        element = first(path)(root)
        element.addnext(deepcopy(element))

    return change


def ungrouped(root):
    """Three figures with one caption each, in place of one with three pictures."""
    figure = first(GALLERY)(root)
    caption = figure.find(f"{H}figcaption")
    for picture in reversed(figure.findall(f"{H}img")[1:]):
        alone = deepcopy(figure)
        for other in alone.findall(f"{H}img"):
            alone.remove(other)
        alone.insert(0, picture)
        figure.addnext(alone)
    assert caption is not None


def renamed(old, new):
    """Another element."""

    def change(root):
        first(old)(root).tag = H + new

    return change


def saying(text):
    """One more text on the title page."""
    return lambda copy: copy.text("EPUB/title.xhtml", "</body>", f"<p>{text}</p></body>")


def leading(href):
    """Another target of the first link in a text."""
    return lambda copy: copy.chapter(attribute(f"{PARAGRAPH}/~a", "href", href), LINKED)


def retitled(root):
    for heading in root.iter(f"{H}h1", f"{H}title"):
        heading.text = "Tên khác"


def decomposed(root):
    element = first(PARAGRAPH)(root)
    element.text = unicodedata.normalize("NFD", element.text)


TEXT = {
    (1, "not well-formed"): lambda copy: copy.text(CHAPTER, "</section>", ""),
    (1, "too long"): lambda copy: copy.text(CHAPTER, "</section>", f"<!--{'-=' * 150_000}=--></section>"),
    (2, "a country in place of a language"): lambda copy: copy.chapter(both_languages(".", "vn")),
    (2, "no language"): lambda copy: copy.chapter(both_languages(".", None)),
    (2, "two languages at once"): lambda copy: copy.chapter(attribute(".", LANG, "en")),
    (2, "a part in no language"): lambda copy: copy.chapter(both_languages(FACTS, "e-n"), ENGLISH),
    (2, "a page about the volume in another"): lambda copy: copy.tree(
        "EPUB/title.xhtml", both_languages(".", "en")
    ),
    (2, "an unmarked title"): lambda copy: copy.everywhere('lang="en" xml:lang="en" dir="ltr"', ""),
    (3, "two headings"): lambda copy: copy.chapter(added(HEADER, "<h1>Ấm áp chợ hoa ngày giáp Tết</h1>")),
    (3, "no heading"): lambda copy: copy.chapter(renamed(".//~h1", "div")),
    (3, "another title"): lambda copy: copy.chapter(said(".//~title", "Bài")),
    (3, "a level skipped"): lambda copy: copy.chapter(renamed(".//~h2", "h4"), RICH),
    (3, "another name in the navigation"): lambda copy: copy.text(NAV, "Chợ phiên đông khách", "Chợ phiên"),
    (3, "another name in the NCX"): lambda copy: copy.text(NCX, "Chợ phiên đông khách", "Chợ phiên"),
    (4, "no byline"): lambda copy: copy.chapter(remove(BYLINE)),
    (4, "no author"): lambda copy: copy.text(CHAPTER, "An Bình · ", ""),
    (4, "a date less precise"): lambda copy: copy.chapter(attribute(".//~time", "datetime", "2025-02"), LINKED),
    (4, "no facts"): lambda copy: copy.chapter(remove(FACTS)),
    (4, "no section"): lambda copy: copy.chapter(said(FACTS, "1 phút đọc")),
    (4, "no time to read"): lambda copy: copy.chapter(said(FACTS, "Kinh tế")),
    (4, "no address"): lambda copy: copy.chapter(remove(f"{FACTS}/~a[@href='{RICE}']"), RICH),
    (5, "no lead"): lambda copy: copy.chapter(remove(LEAD)),
    (5, "a lead that is none"): lambda copy: copy.chapter(attribute(LEAD, "class", None)),
    (5, "a lead that is cut"): lambda copy: copy.chapter(said(LEAD, "Ấm áp chợ hoa")),
    (5, "a lead said twice"): lambda copy: copy.chapter(
        added(SECTION, "<p>Ấm áp chợ hoa ngày giáp Tết: điều đáng chú ý được nói ngay ở đây.</p>", 1)
    ),
    (6, "a paragraph lost"): lambda copy: copy.chapter(remove(PARAGRAPH), RICH),
    (6, "a cell lost"): lambda copy: copy.chapter(remove(".//~td"), RICH),
    (6, "a list's row lost"): lambda copy: copy.chapter(remove(".//~li"), RICH),
    (6, "a heading lost"): lambda copy: copy.chapter(remove(".//~h2"), RICH),
    (6, "a paragraph twice"): lambda copy: copy.chapter(doubled(PARAGRAPH), RICH),
    (6, "a break lost"): lambda copy: copy.chapter(remove(".//~hr"), RICH),
    (6, "another order"): lambda copy: copy.chapter(moved(".//~blockquote", 3), RICH),
    (6, "a teaser's text"): lambda copy: copy.chapter(added(SECTION, "<p>Đọc thêm: giá vàng hôm nay</p>", 2)),
    (7, "a script"): lambda copy: copy.chapter(added(SECTION, "<script>a()</script>", 2)),
    (7, "a style"): lambda copy: copy.chapter(attribute(PARAGRAPH, "style", "margin: 0")),
    (7, "a handler"): lambda copy: copy.chapter(attribute(PARAGRAPH, "onclick", "a()")),
    (7, "a frame"): lambda copy: copy.chapter(added(SECTION, '<iframe title="a"/>', 2)),
    (7, "a form"): lambda copy: copy.chapter(added(SECTION, "<form/>", 2)),
    (7, "a bar to share"): lambda copy: copy.chapter(added(SECTION, '<div class="share-bar"/>', 2)),
    (7, "a box of related ones"): lambda copy: copy.chapter(added(SECTION, '<div class="box-tinlienquan"/>', 2)),
    (8, "a picture lost"): lambda copy: copy.chapter(remove(f"{GALLERY}/~img"), RICH),
    (8, "a picture twice"): lambda copy: copy.chapter(doubled(f"{GALLERY}/~img"), RICH),
    (8, "another order"): lambda copy: copy.chapter(moved(f"{GALLERY}/~img", 1), RICH),
    (8, "a picture not shown"): lambda copy: copy.chapter(attribute(f"{GALLERY}/~img", "class", "missing"), RICH),
    (8, "a count that does not add up"): lambda copy: copy.record(images=5),
    (8, "an article lost"): lambda copy: copy.record(articles=8),
    (9, "a caption lost"): lambda copy: copy.chapter(remove(CAPTION), RICH),
    (9, "a caption twice"): lambda copy: copy.chapter(doubled(CAPTION), LINKED),
    (9, "another caption"): lambda copy: copy.chapter(said(CAPTION, "Ảnh minh hoạ"), LINKED),
    (9, "a caption outside its figure"): lambda copy: copy.chapter(
        lambda root: first(".//~figure")(root).addnext(first(CAPTION)(root)), LINKED
    ),
    (9, "a group taken apart"): lambda copy: copy.chapter(ungrouped, RICH),
    (9, "a credit lost"): lambda copy: copy.chapter(remove(f"{CAPTION}/~span"), LINKED),
    (9, "a picture that points to no caption"): lambda copy: copy.chapter(attribute(CAPTION, "id", None), LINKED),
    (10, "no alt text"): lambda copy: copy.chapter(attribute(".//~img", "alt", None), RICH),
    (10, "an empty alt text"): lambda copy: copy.chapter(attribute(".//~img", "alt", " "), RICH),
    (10, "a file's name"): lambda copy: copy.chapter(attribute(".//~img", "alt", "IMG_2041.jpg"), RICH),
    (10, "a cover without"): lambda copy: copy.tree("EPUB/cover.xhtml", attribute(".//~img", "alt", "")),
    (11, "NFD"): lambda copy: copy.chapter(decomposed),
    (11, "NFD on the title page"): saying("7 ba\u0300i"),
    (11, "a soft hyphen"): lambda copy: copy.text(CHAPTER, "Mục lục", "Mục\xad lục"),
    (11, "a character that was not read"): saying("Ngu\ufffdn của"),
    (11, "a control"): saying("Nguồn\x85của"),
    (11, "a wrong encoding"): saying("Nguá»“n cá»§a"),
    (11, "a mark without a letter"): saying("Nguồn của \u0301"),
    (12, "no way below the heading"): lambda copy: copy.chapter(remove(TURN)),
    (12, "no way at the end"): lambda copy: copy.chapter(remove(LAST_TURN)),
    (12, "another neighbour"): lambda copy: copy.chapter(
        attribute(f"{TURN}/~a[@rel='next']", "href", "a-00.xhtml"), RICH
    ),
    (12, "a line that is another's"): lambda copy: copy.text(CHAPTER, "contents.xhtml#a-", "contents.xhtml#b-"),
    (12, "no way to the contents"): lambda copy: copy.chapter(remove(f"{TURN}/~a")),
    (13, "out of the volume"): leading("http://bao.example.vn/kinh-te/vu-xuan.html#xem"),
    (13, "relative to the site"): leading("/tin/1.html"),
    (13, "nowhere"): leading("a-00.xhtml"),
    (13, "to no place of a page"): leading("#note-1"),
    (13, "broken"): leading("https://a b"),
    (13, "a script's"): leading("javascript:a()"),
    (14, "a number"): lambda copy: copy.text(CHAPTER, "24.000", "24 000", RICH),
    (14, "a date"): lambda copy: copy.text(CHAPTER, "Sáng 21/2", "Sáng 21/2/2025", RICH),
    (14, "a spelling"): lambda copy: copy.text(CHAPTER, "thuỷ", "thủy", RICH),
    (14, "a word emphasised"): lambda copy: copy.text(CHAPTER, "Sáng 21/2", "<strong>Sáng</strong> 21/2", RICH),
    (14, "a title"): lambda copy: (
        copy.chapter(retitled),
        copy.text(NAV, "Ấm áp chợ hoa ngày giáp Tết", "Tên khác"),
        copy.text(NCX, "Ấm áp chợ hoa ngày giáp Tết", "Tên khác"),
    ),
}  # fmt: skip
