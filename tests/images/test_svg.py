"""Drawings: their size, and what of them goes into a volume."""

import time

import pytest
from lxml import etree

from packager import limits
from packager.errors import PictureUnreadable
from packager.images import PROFILES, check, probe, rendition, strip, thumbnail
from packager.images.svg import cleaned

STANDARD, ORIGINAL = PROFILES["standard"], PROFILES["original"]
SVG = "{http://www.w3.org/2000/svg}"
NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawing(inside='<path d="M0 0h9v9z"/>', attributes='viewBox="0 0 400 300"', before=""):
    return f"{before}<svg {NAMESPACES} {attributes}>{inside}</svg>".encode()


def drawn(data, profile=ORIGINAL):
    made = rendition(data, profile)
    assert (made.media_type, made.suffix) == ("image/svg+xml", ".svg")
    return etree.fromstring(made.content), [said for _, said in made.told]


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="640" height="480"', (640, 480)),
        ('width="64px" height="48"', (64, 48)),
        ('width="1in" height="2.54cm"', (96, 96)),
        ('width="12pt" height="4pc"', (16, 64)),
        ('width="100%" height="100%" viewBox="0 0 400 300"', (400, 300)),
        ('viewBox="-20,-20,50.4,30"', (50, 30)),
        ('width="800" viewBox="0 0 400 300"', (800, 600)),
        ('height="150" viewBox="0 0 400 300"', (200, 150)),
        ('viewBox="0 0 0 0"', (300, 150)),
        ('viewBox="none"', (300, 150)),
        ('width="0" height="-4"', (300, 150)),
        ("", (300, 150)),
        ('viewBox="0 0 0.2 0.1"', (1, 1)),
    ],
)
def test_sizes(attributes, size):
    facts = probe(drawing(attributes=attributes))
    assert (facts.media_type, facts.suffix, facts.width, facts.height) == ("image/svg+xml", ".svg", *size)
    check(drawing(attributes=attributes), facts)


@pytest.mark.parametrize(
    "before",
    [
        "",
        "\ufeff",
        '<?xml version="1.0" encoding="UTF-8"?>\n<?xml-stylesheet href="http://outside/x.css"?>\n<!-- made > by -->\n',
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n',
        '<!DOCTYPE svg [<!ENTITY colour "red"> <!ENTITY x "y">]>',
    ],
)
def test_however_it_begins(before):
    root, told = drawn(drawing(before=before))
    assert [element.tag for element in root] == [f"{SVG}path"]
    assert told == []


def test_prefixes_and_missing_namespaces():
    prefixed = b'<svg:svg xmlns:svg="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><svg:circle r="3"/></svg:svg>'
    bare = b'<svg viewBox="0 0 9 9"><circle r="3"/></svg>'
    for data in (prefixed, bare):
        root, _ = drawn(data)
        assert [root.tag, root[0].tag] == [f"{SVG}svg", f"{SVG}circle"]


HOSTILE = {
    "script": "<script>alert(1)</script>",
    "event": '<g onload="alert(1)"><rect width="3" height="3" onclick="x()"/></g>',
    "html": "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><script>1</script></body></foreignObject>",
    "link": '<a href="javascript:alert(1)" xlink:href="http://outside/"><text>words</text></a>',
    "picture": '<image href="http://outside/a.png" width="9" height="9"/>',
    "file": '<image xlink:href="file:///etc/passwd" width="9" height="9"/>',
    "drawing in it": '<image href="data:image/svg+xml;base64,PHN2Zz4=" width="9" height="9"/>',
    "use": '<use xlink:href="http://outside/a.svg#b"/>',
    "import": "<style>@import url(http://outside/a.css); .a { fill: red }</style>",
    "font": "<style>@font-face { src: url('http://outside/f.woff') } text { font-family: F }</style>",
    "background": '<rect style="fill:url(http://outside/a.svg#b)" width="9" height="9"/>',
    "fill": '<rect fill="url( \'http://outside/p\' )" width="9" height="9"/>',
    "hidden": r"<style>.a { fill: u\72l(http://outside/x) }</style>",
    "commented": "<style>.a { fill: ur/**/l(http://outside/x) } /* url(http://outside/y) */</style>",
    "base": '<g xml:base="http://outside/"><path d="M0 0"/></g>',
    "filter": '<filter id="f"><feImage href="http://outside/x.png"/></filter>',
    "animation": '<rect width="3" height="3"><set attributeName="href" to="http://outside/"/></rect>',
    "handler": '<handler xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="load">outside()</handler>',
    "foreign": '<x:y xmlns:x="http://outside/"><x:z/></x:y>',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_runs_and_nothing_leads_outside(name):
    root, _ = drawn(drawing(HOSTILE[name] + '<path d="M1 1h5"/>'))
    text = etree.tostring(root).decode()
    for word in ("outside", "script", "alert", "onload", "onclick", "passwd", "foreignObject", "xhtml", "base64"):
        assert word not in text
    assert root[-1].tag == f"{SVG}path"


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>Năm 2024</p></foreignObject>", "foreignObject"),
        ('<image href="a.png" width="9" height="9"/>', "image of another file"),
        ('<use href="b.svg#c"/><use href="b.svg#d"/>', "use of another file"),
        ('<rect><animate attributeName="x" to="9"/></rect>', "animate"),
    ],
)
def test_what_would_have_been_seen_is_told(inside, said):
    made = rendition(drawing(inside), STANDARD)
    assert made.told == (("drawing-reduced", f"the drawing is shown without {said}"),)


def test_what_is_drawn_stays():
    inside = (
        '<title>Chè</title><defs><linearGradient id="g"><stop offset="1" stop-color="red"/></linearGradient></defs>'
        '<style>.a { fill: url(#g); stroke: #333 }</style><rect class="a" width="9" height="9" filter="url(\'#f\')"/>'
        '<g transform="rotate(4 2 2)"><use xlink:href="#g"/></g>'
        '<text x="1" xml:lang="vi">Sản <tspan>lượng</tspan> chè</text>'
        '<image xlink:href="data:image/png;base64,iVBORw0KGgo=" width="3" height="3"/>'
    )
    root, told = drawn(drawing(inside))
    assert told == []
    assert "".join(root.itertext()).endswith("Sản lượng chè")
    text = etree.tostring(root, encoding="unicode")
    for kept in ("fill: url(#g)", "url('#f')", "rotate(4 2 2)", 'xlink:href="#g"', "data:image/png", 'xml:lang="vi"'):
        assert kept in text


def test_editors_own_words_go_without_a_word():
    inside = (
        '<metadata><x:xmpmeta xmlns:x="adobe:ns:meta/">CREATOR</x:xmpmeta></metadata><!-- CREATOR -->'
        '<g xmlns:inkscape="http://www.inkscape.org/ns" inkscape:label="CREATOR" data-name="CREATOR">'
        '<path d="M0 0h1"/></g>'
    )
    root, told = drawn(drawing(inside))
    assert told == []
    assert b"CREATOR" not in etree.tostring(root)
    assert b"inkscape" not in etree.tostring(root)


def test_text_behind_what_goes_stays():
    root, _ = drawn(drawing("<text>a<script>x</script>b<tspan>c</tspan><script/>d</text>"))
    assert "".join(root.itertext()) == "abcd"


def test_a_ground_lies_under_all_that_is_drawn():
    root, _ = drawn(drawing(attributes='viewBox="-5 -5 40 30"'), STANDARD)
    assert {**root[0].attrib} == {"x": "-5", "y": "-5", "width": "40", "height": "30", "fill": "#fff"}
    root, _ = drawn(drawing(attributes='width="40" height="30"'), STANDARD)
    assert root.get("viewBox") == "0 0 40 30"
    assert root[0].get("width") == "40"


def test_own_entities_are_read_and_others_never(tmp_path):
    (tmp_path / "secret").write_text("SECRET", encoding="utf-8")
    before = f'<!DOCTYPE svg [<!ENTITY w "Năm"> <!ENTITY f SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    root, _ = drawn(drawing("<text>&w; 2024</text>", before=before))
    assert "".join(root.itertext()).strip() == "Năm 2024"
    with pytest.raises(PictureUnreadable) as caught:
        probe(drawing("<text>&f;</text>", before=before))
    assert "SECRET" not in caught.value.message


def test_entities_that_grow_are_refused_soon():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "a" * 10}">' for n in range(12))
    start = time.process_time()
    with pytest.raises(PictureUnreadable) as caught:
        probe(drawing("<text>&e11;</text>", before=f"<!DOCTYPE svg [{entities}]>"))
    assert caught.value.code == "picture-damaged"
    assert time.process_time() - start < 1


@pytest.mark.parametrize("before", ["<!---->", "<?a?>", "<!DOCTYPE svg>", "<!DOCTYPE svg [ ]>", "<!-- ", " "])
def test_a_beginning_without_end_costs_no_time(before):
    start = time.process_time()
    with pytest.raises(PictureUnreadable) as caught:
        probe((before * 3000 + "<html>").encode())
    assert caught.value.code == "picture-unknown"
    assert time.process_time() - start < 0.2


def test_what_is_not_well_formed_is_damaged():
    for data in (drawing()[:-4], drawing("<g>"), drawing("&nothing;")):
        with pytest.raises(PictureUnreadable, match="not well-formed") as caught:
            probe(data)
        assert caught.value.code == "picture-damaged"


def test_limits(monkeypatch):
    for name, value in (("LARGEST_DRAWING", 100), ("MOST_DRAWN", 5)):
        monkeypatch.setattr(f"packager.images.svg.{name}", value)
        with pytest.raises(PictureUnreadable) as caught:
            probe(drawing("<g/>" * 20))
        assert caught.value.code == "picture-too-large"
        monkeypatch.setattr(f"packager.images.svg.{name}", getattr(limits, name))


def test_the_same_bytes_twice_and_again():
    data = drawing("".join(HOSTILE.values()))
    once, _ = cleaned(data, opaque=False)
    assert cleaned(data, opaque=False)[0] == once == cleaned(once, opaque=False)[0]
    assert strip(data, probe(data)) is data


def test_a_drawing_has_no_thumbnail():
    with pytest.raises(PictureUnreadable) as caught:
        thumbnail(drawing(), 100)
    assert caught.value.code == "picture-unknown"
