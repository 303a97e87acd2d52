"""What a chapter has around its article, as markup: the way to its neighbours, facts, related articles, its origin."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from packager.direction import direction
from packager.model import Basis
from packager.slugs import host, spelling
from packager.volumes import periods
from packager.volumes.markup import Markup, fill, is_web_address, join, link, markup
from packager.volumes.places import CONTENTS, address_key, anchor, file_name
from packager.volumes.plan import source_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from packager.model import Entry
    from packager.volumes.figures import Figure
    from packager.volumes.labels import Labels

WORDS_A_MINUTE = 220
RELATED_LIMIT = 5

_APART = Markup(" · ")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chapter stands in its volume: neighbours' file names ("" at the ends) and the volume's own words.

    `chapters` maps `address_key` of each article's addresses to its file name; `topic` is the article's topic as the
    volume labels it; `contents` is the file of the contents that holds the article's line.
    """

    language: str
    labels: Labels
    chapters: Mapping[str, str]
    previous: str = ""
    next: str = ""
    topic: str = ""
    contents: str = CONTENTS


def minutes(entry: Entry) -> int:
    """How long an article takes to read, in whole minutes, at least one."""
    return max(1, round(entry.words / WORDS_A_MINUTE))


def spoken(place: Place, language: str) -> Markup:
    """The attributes that mark the volume's own words in an article of another language."""
    own = place.labels.language
    if own == language.partition("-")[0].lower():
        return Markup()
    return fill("language.xhtml", language=own, direction=direction(own))


def way(entry: Entry, place: Place) -> Markup:
    """The links to the neighbours and to the article's own line in the contents."""
    labels = place.labels
    contents = fill("link-to.xhtml", href=f"../{place.contents}#{anchor(entry)}", text=labels["contents"])
    links = [contents]
    if place.previous:
        text = f"← {labels['previous']}"
        links.insert(0, fill("turn-link.xhtml", relation="prev", href=place.previous, text=text))
    if place.next:
        text = f"{labels['next']} →"
        links.append(fill("turn-link.xhtml", relation="next", href=place.next, text=text))
    return join(links, _APART)


def subtitle(entry: Entry) -> Markup:
    """The article's subtitle, if it has one."""
    text = entry.metadata.subtitle.value
    return fill("line.xhtml", name="subtitle", text=text) if text else Markup()


def facts(entry: Entry, place: Place, figures: Sequence[Figure], language: Markup) -> Markup:
    """What a reader wants to know before starting: topic, section, time to read, changes, losses, the original."""
    return fill("chapter-facts.xhtml", language=language, facts=join(_facts(entry, place, figures), _APART))


def _facts(entry: Entry, place: Place, figures: Sequence[Figure]) -> Iterator[Markup]:
    topic, section = place.topic or entry.metadata.topic.value, entry.metadata.section.value
    if topic or section:
        yield markup(topic or section)
    if topic and section and spelling(section) != spelling(topic):
        yield fill("span.xhtml", name="section", text=section)
    yield fill("span.xhtml", name="reading-time", text=place.labels.count("minutes", minutes(entry)))
    changed = _modified(entry, place)
    if changed:
        time = fill("time.xhtml", iso=entry.metadata.modified.value, written=changed)
        yield join((markup(place.labels["updated"]), time), " ")
    lost = [figure for figure in figures if figure.lost]
    if lost:
        missing = place.labels.count("missing", sum(len(figure.lost) for figure in lost))
        yield fill("loss-link.xhtml", href=f"#{lost[0].anchor}", text=missing)
    address = entry.metadata.source.value
    if is_web_address(address):
        yield fill("link-to.xhtml", href=address, text=host(address))


def related(entry: Entry, place: Place, language: Markup) -> Markup:
    """The related articles that the volume holds, in the source's order and under the titles it gives them."""
    found: dict[str, str] = {}
    for other in entry.metadata.related:
        target = place.chapters.get(address_key(other.address), "")
        if target and target != file_name(entry):
            found.setdefault(target, other.title)
    if not found:
        return Markup()
    links = (fill("link-to.xhtml", href=target, text=title) for target, title in found.items())
    items = join((fill("item.xhtml", text=item) for item in islice(links, RELATED_LIMIT)), "")
    return fill("chapter-related.xhtml", language=language, heading=place.labels["related"], items=items)


def origin(entry: Entry, place: Place, language: Markup) -> Markup:
    """Where the article is from: publisher, address, date of issue and how it is known, last change."""
    labels, issued, address = place.labels, entry.metadata.issued, entry.metadata.source.value
    written = labels.date(issued)
    inferred = f" ({labels.basis(issued)})" if written and issued.basis is Basis.INFERRED else ""
    changed = _modified(entry, place)
    return fill(
        "chapter-origin.xhtml",
        language=language,
        source_label=labels["source"],
        source=source_label(entry) or labels["unknown"],
        address=Markup(f", {link(address)}") if is_web_address(address) else "",
        published=labels["published"],
        date=written or labels["unknown"],
        inferred=inferred,
        updated=f"{_APART}{labels['updated']}: {changed}" if changed else "",
    )


def _modified(entry: Entry, place: Place) -> str:
    """The date of the last change in words; "" where it is not known, or no later than that of issue."""
    issued, modified = (periods.known(value) for value in (entry.metadata.issued, entry.metadata.modified))
    return place.labels.date(entry.metadata.modified) if modified[: len(issued)] > issued or not issued else ""
