"""One walk over a page's tree: a flat list of items (text blocks and pictures) in reading order, and frames round them.

Everything later works on that list: choosing the body is choosing text items, a figure is a run of picture items with
text items. A frame's share of the list is an interval, so "inside" is a comparison of two numbers.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

from packager.articles.markup import vocabulary
from packager.articles.markup.embeds import EMBEDDING, embedded
from packager.articles.markup.pictures import SHOWING_TAGS, addresses_of
from packager.articles.text.characters import escape, squeeze
from packager.articles.text.languages import language_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

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
_ROUND_BREAK = re.compile(" ?<br/> ?")

# An element being visited: itself, its children still to come, its frame, its inline markup.
Opened: TypeAlias = "tuple[etree._Element, Iterator[etree._Element], Frame | None, str]"


@dataclass(slots=True, eq=False)
class Frame:
    """A block element on the way to items: its names, and the intervals of items and frames that it holds.

    `pictures` counts its picture items, `length` the characters of its texts.
    """

    element: etree._Element
    tag: str
    names: str
    depth: int
    index: int
    start: int
    end: int = 0
    last: int = 0
    pictures: int = 0
    length: int = 0

    def holds(self, number: int) -> bool:
        """Whether the item of that number stands inside."""
        return self.start <= number < self.end


@dataclass(slots=True, eq=False)
class Item:
    """A text block (`text` is set) or a picture (`addresses` is set).

    `embed` tells a text that is our link to what the page embeds. `linked` counts characters inside links; `heading`
    is the tag of the heading it stands in, or "".
    """

    n: int
    element: etree._Element
    path: tuple[Frame, ...]
    text: str = ""
    markup: str = ""
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


class Walk:
    """The walk. After it `items` and `frames` stand in document order; `unlinked` counts links that lead nowhere.

    `absolute` makes a link's address absolute, or "" where it cannot be.
    """

    def __init__(
        self,
        root: etree._Element,
        absolute: Callable[[str], str],
    ) -> None:
        self.items: list[Item] = []
        self.frames: list[Frame] = []
        self.unlinked = 0
        self.skipped: list[tuple[int, etree._Element]] = []
        self._absolute = absolute
        self._text: list[str] = []
        self._markup: list[str] = []
        self._marked = False
        self._marks: list[tuple[str, str]] = []
        self._heading = ""
        self._linked = self._in_link = self._in_pre = 0
        self._path: tuple[Frame, ...] = ()
        body = root.find("body")
        self._run(root if body is None else body)
        self._measure()

    def _run(self, root: etree._Element) -> None:
        """Visits every element, with a stack of our own: pages nest deeper than Python's."""
        stack: list[Opened] = []
        opened = self._open(root)
        if opened is not None:
            stack.append(opened)
        while stack:
            element, children, frame, mark = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                self._close(element, frame, mark)
                if stack:
                    self._add(element.tail)
                continue
            opened = self._open(child) if isinstance(child.tag, str) else None
            if opened is None:
                self._add(child.tail)
            else:
                stack.append(opened)
        self._flush()

    def _open(self, element: etree._Element) -> Opened | None:
        """Enters an element; None if nothing of it is walked."""
        tag = element.tag
        if tag in EMBEDDING:
            self._embed(element)
        if tag in SKIPPED:
            self.skipped.append((len(self.items), element))
            return None
        if tag == "br":
            self._line_break()
            return None
        if tag == "noscript":
            self._noscript(element)
            return None
        attributes: dict[str, str] = dict(element.items())  # type: ignore[arg-type]  # an HTML parser's are text
        shows = (tag in SHOWING_TAGS or "style" in attributes) and self._picture(element)
        framed = tag in BLOCKS or tag == "a" or (tag == "span" and attributes) or "-" in tag
        frame = self._frame(element, tag, attributes) if framed else None
        if tag == "a" and "href" in attributes:
            self._in_link += 1
        if tag == "pre":
            self._in_pre += 1
        mark = "" if tag in BLOCKS else self._mark(element, tag)
        self._add(element.text)
        inside = (c for c in element if c.tag not in ("img", "source")) if shows and tag != "img" else iter(element)
        return element, inside, frame, mark

    def _frame(self, element: etree._Element, tag: str, attributes: Mapping[str, str]) -> Frame:
        """Opens a frame; a block's begins a new text."""
        if tag not in ("a", "span"):
            self._flush()
        if tag in HEADINGS:
            self._heading = tag
        frame = Frame(element, tag, names_of(attributes), len(self._path), len(self.frames), len(self.items))
        self.frames.append(frame)
        self._path += (frame,)
        return frame

    def _close(self, element: etree._Element, frame: Frame | None, mark: str) -> None:
        """Leaves an element."""
        tag = element.tag
        if mark:
            self._unmark()
        if frame is not None:
            if tag not in ("a", "span"):
                self._flush()
            self._path = self._path[:-1]
            frame.end, frame.last = len(self.items), len(self.frames)
            if tag == self._heading:
                self._heading = ""
        if tag == "a" and "href" in element.attrib:
            self._in_link -= 1
        elif tag == "pre":
            self._in_pre -= 1

    def _mark(self, element: etree._Element, tag: str) -> str:
        """Writes the start tag of inline markup that is kept, and returns its name; "" for all other elements."""
        mark = INLINE.get(tag, "")
        start = mark
        if tag == "a":
            address = self._link(element)
            mark, start = ("a", f'a href="{html.escape(address)}"') if address else ("", "")
        elif tag == "span" and (language := language_tag(element.get("lang") or element.get("xml:lang") or "")):
            mark, start = "span", f'span lang="{html.escape(language)}" xml:lang="{html.escape(language)}"'
        if mark:
            self._marks.append((mark, f"<{start}>"))
            self._write(f"<{start}>")
        return mark

    def _unmark(self) -> None:
        """Ends inline markup; what holds nothing leaves no trace."""
        mark, start = self._marks.pop()
        if self._marked and self._markup and self._markup[-1] == start:
            self._markup.pop()
        else:
            self._write(f"</{mark}>")

    def _link(self, element: etree._Element) -> str:
        """The absolute address of a link outside another one; "" (and counted) where there is none."""
        href = element.get("href")
        if href is None or self._in_link > 1:
            return ""
        address = self._absolute(href)
        self.unlinked += not address and not href.strip().lower().startswith(("#", "javascript:", "data:"))
        return address

    def _add(self, text: str | None) -> None:
        if text and (self._text or not text.isspace()):
            # Here and not in the file: addresses stay as they are, and ">" must not meet a combining mark.
            if not text.isascii():
                text = unicodedata.normalize("NFC", text)
            self._text.append(text)
            if self._marked:
                self._markup.append(escape(text))
            if self._in_link:
                self._linked += len(squeeze(text))

    def _write(self, markup: str) -> None:
        """Writes markup; until the first, the text alone says what the markup is."""
        if not self._marked:
            self._marked = True
            self._markup = [escape("".join(self._text))]
        self._markup.append(markup)

    def _line_break(self) -> None:
        """A line break; the second in a row ends the paragraph, and none begins one."""
        if self._in_pre:
            self._write("\n")
            self._text.append("\n")
        elif self._marked and self._markup[self._end_of_text() :].count("<br/>"):
            self._flush()
        elif any(not text.isspace() for text in self._text):
            self._write("<br/>")
            self._text.append("\n")

    def _end_of_text(self) -> int:
        """How many pieces of the markup there are up to the last that is neither white space nor a line break."""
        end = len(self._markup)
        while end and (self._markup[end - 1] == "<br/>" or self._markup[end - 1].isspace()):
            end -= 1
        return end

    def _flush(self) -> None:
        """Ends the text block that is being gathered; inline markup that is open goes on in the next one."""
        text, linked, marked = "".join(self._text), self._linked, self._marked
        if text and not text.isspace():
            markup = self._closed() if marked else escape(text if self._in_pre else squeeze(text))
            if self._in_pre:
                self._put(text.strip("\n"), markup.strip("\n"), linked)
            else:
                self._put(squeeze(text), _ROUND_BREAK.sub("<br/>", squeeze(markup)) if marked else markup, linked)
        self._text, self._linked = [], 0
        self._markup = [start for _, start in self._marks]
        self._marked = bool(self._marks)

    def _closed(self) -> str:
        """The markup so far without line breaks at its end, and with what is open closed."""
        pieces = self._markup if self._in_pre else self._markup[: self._end_of_text()]
        open_marks = list(self._marks)
        while open_marks and pieces and pieces[-1] == open_marks[-1][1]:
            pieces, open_marks = pieces[:-1], open_marks[:-1]
        return "".join([*pieces, *(f"</{mark}>" for mark, _ in reversed(open_marks))])

    def _put(self, text: str, markup: str, linked: int) -> None:
        element = self._path[-1].element
        if text == element.get("data-placeholder"):
            return  # what an editor shows in an empty field
        self.items.append(Item(len(self.items), element, self._path, text, markup, linked, self._heading))

    def _picture(self, element: etree._Element) -> bool:
        """Notes the picture that an element shows, if any."""
        addresses = addresses_of(element)
        if addresses:
            self._flush()
            self.items.append(Item(len(self.items), element, self._path, addresses=addresses, is_text=False))
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
        label = unicodedata.normalize("NFC", found[1])
        markup = f'<a href="{html.escape(address)}">{escape(label)}</a>'
        item = Item(len(self.items), element, self._path, label, markup, embed=True)
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
