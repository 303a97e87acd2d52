"""Which texts of a page are the article: a root that holds nearly all good text, less side boxes and cards of links.

A text is *good* when it is long and not made of links; good texts vote for the frames round them. A frame with over a
third of the votes is never a side box, whatever its name (worth .012 F1); ends are trimmed only for a named reason.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packager.articles.choice.info_boxes import is_info_box
from packager.articles.choice.live_blog import heads_entry
from packager.articles.choice.places import is_noted
from packager.articles.markup.vocabulary import (
    COPYRIGHT,
    INVITATION,
    names_discussion,
    names_never,
    names_player,
    names_side_box,
    names_small_print,
)

if TYPE_CHECKING:
    from lxml import etree

    from packager.articles.markup.page import Page
    from packager.articles.markup.tree import Frame, Item

PROSE_TAGS = frozenset("p h1 h2 h3 h4 h5 h6 blockquote".split())
SIDE_TAGS = frozenset("nav footer aside form button label dialog menu".split())
NEVER_TAGS = frozenset("nav footer button form".split())
STRUCTURES = frozenset("table ul ol dl blockquote pre".split())
LEAF_TAGS = frozenset("p ul ol blockquote figure table li span a".split())

# Frames that hold a whole article, whatever they are named.
WHOLE = frozenset("html body main article".split())

GOOD_TEXT = 60
SENTENCE_ENDS = (".", "!", "?", "…", "。")
# Less than so many characters beside comments may be a teaser above a forum's own text.
SCARCE_TEXT = 400
# A good text's vote is its length, up to this: one endless text must not decide alone.
MOST_VOTES = 600
BIG_SHARE = 0.35
# A text is a link if so much of it is.
MOSTLY = 0.7
ROOT_SHARE = 0.65
CARD_ITEMS = 40


def side_box(frame: Frame) -> bool:
    """Whether a frame is named as one that stands beside the article."""
    if frame.tag in SIDE_TAGS:
        return not signs_quote(frame.element)
    return frame.tag not in PROSE_TAGS and names_side_box(frame.names)


def signs_quote(element: etree._Element) -> bool:
    """Whether a footer is a quote's, and says whose words they are."""
    outer = element.getparent() if element.tag == "footer" else None
    return outer is not None and outer.tag == "blockquote"


def never_body(frame: Frame) -> bool:
    """Whether a frame holds no article text wherever it stands."""
    return (frame.tag in NEVER_TAGS and not signs_quote(frame.element)) or names_never(frame.names)


def good(item: Item) -> bool:
    """Whether a text speaks for its surroundings: long, and not made of links."""
    return item.is_text and item.size >= GOOD_TEXT and item.linked < 0.4 * len(item.text)


@dataclass(slots=True)
class Choice:
    """What was decided of each text: `kept` are the article's, `reasons` say why the others were left out."""

    kept: set[int]
    lead: set[int]
    reasons: dict[int, str]


def choose(page: Page) -> Choice:
    """The article's texts, its lead among them."""
    reasons: dict[int, str] = {}
    kept = own_scoring(page, reasons)
    kept |= lost_siblings(page, kept)
    leads = find_leads(page, kept)
    kept = trim(page, kept | leads, reasons)
    leads = {n for n in leads if n in kept} | {n for n in sorted(kept)[:2] if page.named_lead(page.items[n])}
    for item in page.texts:
        if item.n in kept:
            reasons.pop(item.n, None)
        else:
            reasons.setdefault(item.n, "outside the article's frame")
    return Choice(kept, leads, reasons)


def find_root(page: Page) -> tuple[Frame | None, set[Frame]]:
    """The deepest frame that still holds nearly all good text, and the frames too big to be a side box."""
    strong = [(item, min(item.size, MOST_VOTES)) for item in speakers(page)]
    weight: Counter[Frame] = Counter()
    for item, vote in strong:
        for frame in item.path:
            weight[frame] += vote
    total = sum(vote for _, vote in strong)
    big = {
        frame
        for frame, share in weight.items()
        if share > BIG_SHARE * total and not (names_discussion(frame.names) and frame.tag not in WHOLE)
    }
    big |= page.live_entries
    clear = [(i, v) for i, v in strong if not any(side_box(frame) for frame in i.path if frame not in big)]
    return _descend(clear or strong), big


def speakers(page: Page) -> list[Item]:
    """The good texts that may vote: no headings, no captions, and no readers' comments and dialogues beside others."""
    found = [item for item in page.texts if good(item) and not item.heading and not page.is_caption(item)]
    own = [item for item in found if not any(names_discussion(f.names) and f.tag not in WHOLE for f in item.path)]
    return own if sum(item.size for item in own) > SCARCE_TEXT else found


def _descend(votes: list[tuple[Item, int]]) -> Frame | None:
    """From the top, the frame with most votes at each depth, while it keeps nearly all of them."""
    root: Frame | None = None
    depth = 0
    while votes:
        share: Counter[Frame] = Counter()
        for item, vote in votes:
            if len(item.path) > depth:
                share[item.path[depth]] += vote
        if not share:
            break
        frame, most = share.most_common(1)[0]
        if most < ROOT_SHARE * sum(vote for _, vote in votes) or frame.tag in LEAF_TAGS:
            break
        votes = [(i, v) for i, v in votes if len(i.path) > depth and i.path[depth] is frame]
        root, depth = frame, depth + 1
    return root


def own_scoring(page: Page, reasons: dict[int, str]) -> set[int]:
    """Texts under the root that are in no side box and in no card of links."""
    root, big = find_root(page)
    if root is None:
        return {item.n for item in page.texts if item is not page.title_item}
    title = page.title_item
    top = title.n if title is not None and title.n < root.start else root.start
    shared = set(_path_to(page, root))
    nested = _articles_are_its_parts(page, root, shared)
    inside: list[Item] = []
    for item in page.texts:
        if not (root.holds(item.n) or (top < item.n < root.start and good(item) and not page.is_caption(item))):
            continue
        around = (frame for frame in item.path if frame not in big and frame not in shared)
        box = next((f for f in around if _beside(page, f, item) or (f.tag == "article" and not nested)), None)
        if box is None:
            inside.append(item)
        else:
            reasons[item.n] = f"in a box beside the article ({_describe(box)})"
    cards = link_cards(page, inside, big | shared)
    kept: set[int] = set()
    for item in inside:
        card = next((f for f in item.path if f in cards and (f.tag not in PROSE_TAGS or page.headline(item))), None)
        if card is None:
            kept.add(item.n)
        else:
            reasons[item.n] = f"in a card that leads to another page ({_describe(card)})"
    return kept


def _beside(page: Page, frame: Frame, item: Item) -> bool:
    """Whether a frame puts a text beside the article; a player's box does not put the player there, nor one of facts
    what it says.
    """
    return side_box(frame) and not (item.embed and names_player(frame.names)) and not is_info_box(page, frame)


def _articles_are_its_parts(page: Page, root: Frame, shared: set[Frame]) -> bool:
    """Whether the root's text mostly stands in <article> elements: then these are its sections, not other articles."""
    within = outside = 0
    for item in page.inside(root):
        if good(item):
            if any(frame.tag == "article" and frame not in shared for frame in item.path):
                within += item.size
            else:
                outside += item.size
    return within > outside


def _describe(frame: Frame) -> str:
    names = " ".join(frame.names.split()[:4])
    return f"{frame.tag} {names}".strip()


def _path_to(page: Page, frame: Frame) -> tuple[Frame, ...]:
    """The frames from the top down to a frame."""
    return next((item.path[: frame.depth + 1] for item in page.inside(frame)), ())


def link_cards(page: Page, inside: list[Item], solid: set[Frame]) -> set[Frame]:
    """Frames that invite to another page: mostly links, or titled, short and alike."""
    cards: set[Frame] = set()
    alike: dict[tuple[str, str], set[Frame]] = {}
    for head in inside:
        if not page.headline(head) or heads_entry(page, head):
            continue
        titled = any(frame.tag in ("h2", "h3", "h4", "h5") for frame in head.path[-3:])
        for frame in reversed(head.path):
            if frame in solid or frame.end - frame.start > CARD_ITEMS:
                break
            texts = [item for item in page.inside(frame) if item.is_text]
            linked = sum(text.linked for text in texts) > 0.5 * sum(len(text.text) for text in texts)
            if linked or (titled and len(texts) < 5 and frame.pictures < 2):
                cards.add(frame)
            elif titled and frame.names:
                alike.setdefault((frame.tag, frame.names), set()).add(frame)
    for frames in alike.values():
        if len(frames) > 2:
            cards |= frames
    return cards


def lost_siblings(page: Page, kept: set[int]) -> set[int]:
    """Texts between kept paragraphs of the same kind, and headings under the same parent: the choice has lost them."""
    solid = [n for n in sorted(kept) if good(page.items[n]) and not page.is_caption(page.items[n])]
    if len(solid) < 3:
        return set()
    kinds = Counter(_kind(page.items[n]) for n in solid)
    parents = {parent for n in solid for parent, own in [_kind(page.items[n])] if kinds[parent, own] > 1}
    frames = {frame for n in solid for frame in page.items[n].path}
    title = page.title_item
    begin = title.n if title is not None and title.n < solid[0] else solid[0]
    found: set[int] = set()
    for item in page.items[begin : min(len(page.items), solid[-1] + 200)]:
        if not item.is_text or item.n in kept or len(item.path) < 2 or page.is_caption(item):
            continue
        if any(side_box(frame) for frame in item.path if frame not in frames):
            continue
        between = solid[0] < item.n < solid[-1]
        heading = item.tag in ("h2", "h3", "h4") and _kind(item)[0] in parents and item.n < solid[-1]
        alike = kinds[_kind(item)] > 1 and (good(item) or between)
        if (heading and item.linked < 0.5 * len(item.text)) or (alike and item.linked < 0.4 * len(item.text)):
            found.add(item.n)
    return found


def _kind(item: Item) -> tuple[str, str]:
    """The parent's and the own tag and first names: what paragraphs of one body share."""
    parent = _sign(item.path[-2], 2) if len(item.path) > 1 else ""
    return parent, _sign(item.path[-1], 1)


def _sign(frame: Frame, count: int) -> str:
    return " ".join([frame.tag, *(frame.element.get("class") or "").split()[:count]])


def find_leads(page: Page, kept: set[int]) -> set[int]:
    """The lead: texts between the title and the first body paragraph that are one."""
    first = next((n for n in sorted(kept) if good(page.items[n])), 0)
    title = page.title_item
    if title is None or title.n > first:
        return set()
    immune = set(title.path) | set(page.items[first].path)
    return {
        item.n
        for item in page.items[title.n : first]
        if item.is_text and page.is_lead(item) and not any(never_body(f) for f in item.path if f not in immune)
    }


def trim(page: Page, kept: set[int], reasons: dict[int, str]) -> set[int]:
    """The chosen texts less what no article holds; the first and the last real paragraphs are its ends."""
    solid = [n for n in sorted(kept) if good(page.items[n]) and not page.is_caption(page.items[n])]
    if not solid:
        return {n for n in kept if not _say(reasons, n, _short_page_reason(page, page.items[n]))}
    middle = solid[len(solid) // 3 : len(solid) // 3 + 3]
    immune = {frame for n in middle for frame in page.items[n].path}
    homes = _homes(page, solid)
    ends = Ends(solid[0], solid[min(1, len(solid) - 1)], _last(page, kept, solid[-1], homes), homes)
    seen: dict[str, Frame] = {}
    out: set[int] = set()
    for n in sorted(kept):
        item = page.items[n]
        reason = _boxed_reason(item, immune) or _reason(page, item, ends)
        home = item.path[max(0, len(item.path) - 2)]
        if not reason and item.size > 30 and seen.get(item.text, home) is not home:
            reason = "said before, elsewhere"
        if not _say(reasons, n, reason):
            seen.setdefault(item.text, home)
            out.add(n)
    return out


@dataclass(frozen=True, slots=True)
class Ends:
    """The numbers of the first two and of the last text that are surely the article's, and the frames they live in."""

    first: int
    second: int
    last: int
    homes: frozenset[Frame]

    def home(self, item: Item) -> bool:
        """Whether a text stands right beside real paragraphs."""
        return len(item.path) > 1 and item.path[-2] in self.homes


def _homes(page: Page, solid: list[int]) -> frozenset[Frame]:
    """The frames that hold real paragraphs side by side."""
    parents = Counter(page.items[n].path[-2] for n in solid if len(page.items[n].path) > 1)
    return frozenset(frame for frame, count in parents.items() if count > 1 or len(solid) == 1)


def _last(page: Page, kept: set[int], last: int, homes: frozenset[Frame]) -> int:
    """The last real paragraph, or the end of a table or list that stands beside real paragraphs after it."""
    for n in sorted(number for number in kept if number > last):
        item = page.items[n]
        beside = any(f.tag in STRUCTURES and item.path[f.depth - 1] in homes for f in item.path[1:])
        if beside and item.linked < 0.5 * len(item.text):
            last = n
    return last


def _say(reasons: dict[int, str], n: int, reason: str) -> bool:
    """Notes a reason, if there is one."""
    if reason:
        reasons[n] = reason
    return bool(reason)


def _short_page_reason(page: Page, item: Item) -> str:
    """Why a text of a page without any long paragraph is not the article's."""
    if item is page.title_item or page.like_title(item):
        return "the title again"
    return "in a box that holds no article text" if any(never_body(frame) for frame in item.path) else ""


def _boxed_reason(item: Item, immune: set[Frame]) -> str:
    box = next((frame for frame in item.path if frame not in immune and never_body(frame)), None)
    return f"in a box that holds no article text ({_describe(box)})" if box is not None else ""


def _reason(page: Page, item: Item, ends: Ends) -> str:
    """Why a chosen text is none of the article's after all; "" if it is."""
    if page.is_caption(item):
        return "caption"
    if page.says_title(item) or (item.heading and item.n <= ends.second and page.like_title(item)):
        return "the title again"
    if heads_entry(page, item):
        return ""
    leads_on = page.headline(item) or (page.in_entry(item) and item.linked > MOSTLY * len(item.text))
    if leads_on and not item.text.rstrip().endswith(SENTENCE_ENDS):
        return "a link to another page"
    if len(item.text) < 140 and INVITATION.match(item.text) and (item.linked or len(item.text) < 40):
        return "an invitation to another page"
    if (item.n < ends.first or item.n > ends.last) and not page.in_entry(item):
        return _reason_at_an_end(page, item, ends)
    return "small print" if _small(item) else ""


def _reason_at_an_end(page: Page, item: Item, ends: Ends) -> str:
    """Why a text before the first or after the last real paragraph is none of the article's; "" if it is."""
    if item.n < ends.first:
        if page.above_title(item):
            return "above the title"
        beside = page.is_lead(item) or ends.home(item) or item.embed
        return "" if beside and not _small(item) else "before the article's first paragraph"
    if COPYRIGHT.match(item.text):
        return "the site's copyright line"
    if item.heading:
        return "a heading after the article's end"
    short = (item.size < 30 and not is_noted(page, item)) or item.embed
    return "after the article's last paragraph" if (short and not ends.home(item)) or _small(item) else ""


def _small(item: Item) -> bool:
    """Whether a text is named as small print, and is short and no sentence."""
    is_sentence = item.text.rstrip().endswith(SENTENCE_ENDS) or any(frame.tag == "blockquote" for frame in item.path)
    return item.size < GOOD_TEXT and not is_sentence and names_small_print(item.path[-1].names)
