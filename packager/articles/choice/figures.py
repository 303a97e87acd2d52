"""Which pictures are the article's, and the figures they form: a run of pictures that share a caption is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.articles.choice import bare, captions
from packager.articles.choice.body import good, side_box
from packager.articles.choice.credits import told_apart
from packager.articles.choice.lead_pictures import lead_picture
from packager.articles.choice.portraits import is_portrait
from packager.articles.choice.ruled import frames_in, picture_refusal
from packager.articles.draft import Figure, Shown
from packager.articles.markup.pictures import is_drawing
from packager.articles.markup.vocabulary import names_foreign
from packager.articles.text.characters import composed, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.articles.choice.body import Choice
    from packager.articles.markup.page import Page
    from packager.articles.markup.tree import Frame, Item
    from packager.articles.rules import Applied

FOREIGN_TAGS = frozenset(("nav", "footer", "form", "menu"))
# Pictures may stand so many items after the last paragraph.
AFTER_BODY = 25


def find_figures(page: Page, choice: Choice) -> tuple[list[tuple[int, Figure]], set[int], dict[int, str]]:
    """The article's figures with the number of their first item, the texts that became captions, and why pictures
    were left out, by item number.
    """
    if page.bare:
        return _bare_figures(page)
    reasons: dict[int, str] = {}
    found: list[tuple[int, Figure, tuple[int, ...]]] = []
    for item, own in choose_pictures(page, choice, reasons):
        texts = _of_gallery(page, item) or own
        key = tuple(text.n for text in texts)
        if key and found and found[-1][2] == key:
            found[-1][1].pictures.append(_shown(item))
        else:
            found.append((item.n, _figure(page, item, texts), key))
    if not found and (lonely := lead_picture(page)) is not None:
        found.append((-1, lonely, ()))
    return [(n, figure) for n, figure, _ in found], {n for _, _, key in found for n in key}, reasons


def _bare_figures(page: Page) -> tuple[list[tuple[int, Figure]], set[int], dict[int, str]]:
    """The figures of a page that holds nothing but the article: all of its pictures, as its figures group them."""
    found: list[tuple[int, Figure]] = []
    captions_of: set[int] = set()
    for shown, texts in bare.figures(page):
        figure = _figure(page, shown[0], texts)
        figure.pictures = [_shown(item) for item in shown]
        found.append((shown[0].n, figure))
        captions_of |= {text.n for text in texts}
    return found, captions_of, {}


def _of_gallery(page: Page, item: Item) -> list[Item]:
    """The captions of the gallery that the site's rule sees round a picture."""
    frames = frames_in(item, page.applied.gallery) if page.applied is not None else []
    return [text for text in page.inside(frames[0]) if text.n in page.captions] if frames else []


def _shown(item: Item) -> Shown:
    element = next(item.element.iter("img"), item.element) if item.element.tag == "picture" else item.element
    return Shown(item.addresses, squeeze(composed(element.get("alt") or "")))


def _figure(page: Page, item: Item, texts: list[Item]) -> Figure:
    """A figure of one picture, with its caption and credit told apart; what is said twice is kept once."""
    said: list[str] = []
    sources: list[str] = []
    seen: set[str] = set()
    for text in texts:
        if text.text not in seen and captions.speaks(text.text) and not _begins_another(text, texts):
            seen.add(text.text)
            own_credit = text.n in page.credits or captions.is_credit(text)
            caption, credit = ("", text.markup) if own_credit else told_apart(text)
            said += filter(None, [caption])
            sources += filter(None, [credit])
    caption = " ".join(said) or (captions.stated_caption(page, item) if not texts or not said else "")
    return Figure([_shown(item)], caption, " ".join(sources))


def _begins_another(text: Item, texts: list[Item]) -> bool:
    """Whether a longer text beside it says the same and more, as a caption that unfolds does."""
    return any(len(other.text) > len(text.text) and other.text.startswith(text.text) for other in texts)


def choose_pictures(page: Page, choice: Choice, reasons: dict[int, str]) -> list[tuple[Item, list[Item]]]:
    """The article's pictures with their captions, in order. Of several showings of one picture the one with a caption
    counts, and a picture rather than a video's poster; showings with different captions all do.
    """
    groups: dict[int, list[tuple[bool, Item, list[Item]]]] = {}
    for item, told in _candidates(page, choice.kept, reasons):
        texts = [text for text in captions.caption_of(page, item, choice.kept) if text.n not in choice.lead]
        groups.setdefault(page.group[item.n], []).append((told, item, texts))
    chosen: list[tuple[Item, list[Item]]] = []
    for showings in groups.values():
        showings.sort(key=lambda showing: (showing[1].element.tag == "video", not showing[0]))
        said: set[str] = set()
        for n, (_, item, texts) in enumerate(showings):
            words_of_caption = " ".join(text.text for text in texts)
            if n and (not texts or words_of_caption in said or item.element.tag == "video"):
                reasons[item.n] = "the same picture again"
            else:
                chosen.append((item, texts))
            said.add(words_of_caption)
    return sorted(chosen, key=lambda pair: pair[0].n)


def _candidates(page: Page, kept: set[int], reasons: dict[int, str]) -> Iterator[tuple[Item, bool]]:
    """The pictures that nothing speaks against, and whether a box round each tells a caption."""
    if page.ruled is not None:
        yield from _candidates_by_rule(page, page.ruled, reasons)
        return
    if page.whole:
        yield from _candidates_of_whole(page, reasons)
        return
    low, high, immune = span(page, kept)
    top = min((f.start for f in immune if f.tag == "article" and f.start <= low < f.end), default=low)
    for item in page.items:
        if item.is_text:
            continue
        reason = refusal(page, item, immune, kept) if top <= item.n < high else "outside the article's frame"
        told = not reason and has_caption(page, [f for f in item.path if f not in immune])
        if not reason and item.n < low and not told:
            reason = "above the article, without a caption"
        if reason:
            reasons[item.n] = reason
        else:
            yield item, told


def _candidates_of_whole(page: Page, reasons: dict[int, str]) -> Iterator[tuple[Item, bool]]:
    """All pictures of an article's text alone but those that count readers or space lines."""
    for item in page.items:
        if item.n in page.dull:
            reasons[item.n] = page.dull[item.n]
        elif not item.is_text:
            yield item, True


def _candidates_by_rule(page: Page, applied: Applied, reasons: dict[int, str]) -> Iterator[tuple[Item, bool]]:
    for item in page.items:
        if not item.is_text:
            reason = picture_refusal(page, item, applied)
            if reason:
                reasons[item.n] = reason
            else:
                yield item, True


def span(page: Page, kept: set[int]) -> tuple[int, int, set[Frame]]:
    """(first, end, immune frames): where the article's pictures stand, from the top of what title and body share to
    just after the body. Immune are the frames round title and body: their names say nothing against a picture.
    """
    solid = sorted(n for n in kept if good(page.items[n]))
    if not solid:
        solid = sorted(kept)
    if not solid:
        return 0, len(page.items), set()
    anchors = [page.items[n] for n in solid]
    title = page.title_item
    immune = {frame for item in anchors for frame in item.path} | (set(title.path) if title is not None else set())
    shared = [f for f in anchors[len(anchors) // 2].path if f.end > solid[-1] and f.start <= solid[0]]
    home = shared[-1] if shared else None
    if title is not None and home is not None and title.n < solid[0]:
        home = next((frame for frame in reversed(shared) if frame.start <= title.n), None)
    if home is None:
        return (title.n if title is not None else solid[0]), min(len(page.items), solid[-1] + AFTER_BODY), immune
    return home.start, min(home.end, solid[-1] + AFTER_BODY), immune


def foreign(frame: Frame) -> bool:
    """Whether a box holds other pages' pictures or faces of authors."""
    return frame.tag in FOREIGN_TAGS or names_foreign(frame.names)


def refusal(page: Page, item: Item, immune: set[Frame], kept: set[int]) -> str:
    """Why a picture in the span is not the article's; "" if it is."""
    around = [frame for frame in item.path if frame not in immune]
    if item.n in page.dull and not (is_drawing(item) and _alone_in_figure(page, item)):
        return page.dull[item.n]
    if any(foreign(frame) for frame in around):
        return "in a box of other pages' pictures"
    card = next((frame for frame in around if frame.tag == "article"), None)
    if card is not None and any(page.headline(other) for other in page.inside(card)):
        return "in a card that leads to another page"
    if is_portrait(page, item, around):
        return "an author's face"
    if has_caption(page, around) and not (_mute(page, around) and teaser(page, around, kept)):
        return ""
    weak = next((frame for frame in around if side_box(frame)), None)
    if weak is not None and (
        any(frame.tag == "a" for frame in around) or any(page.headline(other) for other in page.inside(weak))
    ):
        return "in a box beside the article"
    if card is not None:
        return "in a card of another article"
    return "in a teaser of another page" if teaser(page, around, kept) else ""


def _alone_in_figure(page: Page, item: Item) -> bool:
    """Whether a figure holds this picture alone, and a caption of words."""
    figure = next((frame for frame in reversed(item.path) if frame.tag == "figure"), None)
    if figure is None or figure.pictures > 1:
        return False
    said = [text for text in page.inside(figure) if text.is_text]
    return any(text.tag == "figcaption" and captions.speaks(text.text) for text in said)


def has_caption(page: Page, around: list[Frame]) -> bool:
    """Whether a box round the picture, and round no other, holds caption text."""
    for frame in reversed(around):
        inside = page.inside(frame)
        if len(page.distinct(inside)) > 1:
            return False
        if any(item.n in page.sure_captions for item in inside):
            return True
    return False


def _mute(page: Page, around: list[Frame]) -> bool:
    """Whether all that the caption of a picture says is how long it plays, or whose it is."""
    frame = next(f for f in reversed(around) if any(item.n in page.sure_captions for item in page.inside(f)))
    told = [item for item in page.inside(frame) if item.n in page.sure_captions]
    return all(not captions.speaks(item.text) or captions.is_credit(item) for item in told)


def teaser(page: Page, around: list[Frame], kept: set[int]) -> bool:
    """Whether the box round the picture, as far as it holds no body text, holds a headline.

    A short text, such as a section's name, is no body text beside a picture that is a link.
    """
    linked = any(frame.tag == "a" for frame in around) and not has_caption(page, around)
    for frame in reversed(around):
        inside = page.inside(frame)
        if any(item.n in kept and (good(item) or not linked) for item in inside):
            return False
        for item in inside:
            titled = any(f.tag in ("h2", "h3", "h4") for f in item.path[frame.depth :])
            if item.is_text and (titled or page.headline(item)):
                return True
    return False
