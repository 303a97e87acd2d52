"""A parsed page and what every step asks of it: its items, its title, its captions, its pictures."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit

from packager.articles.choice import bare, captions
from packager.articles.choice.live_blog import live_entries
from packager.articles.choice.places import Places
from packager.articles.choice.set_apart import set_apart
from packager.articles.markup import pictures, stored_pictures
from packager.articles.markup.inline import addresses
from packager.articles.markup.parse import parse
from packager.articles.markup.region import Region
from packager.articles.markup.tree import Walk
from packager.articles.markup.vocabulary import names_lead, names_small_print, words
from packager.articles.metadata.fields import Fields
from packager.articles.metadata.headings import shown_title
from packager.articles.metadata.stated_titles import StatedTitles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from packager.articles.markup.tree import Frame, Item
    from packager.articles.rules import Applied, Rules

# The scheme of a link to another page of the same source, whose own address is not known.
SIBLING = "source:"
_TAIL = re.compile(r"[?#]")

# A title stands at most so many items above its lead.
LEAD_REACH = 12
# A text that refers to notes is seldom shorter.
LINKING_TEXT = 60


class Page:
    """One page: `items` in reading order, `fields` what it states of itself, `data` all its JSON-LD objects, flat.

    Where one of the `rules` is for its site, `rule` is that rule and `applied` what it finds. A page that is `whole`
    is an article's text and nothing else; `entitled` is the title that its source states.
    """

    def __init__(  # noqa: PLR0913 - a test names what it is about
        self,
        text: str,
        address: str = "",
        locator: str = "",
        rules: Rules | None = None,
        *,
        whole: bool = False,
        entitled: str = "",
    ) -> None:
        self.locator = locator
        self.whole, self.entitled = whole, entitled
        self.places = Places()
        self._read(text)
        self.address = _joined("", address or self._own_address())
        ruled = rules is not None and self.address and not whole
        self.rule = rules.for_address(self.address) if rules is not None and ruled else None
        if self.rule is not None and (prepared := self.rule.prepare(text)) != text:
            self._read(prepared)
        self.applied = self.rule.apply(self.root) if self.rule is not None else None
        base = self.root.find(".//base")
        declared = base.get("href") if base is not None else None
        self.base = (declared and "://" in declared and _joined(self.address, declared)) or self.address
        self.bare = not whole and self.rule is None and bare.article_of(self.root) is not None
        walk = Walk(self.root, self.link_target, self._region())
        self.items, self.frames, self.skipped = walk.items, walk.frames, walk.skipped
        self.texts = [item for item in self.items if item.is_text]
        self.key_groups: dict[str, int] = {}
        self.group = self._group_pictures()
        self.dull = {item.n: reason for item in self.items if not item.is_text and (reason := pictures.dull(item))}
        self.stated_titles = StatedTitles(self.fields)
        self.title_item = self._title_item()
        self.title_words = words(self.title)
        self.named_captions = {item.n for item in self.texts if captions.in_caption(item)} | self._ruled("caption")
        self.named_captions |= set_apart(self)
        self.credits = self._ruled("credit")
        boxed, likely = captions.boxed(self)
        self.sure_captions = self.named_captions | boxed
        self.captions = self.sure_captions | likely

    def _read(self, text: str) -> None:
        """Parses the page and reads its fields."""
        parsed = parse(text)
        self.root, self.cut, self.unclosed = parsed.root, parsed.cut, parsed.unclosed
        if stored_pictures.MARK in text:
            stored_pictures.restore(self.root)
        self.fields = Fields(self.root)
        self.data = [node for node, _ in self.fields.structured.data]

    def _title_item(self) -> Item | None:
        """The text that is the title: the rule's, a bare article's own, else the heading that the fields support."""
        ruled = self._ruled_title()
        if ruled is None and self.bare:
            return bare.title_of(self)
        if self.whole:
            return bare.opening_title(self)
        return ruled or shown_title(self.texts, self.stated_titles)

    def _ruled_title(self) -> Item | None:
        """The text that the site's rule calls the title."""
        element = self.applied.title_element if self.applied is not None else None
        if element is None:
            return None
        return next((item for item in self.texts if any(frame.element is element for frame in item.path)), None)

    def _ruled(self, key: str) -> set[int]:
        """The texts inside what the site's rule finds under a key."""
        elements = set(getattr(self.applied, key)) if self.applied is not None else set()
        return {item.n for item in self.texts if any(f.element in elements for f in item.path)} if elements else set()

    def _region(self) -> Region | None:
        """What the walk is for where the site's rule and the page's fields say all there is to say; None: the page."""
        applied, rule = self.ruled, self.rule
        if applied is None or rule is None or applied.title_element is None:
            return None
        known = {
            "author": applied.authors or "author" in rule.own_keys,
            "date": applied.date,
            "section": applied.section,
            "keywords": False,
        }
        if not all(found or self.fields.states(what) for what, found in known.items()):
            return None
        return Region((applied.title_element, *applied.lead, *applied.body, *applied.gallery))

    @property
    def ruled(self) -> Applied | None:
        """What the rule finds, if it finds the body."""
        return self.applied if self.applied is not None and self.applied.body else None

    def meta(self, *names: str) -> str:
        """The first content that is not empty under one of the names."""
        return self.fields.meta(*names)

    def absolute(self, href: str) -> str:
        """An address as an absolute http, https or mailto address; "" where it is none."""
        href = href.strip()
        if href[:1] == "#" or not href:
            return ""
        try:
            joined = urljoin(self.base, href) if self.base else href
            bits = urlsplit(joined)
        except ValueError:
            return ""
        web = bits.scheme in ("http", "https") and bool(bits.netloc)
        usable = web or (bits.scheme == "mailto" and "@" in bits.path)
        return joined if usable and not any(c in joined for c in ' "<>\\^`{|}') else ""

    def link_target(self, href: str) -> str:
        """Where a link leads: an absolute address, or another page of the same source ("source:" and its locator)
        for a page that was saved without an address; "#" and a name for a place of the article; "" if nowhere.
        """
        if self.places.names and (place := self.places.names.get(self.fragment(href))):
            return f"#{place}"
        if self.bare and href.startswith(SIBLING):
            return href  # as a canonical article writes it
        return self.absolute(href) or ("" if self.base else self._sibling(href))

    def fragment(self, href: str) -> str:
        """The name of the place on this page that a link leads to; "" if it leads elsewhere."""
        page, _, name = href.strip().partition("#")
        return unquote(name) if name and (not page or page in (self.address, self.base)) else ""

    @cached_property
    def fragments(self) -> frozenset[str]:
        """The places on this page that its long texts link to."""
        hrefs = (href for item in self.texts if len(item.text) >= LINKING_TEXT for href in addresses(item.pieces))
        return frozenset(filter(None, map(self.fragment, hrefs)))

    def leads_nowhere(self, href: str) -> bool:
        """Whether a link means to lead elsewhere, and cannot."""
        return not href.strip().lower().startswith(("#", "javascript:", "data:")) and not self.link_target(href)

    def _sibling(self, href: str) -> str:
        path = _TAIL.split(href.strip(), maxsplit=1)[0].replace("\\", "/")
        if not path or path.startswith("/") or ":" in path.partition("/")[0]:
            return ""
        locator = posixpath.normpath(posixpath.join(posixpath.dirname(self.locator), unquote(path)))
        return "" if locator.startswith("..") else SIBLING + quote(locator)

    def _own_address(self) -> str:
        """The canonical address that the page states, if it is a whole one."""
        stated = (self.fields.canonical(), self.meta("og:url"))
        return next((address for address in stated if address.startswith(("http://", "https://"))), "")

    @property
    def title(self) -> str:
        """The title that the page shows, else the one its metadata state."""
        if self.title_item is not None:
            return self.title_item.text
        return self.stated_titles.open_graph or self.fields.head_title

    def _group_pictures(self) -> dict[int, int]:
        """Item number -> number of the first item that shows the same picture: the best address of one is any of the
        other's. An address that both have behind their best stands for any picture.
        """
        group: dict[int, int] = {}
        behind: dict[str, int] = {}
        for item in self.items:
            if item.is_text:
                continue
            best, keys = pictures.keys_of(item.addresses[0]), pictures.same_picture(item.addresses)
            known = [self.key_groups[key] for key in keys if key in self.key_groups]
            home = min(known + [behind[key] for key in best if key in behind], default=item.n)
            for key in best:
                self.key_groups.setdefault(key, home)
            for key in keys:
                behind.setdefault(key, home)
            group[item.n] = home
        return group

    def inside(self, frame: Frame) -> list[Item]:
        """The items of a frame."""
        return self.items[frame.start : frame.end]

    def distinct(self, items: Iterable[Item]) -> set[int]:
        """The groups of the pictures among the items that are no decoration."""
        return {self.group[item.n] for item in items if not item.is_text and item.n not in self.dull}

    def headline(self, item: Item) -> bool:
        """Whether a text is one link, long enough to be another article's title."""
        return item.is_text and item.linked > 0.7 * len(item.text) and len(item.text) > 18

    def is_caption(self, item: Item) -> bool:
        """Whether a text belongs to a picture."""
        return item.n in self.captions

    def says_title(self, item: Item) -> bool:
        """Whether a text is the title, or the same words."""
        same_length = abs(len(item.text) - len(self.title)) < 10
        return item is self.title_item or (same_length and item.words == self.title_words)

    def like_title(self, item: Item) -> bool:
        """Whether a text says little beyond the title."""
        mine = set(item.words)
        return len(mine) > 2 and len(mine & set(self.title_words)) > 0.75 * len(mine)

    @cached_property
    def descriptions(self) -> list[set[str]]:
        """The words of the page's own descriptions."""
        stated = (self.meta("og:description"), self.meta("description"))
        return [found for text in stated if len(found := set(words(text))) > 5]

    @cached_property
    def live_entries(self) -> frozenset[Frame]:
        """The boxes of a live blog's entries."""
        return live_entries(self)

    def in_entry(self, item: Item) -> bool:
        """Whether an item stands in an entry of a live blog."""
        return bool(self.live_entries) and any(frame in self.live_entries for frame in item.path)

    def above_title(self, item: Item) -> bool:
        """Whether an item stands above the title that the page shows."""
        return self.title_item is not None and item.n < self.title_item.n

    def named_lead(self, item: Item) -> bool:
        """Whether a text stands just below the title in an element named lead, sapo, standfirst ..."""
        if self.title_item is None or not self.title_item.n < item.n < self.title_item.n + LEAD_REACH:
            return False
        return len(item.text) > 30 and any(names_lead(frame.names) for frame in item.path[-3:])

    def is_lead(self, item: Item) -> bool:
        """Whether a text below the title is named a lead, says what the description says, or is prose right below."""
        title = self.title_item
        if title is None or item.n <= title.n or self.is_caption(item) or self.like_title(item):
            return False
        if any(names_small_print(frame.names) for frame in item.path[-2:]):
            return False
        if self.named_lead(item) or self._described(item):
            return True
        prose = len(item.text) > 70 and not item.linked and item.tag in ("p", "h2", "div", "strong")
        return item.n < title.n + 4 and prose

    def _described(self, item: Item) -> bool:
        mine = set(item.words)
        return len(mine) > 5 and any(
            len(mine & stated) > 0.8 * min(len(mine), len(stated)) for stated in self.descriptions
        )


def _joined(base: str, reference: str) -> str:
    """The address that a reference means; "" for what can be no address, as with half of an IPv6 host."""
    try:
        joined = urljoin(base, reference)
        urlsplit(joined)
    except ValueError:
        return ""
    return joined
