"""Which words belong to which picture; the rules stand in the order of what each is worth on real pages."""

from __future__ import annotations

import html
import re
from itertools import takewhile
from typing import TYPE_CHECKING

from packager.articles.choice.body import side_box
from packager.articles.choice.set_apart import in_column
from packager.articles.markup.pictures import keys_of
from packager.articles.markup.vocabulary import (
    CAPTION_ATTRIBUTES,
    CONTROLS,
    CREDIT_TEXT,
    names_caption,
    names_credit,
    names_picture_box,
    names_small_print,
    words,
)
from packager.articles.metadata.people import says_by
from packager.articles.text.characters import escape, squeeze

if TYPE_CHECKING:
    from packager.articles.markup.page import Page
    from packager.articles.markup.tree import Frame, Item

# A box round a picture holds at most so many items and characters.
BOX_ITEMS = 14
BOX_TEXT = 700
LOOSE_TEXT = 500
NAMED_TEXT = 1000
CAPTION_WORDS = range(4, 60)
BARE_TAGS = frozenset(("div", "span", "td", "em", "small"))

_TAGS = re.compile(r"<[^>]+>")


def in_caption(item: Item) -> bool:
    """Whether a text stands in a figcaption, or in an element named as a caption that holds no picture itself."""
    for frame in item.path[-7:]:
        if frame.tag == "figcaption":
            if not _bare(item.path[frame.depth - 1]):
                return True
        # No picture, and not so much text that it is prose beside one.
        elif not frame.pictures and frame.length <= NAMED_TEXT and names_caption(frame.names):
            return True
    return False


def _bare(frame: Frame) -> bool:
    """Whether a figure holds no picture, but a table, a quote, a player: its caption is text like any other."""
    return frame.tag == "figure" and not frame.pictures


def boxed(page: Page) -> tuple[set[int], set[int]]:
    """Texts alone with one picture: those in a box named after pictures, and those in an unnamed one, no prose."""
    sure: set[int] = set()
    likely: set[int] = set()
    for item in page.items:
        if item.is_text or item.n in page.dull:
            continue
        named, bare = _box_texts(page, item)
        sure.update(text.n for text in named)
        if not named:
            likely.update(text.n for text in bare)
    sure.update(
        n for frame in page.frames if frame.tag == "table" and frame.pictures for n in _table_texts(page, frame)
    )
    return sure, likely


def _table_texts(page: Page, table: Frame) -> list[int]:
    """The texts of a table that is named after pictures or their captions: old systems' form of a figure."""
    texts = [item for item in page.inside(table) if item.is_text]
    if not (names_picture_box(table.names) or names_caption(table.names)) or table.end - table.start > BOX_ITEMS:
        return []
    whole = sum(len(text.text) for text in texts) <= BOX_TEXT and not any(page.headline(text) for text in texts)
    return [text.n for text in texts] if whole else []


def _box_texts(page: Page, item: Item) -> tuple[list[Item], list[Item]]:
    """The texts of the largest named and of the largest unnamed box that holds this picture and no other."""
    named: list[Item] = []
    bare: list[Item] = []
    for frame in reversed(item.path):
        if frame.end - frame.start > BOX_ITEMS or side_box(frame):
            break
        inside = page.inside(frame)
        texts = [other for other in inside if other.is_text]
        if len(page.distinct(inside)) > 1 or sum(len(text.text) for text in texts) > BOX_TEXT:
            break
        if page.title_item in texts or any(page.headline(text) for text in texts):
            break
        if texts and (names_picture_box(frame.names) or names_caption(frame.names)):
            named = texts
        elif texts and len(texts) < 3 and all(text.tag in BARE_TAGS for text in texts):
            bare = texts
    return named, bare


def caption_of(page: Page, item: Item, body: set[int]) -> list[Item]:
    """The texts that are this picture's caption, in order; `body` are the numbers of texts that are the article's."""
    found = _around(page, item, body)
    if found:
        return [text for text in found if not any(frame.tag == "button" for frame in text.path[-2:])]
    return _named_after(page, item) or _named_before(page, item) or _short_after(page, item, body)


def _named_after(page: Page, item: Item) -> list[Item]:
    """Caption texts that follow the run of pictures in which this one stands, none in another's own box."""
    n = item.n
    while n + 1 < len(page.items) and not page.items[n + 1].is_text:
        n += 1
    after: list[Item] = []
    for text in page.items[n + 1 : n + 5]:
        if not text.is_text or text.n not in page.named_captions:
            break
        shared = next((f for f in reversed(text.path) if f.holds(n)), None)
        if shared is None or not shared.holds(item.n):
            break
        after.append(text)
    return after


def _named_before(page: Page, item: Item) -> list[Item]:
    """The caption right above a picture, if no picture above could own it."""
    above = page.items[max(0, item.n - 2) : item.n]
    if len(above) < 2 or above[1].n not in page.named_captions or not above[0].is_text or page.is_caption(above[0]):
        return []
    return [above[1]]


def _short_after(page: Page, item: Item, body: set[int]) -> list[Item]:
    """The text right after the picture, if it is short and nothing else."""
    for text in page.items[item.n + 1 : item.n + 2]:
        if not text.is_text or text.n in body or len(text.words) not in CAPTION_WORDS:
            continue
        small_print = any(names_small_print(frame.names) for frame in text.path[-3:])
        if (
            text.linked < 0.5 * len(text.text)
            and not small_print
            and text is not page.title_item
            and not page.is_lead(text)
            and not says_by(text.text)
        ):
            return [text]
    return []


def _around(page: Page, item: Item, body: set[int]) -> list[Item]:
    """Of the nearest frame with caption text, else of the nearest picture box, else the only text beside the picture
    in the largest frame that holds neither body text nor another picture.
    """
    loose: list[Item] = []
    boxes: list[Item] = []
    headed = False
    for depth, frame in enumerate(reversed(item.path)):
        clear = not any(n in body for n in range(frame.start, frame.end))
        if depth and not clear:
            break
        inside = page.inside(frame)
        texts = [other for other in inside if other.is_text]
        shown = page.distinct(inside)
        named = [text for text in texts if text.n in page.named_captions]
        if named:
            own = _nearest(page, item, named, frame, len(shown))
            if len(shown) > 1:
                return own
            own = sorted({*own, *_credits(page, texts, own)}, key=lambda text: text.n)
            return own + _of_outer_figure(page, item, own)
        boxes = boxes or _nearest(page, item, [text for text in texts if page.is_caption(text)], frame, len(shown))
        if len(shown) > 1 and (boxes or len(shown) > 12):
            break
        if any(page.says_title(text) for text in texts):
            headed = True
        if len(shown) <= 1 and texts and clear and not headed and sum(len(text.text) for text in texts) < LOOSE_TEXT:
            loose = texts
    return boxes or [text for text in loose if not says_by(text.text)]


def _of_outer_figure(page: Page, item: Item, own: list[Item]) -> list[Item]:
    """The caption of the figure round this one, for the last picture in it."""
    inner = next((frame for frame in reversed(item.path) if frame.tag == "figure"), None)
    after = page.items[own[-1].n + 1 : own[-1].n + 3] if own and inner is not None else []
    return list(takewhile(lambda text: text.n in page.named_captions and _captions_figure(text, item, inner), after))


def _captions_figure(text: Item, item: Item, inner: Frame | None) -> bool:
    """Whether a text is the caption of another figure that holds a picture."""
    frame = next((frame for frame in reversed(text.path) if frame.tag == "figcaption"), None)
    outer = text.path[frame.depth - 1] if frame is not None else None
    return outer is not None and outer is not inner and outer.tag == "figure" and outer.holds(item.n)


def _credits(page: Page, texts: list[Item], own: list[Item]) -> list[Item]:
    """The texts beside a caption that are named as its credit."""
    edge = range(own[0].n - 1, own[-1].n + 3) if own else range(0)
    return [text for text in texts if text.n in edge and not page.headline(text) and is_credit(text)]


def _nearest(page: Page, item: Item, texts: list[Item], frame: Frame, shown: int) -> list[Item]:
    """Of the caption texts in a frame with several pictures, those of this one."""
    if shown <= 1:
        return texts

    def next_picture(start: int) -> int:
        """The next item from `start` that shows another picture."""
        others = (
            n for n in range(start, frame.end) if not page.items[n].is_text and page.group[n] != page.group[item.n]
        )
        return next(others, frame.end)

    after = [text for text in texts if text.n > item.n]
    own = [text for text in after if text.n < next_picture(item.n + 1)]
    if own:
        return in_column(page, item, own)
    run = item.n  # in a run of pictures, the words after its last one serve all
    while run + 1 < frame.end and not page.items[run + 1].is_text:
        run += 1
    tail = [text for text in after if text.n > run]
    if tail and all(page.items[n].is_text for n in range(run + 1, tail[0].n)):
        return in_column(page, item, [text for text in tail if text.n < next_picture(tail[0].n)])
    return []


def speaks(text: str) -> bool:
    """Whether a caption says anything: more than how to handle the picture, how many there are, how long it plays."""
    return not CONTROLS.fullmatch(text)


def is_credit(item: Item) -> bool:
    """Whether a caption's text is its credit: its own element says so, or it is nothing but a credit."""
    for frame in reversed(item.path):
        if frame.tag in ("figure", "figcaption"):
            break
        if names_credit(frame.names):
            return True
        if names_caption(frame.names):
            break
    found = CREDIT_TEXT.match(item.text)
    return bool(found and found.group().strip() == item.text.strip())


def without_tags(text: str) -> str:
    """The plain text of a value that may hold markup."""
    return squeeze(_TAGS.sub(" ", text))


def stated_caption(page: Page, item: Item) -> str:
    """A caption (as markup) kept in an attribute of the picture or of what is round it, else in JSON-LD; "" if none."""
    for element in (item.element, *(frame.element for frame in reversed(item.path[-3:]))):
        for name in CAPTION_ATTRIBUTES:
            text = without_tags(element.get(name) or "")
            if len(words(text)) > 2 and "{" not in text:
                return escape(text)
    return escape(declared_captions(page).get(page.group[item.n], ""))


def declared_captions(page: Page) -> dict[int, str]:
    """Captions of JSON-LD ImageObjects, by picture group."""
    told: dict[int, str] = {}
    for thing in page.data:
        text = thing.get("caption") or (thing.get("description") if thing.get("@type") == "ImageObject" else "")
        address = thing.get("contentUrl") or thing.get("url") or thing.get("@id")
        if isinstance(text, str) and isinstance(address, str) and len(words(text)) > 2:
            for key in keys_of(address):
                if key in page.key_groups:
                    told.setdefault(page.key_groups[key], without_tags(html.unescape(text)))
    return told
