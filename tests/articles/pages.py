"""Articles made in memory, and the one check that every article of these tests goes through."""

from __future__ import annotations

import hashlib
import posixpath
import re
import struct
import unicodedata
import zlib
from itertools import pairwise

from lxml import etree

from packager import images
from packager.articles.article import normalise
from packager.articles.canonical import schema
from packager.config import Settings
from packager.errors import CaptureError
from packager.images.facts import SUFFIXES
from packager.model import Capture, Picture, Resource
from packager.readers.pages import data_uri

X = "{http://www.w3.org/1999/xhtml}"
HEADINGS = ("h1", "h2", "h3", "h4")
FILE_NAME = re.compile(r"\S*\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|svg|heic)\s*$", re.IGNORECASE)
LONG = "Người dân trong xã cùng nhau sửa lại con đường vào bản sau trận mưa lớn kéo dài suốt ba ngày."
OTHER = "Đến chiều cùng ngày, xe tải đã đi lại được và hàng hóa lại về chợ như mọi phiên trước đây."


class Files:
    """Resources in memory, for a page in a folder: the names of a dict, and what data: URIs carry."""

    def __init__(self, files, folder=""):
        self.files = files
        self.folder = folder

    def find(self, reference):
        if data_uri.is_data_uri(reference):
            return data_uri.resource(reference)
        name = reference if "://" in reference else posixpath.normpath(posixpath.join(self.folder, reference))
        content = self.files.get(name)
        return None if content is None else Resource(name, lambda: content)

    def open_page(self, resource):
        beside = Files(self.files, posixpath.dirname(resource.name))
        return Capture("", resource.name, "test", "text/html", resource.content, beside)


def png(number=0, width=40, height=30):
    """A small grey PNG picture, another one for each number."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + bytes([number % 256]) * width) * height
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    )


def keep(resource):
    """What a library's `keep` gives, without storing anything."""
    content = resource.content
    facts = images.probe(content)
    images.check(content, facts)
    digest = hashlib.sha256(content).hexdigest()
    return Picture("", digest, facts.media_type, facts.width, facts.height, len(content))


def page(content, files=(), address="", locator="page.html", settings=None):
    """The checked article of a page's markup (or bytes); `files` are names of pictures or a dict with their bytes."""
    content = content if isinstance(content, bytes) else content.encode()
    capture = Capture("test", locator, "test", "text/html", content, Files(held(files)), address=address)
    return checked(normalise(capture, keep, settings or Settings(), explain=True))


def dump(content, files=(), settings=None):
    """The checked article of a text dump."""
    capture = Capture("test", "dump.txt", "test", "text/plain", content.encode(), Files(held(files)))
    return checked(normalise(capture, keep, settings or Settings(), explain=True))


def left_out(article):
    """The decisions over what is not in the article."""
    return [decision for decision in article.decisions if not decision.role]


def held(files):
    """Names with bytes: small pictures for names alone."""
    return files if isinstance(files, dict) else {name: png(number) for number, name in enumerate(files)}


def article_page(body, head="", html='lang="vi"', title="Con đường vào bản được sửa lại sau mưa"):
    """A page whose article holds some markup between two real paragraphs."""
    return (
        f"<!DOCTYPE html><html {html}><head><meta charset='utf-8'><title>{title}</title>{head}</head><body><article>"
        f"<h1>{title}</h1><p>{LONG}</p>\n{body}\n<p>{OTHER}</p></article></body></html>"
    )


def normalised(capture):
    """The checked article of a capture; None where it is refused as it should be."""
    try:
        article = normalise(capture, keep, Settings(), explain=True)
    except CaptureError:
        return None
    return checked(article)


def root_of(article):
    """The canonical article's html element."""
    return etree.fromstring(article.content)


def body_of(article):
    """The elements of the article after its header, written down without their name space."""
    parts = [etree.tostring(block, encoding="unicode", with_tail=False) for block in root_of(article)[1][0][1:]]
    return [part.replace(' xmlns="http://www.w3.org/1999/xhtml"', "") for part in parts]


def inner(article):
    """What stands between the two real paragraphs of `article_page`."""
    blocks = body_of(article)
    assert LONG in " ".join([text_of(p) for p in root_of(article).iter(f"{X}p")]), blocks
    assert blocks[-1] == f"<p>{OTHER}</p>", blocks
    return [block for block in blocks[:-1] if block != f"<p>{LONG}</p>"]


def text_of(element):
    """An element's text with single spaces."""
    return " ".join("".join(element.itertext()).split())


def figures_of(article):
    """(addresses, caption text or None) of every figure."""
    return [
        ([image.get("data-original-src") for image in figure.iter(f"{X}img")], _caption(figure))
        for figure in root_of(article).iter(f"{X}figure")
    ]


def _caption(figure):
    caption = figure.find(f"{X}figcaption")
    return None if caption is None else text_of(caption)


def leads_of(article):
    return [text_of(p) for p in root_of(article).iter(f"{X}p") if p.get("class") == "lead"]


def codes_of(article):
    return [finding.code for finding in article.findings]


def checked(article):
    """The article, after everything that any canonical article must be was asserted."""
    root = etree.fromstring(article.content, etree.XMLParser(resolve_entities=False, no_network=True))
    rules = schema()
    assert rules.validate(root), f"{rules.error_log.last_error}\n{article.content.decode()[:2000]}"
    said = ["".join(root.itertext()), *root.xpath("//@alt"), article.summary, article.metadata.title.value]
    assert all(unicodedata.is_normalized("NFC", part) for part in said)
    assert root.get("lang") == (article.metadata.language.value or "und")
    _check_headings(root, article)
    _check_links(root)
    _check_pictures(root, article)
    assert root[1][0][0].tag == f"{X}header"
    assert all(element.text or len(element) for element in root.iter(f"{X}p", f"{X}h2", f"{X}figcaption"))
    assert article.id
    assert article.words >= 0
    return article


def _check_links(root):
    """Links within the article lead somewhere, and names are given once."""
    names = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(set(names)) == len(names)
    within = [link.get("href")[1:] for link in root.iter(f"{X}a") if link.get("href").startswith("#")]
    assert set(within) <= set(names)


def _check_headings(root, article):
    """One h1, the title; no level skipped."""
    title = root.findtext(f"{X}head/{X}title")
    assert [text_of(h) for h in root.iter(f"{X}h1")] == [" ".join(title.split())]
    assert title == article.metadata.title.value
    assert title.strip()
    levels = [int(e.tag[-1]) for e in root.iter() if e.tag.removeprefix(X) in HEADINGS]
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def _check_pictures(root, article):
    """Every picture has an alt that is no file's name; captions have ids of their own, which pictures may name."""
    shown = list(root.iter(f"{X}img"))
    assert [image.get("data-original-src") for image in shown] == [picture.reference for picture in article.pictures]
    assert all(image.get("alt").strip() and not FILE_NAME.match(image.get("alt")) for image in shown)
    ids = [caption.get("id") for caption in root.iter(f"{X}figcaption")]
    assert len(set(ids)) == len(ids)
    for image in shown:
        caption = image.getparent().find(f"{X}figcaption")
        assert image.get("aria-describedby", "") in ("", None if caption is None else caption.get("id"))
    for picture, image in zip(article.pictures, shown, strict=True):
        name = f"images/{picture.digest}{SUFFIXES[picture.media_type]}" if picture.held else "images/missing.svg"
        assert image.get("src") == name
