"""Writes what feeds and JSON hold as one small page: texts, pictures with captions, links, nothing said twice."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Elements that show that a text is markup; names of other things in angle brackets ("Vector<int>") are words.
_ELEMENTS = (
    "a|abbr|article|aside|audio|b|blockquote|body|br|caption|center|cite|code|dd|del|details|div|dl|dt|em|embed|figure|"
    "figcaption|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|ins|li|main|mark|nav|noscript|object|ol|p|"
    "picture|pre|q|s|script|section|small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead|"
    "time|tr|u|ul|video"
)
_MARKUP = re.compile(rf"<(?:/?(?:{_ELEMENTS})(?=[\s/>])|!--)", re.IGNORECASE)
_ESCAPED = re.compile(rf"&lt;/?(?:{_ELEMENTS})(?=\s|/|&gt;)", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLANK_LINES = re.compile(r"\n[ \t\r\f\v\u2028]*+\n\s*+|\u2029")
_LINES = re.compile(r"[\n\u2028]")
_WORD = re.compile(r"[^\W_]+")
_SIZE = re.compile(r"-\d{2,5}x\d{2,5}(?=\.\w{2,5}\Z)")
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_IMAGE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_NO_TEXT = frozenset(("script", "style", "template"))
_SHOWING = ("src", "srcset", "poster", "data", "content")
_BLOCKS = frozenset("p div li h1 h2 h3 h4 h5 h6 blockquote figcaption td dd dt pre section article".split())
# The HTML parser's time is quadratic in the attributes of one tag.
_LONG_TAG = re.compile(r"(?P<name><[^\s<>/]{1,100})[\s/][^<>]{10000,}")
_MOST_ATTRIBUTES = 1000


@dataclass(frozen=True, slots=True)
class Body:
    """One of the texts of an article, as markup (a fragment of HTML) or plain."""

    text: str
    markup: bool = False

    @property
    def html(self) -> str:
        """The text as a fragment of HTML."""
        return self.text if self.markup else paragraphs(self.text)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that fields name beside the text."""

    reference: str
    caption: str = ""
    credit: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What makes up an article: its texts, pictures and what else it links to, (address, name).

    `base` is the address that relative links start from; `language` is a label as the source writes it.
    """

    bodies: tuple[Body, ...] = ()
    pictures: tuple[Shown, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    title: str = ""
    base: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.bodies or self.pictures or self.links or self.title)


def page(article: ArticleText) -> bytes:
    """The article as a whole page in UTF-8 that holds nothing else.

    The fullest body is the text; of the others, what it does not hold stands before it as the lead. Pictures that no
    body shows follow the lead. An article of a title alone has that for its text.
    """
    full, leads = _arranged(article.bodies, article.title)
    texts = [body.html for body in (*leads, *([full] if full else []))]
    pictures = list(_not_shown(article.pictures, texts))
    parts = [_lead(body) for body in leads]
    parts += [figure(picture) for picture in pictures]
    parts += [_captioned(full.html, article.pictures)] if full else []
    parts += [f'<p><a href="{_quoted(address)}">{_quoted(name)}</a></p>' for address, name in article.links]
    if not parts and article.title:
        parts = [f"<p>{_quoted(article.title)}</p>"]
    language = f' lang="{_quoted(article.language)}"' if article.language else ""
    base = f'<base href="{_quoted(article.base)}">' if "://" in article.base else ""
    head = f'<!DOCTYPE html><html{language}><head><meta charset="utf-8">{base}</head><body>\n'
    return _legal(head + "\n".join(parts) + "\n</body></html>\n").encode("utf-8", "replace")


def figure(picture: Shown) -> str:
    """A picture with its caption and credit."""
    image = f'<img src="{_quoted(picture.reference)}" alt="{_quoted(picture.alt)}">'
    return f"<figure>{image}{_caption(picture)}</figure>"


def _caption(picture: Shown) -> str:
    credit = f'<span class="credit">{_quoted(picture.credit)}</span>' if picture.credit else ""
    caption = " ".join(filter(None, (_quoted(picture.caption), credit)))
    return f"<figcaption>{caption}</figcaption>" if caption else ""


def body_of(text: str) -> Body:
    """A text whose field may hold markup or not, also escaped once too often."""
    text = text.strip()
    if not is_markup(text) and _ESCAPED.search(text):
        text = html.unescape(text)
    if is_markup(text):
        return Body(text, markup=True)
    return Body(html.unescape(text) if _REFERENCE.search(text) else text)


def is_markup(text: str) -> bool:
    """Whether a text is a piece of HTML."""
    return _MARKUP.search(text) is not None


def plain(text: str, *, tags: bool = True) -> str:
    """The words of a field on one line, without markup and references, also where they were escaped twice."""
    for _ in range(2):
        if tags and is_markup(text):
            text = words_of(text)
        elif _REFERENCE.search(text):
            text = html.unescape(text)
        else:
            break
    if tags and is_markup(text):
        text = words_of(text)
    return " ".join(_legal(text).split())


def paragraphs(text: str) -> str:
    """Plain text as paragraphs: parted by blank lines, where there are none by lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    blocks = _BLANK_LINES.split(text)
    if len(blocks) == 1:
        blocks = _LINES.split(text)
    lines = (_LINES.sub("<br>", _quoted(block.strip())) for block in blocks if block.strip())
    return "\n".join(f"<p>{line}</p>" for line in lines)


def words_of(markup: str) -> str:
    """The text of a fragment of HTML, its blocks on lines of their own."""
    root = _parsed(markup)
    return "" if root is None else "".join(_texts(root))


def _texts(root: etree._Element) -> Iterator[str]:
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            hidden += tag in _NO_TEXT
            yield "\n" if tag in _BLOCKS or tag == "br" else ""
            yield element.text or "" if not hidden else ""
        else:
            hidden -= tag in _NO_TEXT
            yield "\n" if tag in _BLOCKS else ""
            yield element.tail or "" if not hidden and element is not root else ""


def _parsed(markup: str) -> etree._Element | None:
    markup = _LONG_TAG.sub(_few_attributes, markup)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(f"<body>{_legal(markup)}</body>".encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return None


def _few_attributes(match: re.Match[str]) -> str:
    return match["name"] if match[0].count("=") > _MOST_ATTRIBUTES else match[0]


def _arranged(bodies: Iterable[Body], title: str) -> tuple[Body | None, list[Body]]:
    """The fullest body, and what of the others neither it nor the title says."""
    said = [(body, _letters(words_of(body.text) if body.markup else body.text)) for body in bodies]
    said = [(body, letters) for body, letters in said if letters or has_media(body)]
    if not said:
        return None, []
    full, known = max(said, key=lambda pair: (len(pair[1]), pair[0].markup))
    heading = _letters(title)
    leads: list[Body] = []
    for body, letters in said:
        if body is full or letters in known or letters == heading:
            continue
        rest = body if has_media(body) else _rest(body, known)
        if rest.text:
            leads.append(rest)
            known += letters
    return full, leads


def _rest(body: Body, known: str) -> Body:
    """A body without the paragraphs that are known."""
    if body.markup:
        lines = [line for line in words_of(body.text).split("\n") if _letters(line)]
        kept = [line for line in lines if _letters(line) not in known]
        return body if len(kept) == len(lines) else Body("\n\n".join(kept))
    lines = [line for line in body.text.splitlines() if _letters(line) and _letters(line) not in known]
    return Body("\n\n".join(lines))


def _letters(text: str) -> str:
    """What texts are compared by: words in small letters, each after a space; an excerpt may end within a word."""
    return "".join(f" {word}" for word in _WORD.findall(html.unescape(text).casefold()))


def has_media(body: Body) -> bool:
    """Whether a body shows more than words."""
    return (
        body.markup and re.search(r"(?i)<(?:img|video|audio|iframe|embed|object|picture|svg)\b", body.text) is not None
    )


def _lead(body: Body) -> str:
    if body.markup:
        return f'<div class="lead">{body.text}</div>'
    return body.html.replace("<p>", '<p class="lead">')


def _not_shown(pictures: Iterable[Shown], texts: Iterable[str]) -> Iterator[Shown]:
    """The pictures that no text shows, each once."""
    shown = {key for text in texts for reference in _references(text) for key in _keys(reference)}
    for picture in pictures:
        keys = _keys(picture.reference)
        if picture.reference and not keys & shown:
            shown |= keys
            yield picture


def _captioned(markup: str, pictures: Iterable[Shown]) -> str:
    """A text whose pictures have the captions that only fields state."""
    said = [picture for picture in pictures if picture.caption or picture.credit]
    known = _letters(words_of(markup)) if said else ""
    untold = [picture for picture in said if _letters(f"{picture.caption} {picture.credit}") not in known]
    waiting = {key: picture for picture in reversed(untold) for key in _keys(picture.reference)}

    def framed(image: re.Match[str]) -> str:
        keys = (key for reference in _references(image[0]) for key in _keys(reference))
        picture = next((waiting[key] for key in keys if key in waiting), None)
        if picture is None:
            return image[0]
        for key in _keys(picture.reference):
            waiting.pop(key, None)
        return f"<figure>{image[0]}{_caption(picture)}</figure>"

    return _IMAGE.sub(framed, markup) if waiting else markup


def _references(markup: str) -> Iterator[str]:
    """What a fragment shows: the addresses in its pictures, films and their lazy forms."""
    root = _parsed(markup) if "<" in markup else None
    if root is None:
        return
    for element in root.iter("img", "source", "video", "audio", "iframe", "embed", "object", "meta"):
        for name, value in element.items():
            if str(name) in _SHOWING or str(name).startswith("data-"):
                yield from (piece.split()[0] for piece in re.split(r",\s", str(value)) if piece.split())


def _keys(reference: str) -> set[str]:
    """What tells whether two addresses are of one picture: neither scheme nor query, nor the size in its name."""
    if reference[:5].lower() == "data:":
        return {reference}
    try:
        parts = urlsplit(reference.strip())
    except ValueError:
        return {reference}
    path = _SIZE.sub("", unquote(parts.path))
    if not path.strip("/"):
        return {reference}
    query = f"?{parts.query}" if "." not in path.rpartition("/")[2] else ""
    return {f"{parts.netloc.lower()}{path}{query}"}


def _quoted(text: str) -> str:
    return html.escape(text)


def _legal(text: str) -> str:
    """Text without what XML cannot hold (XML 1.0, 2.2)."""
    return FORBIDDEN.sub("", text) if FORBIDDEN.search(text) else text
