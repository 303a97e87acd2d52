"""Renders Markdown: CommonMark with tables, footnotes, definitions and struck text, and how notes and sites embed.

A picture that is a paragraph of its own becomes a figure, its title or (as pandoc has it) its alternative text the
caption. Obsidian's `![[picture]]` and `[[note]]`, and the shortcodes that Hugo and Jekyll sites show figures with, are
read. References stay as they are written; what they may be is for others to judge.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from packager.readers import names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

DEEPEST = 100
"""Blocks may nest so deep."""

# The time that brackets take grows with the square of how many one paragraph has: the sum of these squares is limited.
_MOST_WORK = 400_000_000

_EMBED = re.compile(r"!\[\[([^\[\]|\n]{1,500})(?:\|([^\[\]\n]{0,1000}))?\]\]")
_NOTE = re.compile(r"!?\[\[([^\[\]|\n]{1,500})(?:\|([^\[\]\n]{1,1000}))?\]\]")
_SPACED = re.compile(r"!\[([^\[\]\n]{0,2000})\]\(([^()<>\"\n]{1,500}\.\w{3,4})(?:\s\"([^\"\n]{0,2000})\")?\)")
_SHORTCODE = re.compile(r"\{(?:\{[<%]|%-?)\s{0,9}(?:include\s{1,9})?(?:figure|image|img)(?:\.\w{1,9})?\s")
_ENDS = {"{{<": ">}}", "{{%": "%}}", "{%": "%}"}
_LONGEST_SHORTCODE = 4000
_ATTRIBUTE = re.compile(r"(\w{1,30})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|`([^`]*)`|([^\s\"'`]+))")
_SOURCES = ("src", "image_path", "url")
_SIZE = re.compile(r"\d{1,5}(?:x\d{1,5})?")
_BESIDE_PICTURES = frozenset({"image", "softbreak", "link_open", "link_close"})
_MARKS = re.compile(r"[*`]|(?<!\w)_|_(?!\w)|\\(?=\W)")
_SIZED = re.compile(r"\|\s?\d{1,5}(?:x\d{1,5})?\s?\Z")


def render(text: str) -> tuple[str, str]:
    """The text as HTML, and what went wrong, "" where nothing did."""
    if _work(text) > _MOST_WORK:
        return _plain(text), "has too many brackets in one paragraph; its text is kept without markup"
    try:
        tokens = _parser().parse(text)
        rendered = _parser().renderer.render(tokens, _parser().options, {})
    except RecursionError:
        return _plain(text), "nests too deep; its text is kept without markup"
    if any(token.level >= DEEPEST - 1 for token in tokens):
        return _plain(text), f"nests more than {DEEPEST} blocks; its text is kept without markup"
    return rendered, ""


def _work(text: str) -> int:
    return sum(count * count for count in (part.count("[") for part in text.split("\n\n")))


def _plain(text: str) -> str:
    """The text without markup, its paragraphs as they stand."""
    parts = (part.strip() for part in re.split(r"\n[ \t>]*\n", text))
    return "\n".join(f"<p>{escapeHtml(part)}</p>" for part in parts if part)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin).use(deflist_plugin)
    parser.validateLink = _is_stated  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    for name, rule in (("embed", _embed), ("spaced", _spaced), ("note", _note), ("shortcode", _shortcode)):
        parser.inline.ruler.before("link", name, rule)
    parser.core.ruler.push("figures", _figures)
    return parser


def _is_stated(url: str) -> bool:
    """Whether a link leads anywhere; where to is judged elsewhere."""
    return bool(url)


def _embed(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as markdown-it calls it
    """`![[picture.jpg|caption or width]]`."""
    match = _EMBED.match(state.src, state.pos) if state.src.startswith("![[", state.pos) else None
    if not match or not names.is_resource(match[1].partition("#")[0].strip()):
        return False
    said = (match[2] or "").strip()
    shown = (match[1].strip(), "" if _SIZE.fullmatch(said) else said, "")
    return _picture(state, shown, match.end(), silent=silent)


def _spaced(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`![caption](a picture.jpg)`, with spaces that CommonMark does not allow."""
    match = _SPACED.match(state.src, state.pos) if state.src.startswith("![", state.pos) else None
    if not match or " " not in match[2].strip():
        return False
    return _picture(state, (match[2].strip(), match[1], match[3] or ""), match.end(), silent=silent)


def _note(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`[[note]]`, `[[note|words]]` and `![[note]]`: the words."""
    match = _NOTE.match(state.src, state.pos) if state.src.startswith(("[[", "![["), state.pos) else None
    if not match:
        return False
    if not silent:
        state.push("text", "", 0).content = match[2] or match[1]
    state.pos = match.end()
    return True


def _shortcode(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """`{{< figure src="a.jpg" caption="..." >}}` and `{% include figure.html image_path="a.jpg" caption="..." %}`."""
    opening = _SHORTCODE.match(state.src, state.pos) if state.src.startswith(("{{", "{%"), state.pos) else None
    if not opening:
        return False
    ending = next(end for start, end in _ENDS.items() if opening[0].startswith(start))
    stop = state.src.find(ending, opening.end(), opening.end() + _LONGEST_SHORTCODE)
    if stop < 0:
        return False
    attributes = _ATTRIBUTE.finditer(state.src, opening.end(), stop)
    found = {pair[1].lower(): next(filter(None, pair.groups()[1:]), "") for pair in attributes}
    source = next((found[name] for name in _SOURCES if found.get(name)), "")
    if not source:
        return False
    told = [found.get(name, "") for name in ("title", "caption")]
    credit = [found[name] for name in ("attr", "credit") if found.get(name)]
    caption = ". ".join(filter(None, [". ".join(filter(None, told)), *credit]))
    return _picture(state, (source, found.get("alt", ""), caption), stop + len(ending), silent=silent)


def _picture(state: StateInline, shown: tuple[str, str, str], end: int, *, silent: bool) -> bool:
    """Takes what stands up to `end` as a picture: its address, alternative text and title."""
    if not silent:
        source, alt, title = shown
        token = state.push("image", "img", 0)
        token.attrs = {"src": source, "alt": "", **({"title": title} if title else {})}
        token.content = alt
        words = Token("text", "", 0)
        words.content = alt
        token.children = [words]
    state.pos = end
    return True


def _figures(state: StateCore) -> None:
    """Paragraphs that hold a picture and nothing else become figures; a width in an alternative text is none of it."""
    tokens = state.tokens
    for token in tokens:
        for child in token.children or []:
            if child.type == "image" and _SIZED.search(child.content):
                _say(child, _SIZED.sub("", child.content))
    for opening, inline, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type != "paragraph_open" or opening.hidden or inline.type != "inline":
            continue
        children = inline.children or []
        pictures = [child for child in children if child.type == "image"]
        captions = list(dict.fromkeys(_captions(pictures)))
        if pictures and len(captions) <= 1 and all(child.type in _BESIDE_PICTURES for child in children):
            opening.tag = closing.tag = "figure"
            inline.children = [*children, *map(_figcaption, captions)]
            for child in pictures:
                child.attrs.pop("title", None)


def _say(picture: Token, alt: str) -> None:
    """Gives a picture another alternative text."""
    words = Token("text", "", 0)
    picture.content = words.content = alt
    picture.children = [words]


def _figcaption(caption: str) -> Token:
    token = Token("html_inline", "", 0)
    token.content = f"<figcaption>{escapeHtml(caption)}</figcaption>"
    return token


def _captions(pictures: Sequence[Token]) -> list[str]:
    """What is said of pictures: their titles, else their alternative texts that are no name of a file."""
    said = (str(token.attrs.get("title", "")).strip() or _words(token) for token in pictures)
    return [text for text in said if text]


def _words(picture: Token) -> str:
    """A picture's alternative text, "" where that only names the file."""
    alt = picture.content.strip()
    file = str(picture.attrs.get("src", "")).rpartition("/")[2]
    return "" if names.is_resource(alt) or alt == file.rpartition(".")[0] else _MARKS.sub("", alt)
