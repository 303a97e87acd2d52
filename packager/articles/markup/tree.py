"""One walk over a page's tree: a flat list of items (text blocks and pictures) in reading order, and frames round them.

Everything later works on that list: choosing the body is choosing text items, a figure is a run of picture items with
text items. A frame's share of the list is an interval, so "inside" is a comparison of two numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from lxml import etree

from packager.articles.markup import vocabulary
from packager.articles.markup.embeds import EMBEDDING, embedded
from packager.articles.markup.inline import Piece, Sign, Start, end_of_text, written
from packager.articles.markup.pictures import SHOWING_TAGS, STYLED_TAGS, addresses_of
from packager.articles.text.characters import composed, escape, squeeze
from packager.articles.text.languages import language_tag
from packager.limits import DEEPEST_MARKUP

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from packager.articles.markup.region import Region

BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr html li main nav ol p picture pre section summary table tbody td tfoot th thead tr ul
    amp-img video iframe button label""".split()
)
SKIPPED = frozenset(
    """script style template svg math select option textarea head object embed audio video input iframe dialog
    amp-iframe amp-audio amp-video""".split()
)
INLINE = {
    "em": "em",
    "i": "em",
    "cite": "em",
    "dfn": "em",
    "strong": "strong",
    "b": "strong",
    "sub": "sub",
    "sup": "sup",
    "q": "q",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
    "abbr": "abbr",
    "ruby": "ruby",
    "rt": "rt",
    "rp": "rp",
}
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

# A text of so many characters is long in any script.
SURELY_LONG = 200

_HIDES = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# Scripts that say in one character what others say in three.
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Kind:
    """How the walk treats a tag: `framed` opens a frame, `block` ends the text before and after it, `bare` has a frame
    only with attributes, `mark` is the inline element that is kept, `shows` a picture always, `styled` by its style.
    """

    framed: bool = False
    block: bool = False
    bare: bool = False
    heading: bool = False
    shows: bool = False
    styled: bool = False
    mark: str = ""


def _kind(tag: str) -> Kind:
    block = tag in BLOCKS or "-" in tag
    return Kind(
        framed=block or tag in ("a", "span"),
        block=block,
        bare=tag == "span",
        heading=tag in HEADINGS,
        shows=tag in SHOWING_TAGS,
        styled=tag in STYLED_TAGS,
        mark="" if tag in BLOCKS else INLINE.get(tag, ""),
    )


class _Kinds(dict[str, Kind]):
    """Tag -> kind, made when it is first met."""

    def __missing__(self, tag: str) -> Kind:
        kind = self[tag] = _kind(tag)
        return kind


_KINDS = _Kinds()
_TEXT = etree.XPath(".//text()[not(parent::script or parent::style)]")
# Tags of which nothing is walked as of other elements.
UNWALKED = SKIPPED | {"noscript"}
_SPECIAL = UNWALKED | EMBEDDING | {"br"}


@dataclass(slots=True, eq=False)
class Frame:
    """A block element on the way to items: its names, and the intervals of items and frames that it holds.

    `pictures` counts its picture items, `length` the characters of its texts.
    """

    element: etree._Element
    tag: str
    depth: int
    index: int
    start: int
    end: int = 0
    last: int = 0
    pictures: int = 0
    length: int = 0
    _names: str | None = None

    @property
    def names(self) -> str:
        """The names by which its markup says what it is, as tokens."""
        if self._names is None:
            self._names = names_of(dict(self.element.items()))  # type: ignore[arg-type]  # an HTML parser's are text
        return self._names

    def holds(self, number: int) -> bool:
        """Whether the item of that number stands inside."""
        return self.start <= number < self.end


@dataclass(slots=True, eq=False)
class Item:
    """A text block (`text` is set) or a picture (`addresses` is set).

    `embed` tells a text that is our link to what the page embeds. `linked` counts characters inside links; `heading`
    is the tag of the heading it stands in, or "". `pieces` are its text and inline markup, empty for a text without.
    """

    n: int
    element: etree._Element
    path: tuple[Frame, ...]
    absolute: Callable[[str], str]
    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    preformatted: bool = False
    linked: int = 0
    heading: str = ""
    addresses: tuple[str, ...] = ()
    is_text: bool = True
    embed: bool = False
    _words: list[str] | None = None
    _size: int = -1

    @property
    def tag(self) -> str:
        """The tag of the innermost frame."""
        return self.path[-1].tag if self.path else ""

    @property
    def markup(self) -> str:
        """The text as inline XHTML."""
        if not self.pieces:
            return escape(self.text)
        return written(self.pieces, self.absolute, preformatted=self.preformatted)

    @property
    def size(self) -> int:
        """How much the text says, in characters of an alphabet."""
        if self._size < 0:
            self._size = len(self.text)
            if self._size < SURELY_LONG and not self.text.isascii():
                self._size += 2 * len(_DENSE.findall(self.text))
        return self._size

    @property
    def words(self) -> list[str]:
        """The words of the text, case folded."""
        if self._words is None:
            self._words = vocabulary.words(self.text)
        return self._words


def names_of(attributes: Mapping[str, str]) -> str:
    """The names by which an element's markup says what it is (class, id, role and so on)."""
    if not attributes:
        return ""
    text = " ".join([attributes[name] for name in vocabulary.NAMING_ATTRIBUTES if name in attributes])
    if "hidden" in attributes or ("style" in attributes and _HIDES.search(attributes["style"])):
        text += " hidden"
    return vocabulary.tokens(text) if text else ""


def _holds_text(element: etree._Element, tag: str) -> bool:
    """Whether an element that is special holds what a browser shows: a part's own tree (a template with a shadow root),
    or, in a page that shows little else, the article for browsers without scripts.
    """
    if tag == "template":
        return "shadowrootmode" in element.attrib
    if tag != "noscript":
        return False
    length = len(text_of(element))
    return length > SURELY_LONG and 2 * length > len(text_of(element.getroottree().getroot()))


def text_of(element: etree._Element) -> str:
    """What stands in an element, programs and styles apart."""
    return squeeze("".join(map(str, _TEXT(element))))  # type: ignore[arg-type]  # XPath's texts


@dataclass(slots=True)
class Opened:
    """An element being visited: its kind, its frame, whether it is inline markup, and whether it showed a picture."""

    kind: Kind
    frame: Frame | None
    marked: bool
    shown: bool


class Walk:
    """The walk. After it `items` and `frames` stand in document order, `skipped` what was not walked, each with the
    number of the item before which it stands.

    `absolute` makes a link's address absolute, or "" where it cannot be; with a `region` nothing else is walked.
    """

    def __init__(self, root: etree._Element, absolute: Callable[[str], str], region: Region | None = None) -> None:
        self.items: list[Item] = []
        self.frames: list[Frame] = []
        self.skipped: list[tuple[int, etree._Element]] = []
        self._absolute = absolute
        self._region = region
        self._text: list[str] = []
        self._pieces: list[Piece] = []
        self._marks: list[Start] = []
        self._heading = ""
        self._linked = self._in_link = self._in_pre = 0
        self._path: tuple[Frame, ...] = ()
        body = root.find("body")
        self._run(root if body is None else body)
        self._measure()

    def _run(self, root: etree._Element) -> None:
        """Visits every element, without recursion: pages nest deeper than Python."""
        walk = etree.iterwalk(root, events=("start", "end"))
        stack: list[Opened | None] = []
        for event, element in walk:
            if event == "start":
                above = stack[-1] if stack else None
                opened = self._open(element, inside_shown=above is not None and above.shown)
                stack.append(opened)
                if opened is None:
                    walk.skip_subtree()
                elif text := element.text:
                    self._add(text)
                continue
            opened = stack.pop()
            if opened is not None:
                self._close(element, opened)
                if self._region is not None:
                    self._region.leaves(element)
            if stack and (text := element.tail):
                self._add(text)
        self._flush()

    def _open(self, element: etree._Element, *, inside_shown: bool) -> Opened | None:
        """Enters an element; None if nothing of it is walked."""
        if self._region is not None and not self._region.enters(element):
            self.skipped.append((len(self.items), element))
            return None
        tag = element.tag
        if tag in _SPECIAL and not _holds_text(element, tag):
            self._special(element, tag)
            return None
        if inside_shown and tag in ("img", "source"):
            return None
        kind = _KINDS[tag]
        shown = bool(kind.shows or (kind.styled and element.get("style"))) and self._picture(element)
        frame = self._frame(element, tag, kind) if kind.framed and not (kind.bare and not element.keys()) else None
        if tag == "a":
            marked = self._enter_link(element)
        elif tag == "span":
            marked = self._enter_span(element, frame) if frame is not None else False
        else:
            marked = self._mark(Start(kind.mark)) if kind.mark else False
        self._in_pre += tag == "pre"
        return Opened(kind, frame, marked, shown and tag != "img")

    def _special(self, element: etree._Element, tag: str) -> None:
        """An element of which nothing is walked as of others."""
        if tag in EMBEDDING:
            self._embed(element)
        if tag in SKIPPED:
            self.skipped.append((len(self.items), element))
        elif tag == "br":
            self._line_break()
        elif tag == "noscript":
            self.skipped.append((len(self.items), element))
            self._noscript(element)

    def _frame(self, element: etree._Element, tag: str, kind: Kind) -> Frame:
        """Opens a frame; a block's begins a new text."""
        if kind.block:
            self._flush()
        if kind.heading:
            self._heading = tag
        frame = Frame(element, tag, len(self._path), len(self.frames), len(self.items))
        self.frames.append(frame)
        self._path += (frame,)
        return frame

    def _close(self, element: etree._Element, opened: Opened) -> None:
        """Leaves an element."""
        tag = element.tag
        if opened.marked:
            self._marks.pop()
            self._write(Sign.END)
        frame = opened.frame
        if frame is not None:
            if opened.kind.block:
                self._flush()
            self._path = self._path[:-1]
            frame.end, frame.last = len(self.items), len(self.frames)
            if tag == self._heading:
                self._heading = ""
        if tag == "a" and "href" in element.attrib:
            self._in_link -= 1
        elif tag == "pre":
            self._in_pre -= 1

    def _enter_link(self, element: etree._Element) -> bool:
        """Begins a link, if it leads anywhere and stands in no other."""
        href = element.get("href")
        if href is None:
            return False
        self._in_link += 1
        return bool(href) and self._in_link == 1 and self._mark(Start("a", href=href))

    def _enter_span(self, element: etree._Element, frame: Frame) -> bool:
        """Begins a span that says its language, or a caption's credit."""
        language = language_tag(element.get("lang") or element.get("xml:lang") or "")
        credit = vocabulary.names_credit(frame.names) and self._in_caption()
        return (credit or bool(language)) and self._mark(Start("span", language=language, credit=credit))

    def _in_caption(self) -> bool:
        """Whether what is being visited stands in a caption."""
        return any(f.tag == "figcaption" or vocabulary.names_caption(f.names) for f in self._path[-4:-1])

    def _mark(self, start: Start) -> bool:
        """Begins inline markup that is kept; so deep in other only a link is."""
        if len(self._marks) >= DEEPEST_MARKUP and start.name != "a":
            return False
        self._marks.append(start)
        self._write(start)
        return True

    def _add(self, text: str) -> None:
        if self._text or not text.isspace():
            text = composed(text)
            self._text.append(text)
            if self._pieces:
                self._pieces.append(text)
            if self._in_link:
                self._linked += len(squeeze(text))

    def _write(self, piece: Start | Sign) -> None:
        """Notes markup; until the first, the text alone says what there is."""
        if not self._pieces:
            self._pieces += self._text
        self._pieces.append(piece)

    def _line_break(self) -> None:
        """A line break; the second in a row ends the paragraph, and none begins one."""
        if not self._in_pre and Sign.BREAK in self._pieces[end_of_text(self._pieces) :]:
            self._flush()
        elif self._in_pre or self._text:
            self._write(Sign.BREAK)
            self._text.append("\n")

    def _flush(self) -> None:
        """Ends the text block that is being gathered; inline markup that is open goes on in the next one."""
        if self._text:
            text = "".join(self._text)
            if not text.isspace():
                self._put(text.strip("\n") if self._in_pre else squeeze(text))
            self._text, self._linked = [], 0
        self._pieces = [*self._marks]

    def _put(self, text: str) -> None:
        element = self._path[-1].element
        if text == element.get("data-placeholder"):
            return  # what an editor shows in an empty field
        item = Item(len(self.items), element, self._path, self._absolute, text, self._pieces)
        item.preformatted, item.linked, item.heading = self._in_pre > 0, self._linked, self._heading
        self.items.append(item)

    def _picture(self, element: etree._Element) -> bool:
        """Notes the picture that an element shows, if any."""
        addresses = addresses_of(element)
        if addresses:
            self._flush()
            item = Item(len(self.items), element, self._path, self._absolute, addresses=addresses, is_text=False)
            self.items.append(item)
        return bool(addresses)

    def _embed(self, element: etree._Element) -> None:
        """Notes what an element embeds as a text that links to it, after the poster that stands for it."""
        if element.get("poster"):
            self._picture(element)
        found = embedded(element)
        address = self._absolute(found[0]) if found else ""
        if not found or not address:
            return
        self._flush()
        label = composed(found[1])
        pieces: list[Piece] = [Start("a", href=address), label, Sign.END]
        item = Item(len(self.items), element, self._path, self._absolute, label, pieces, embed=True)
        self.items.append(item)

    def _noscript(self, element: etree._Element) -> None:
        """A lazy picture's fallback, which the parser keeps as elements or as text."""
        inner: etree._Element | None = element
        if not len(element):
            inner = etree.HTML(element.text) if element.text and "<img" in element.text else None
        if inner is not None:
            for image in inner.iter("img"):
                self._picture(image)

    def _measure(self) -> None:
        """Tells each frame how many pictures and how much text it holds."""
        pictures = [0, *accumulate(not item.is_text for item in self.items)]
        length = [0, *accumulate(len(item.text) for item in self.items)]
        for frame in self.frames:
            frame.pictures = pictures[frame.end] - pictures[frame.start]
            frame.length = length[frame.end] - length[frame.start]
