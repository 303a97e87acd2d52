"""The contents by topic and date, and a page of its own for each topic of a volume that has several."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from packager.model import Basis
from packager.volumes.changes import mark, pointer
from packager.volumes.listing import Kind, Line, files, pages
from packager.volumes.markup import Markup, fill, join
from packager.volumes.matter import (
    cut,
    date,
    extent,
    facts,
    language_of,
    lost,
    reading_time,
    shown,
)
from packager.volumes.places import CONTENTS, PICTURES, anchor, chapter_path, topic_anchor, topic_page
from packager.volumes.plan import source_label
from packager.volumes.split import part_name, runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.model import Entry
    from packager.volumes.matter import Matter
    from packager.volumes.plan import Section

_CONTENTS = Kind("contents", "contents.xhtml")
_TOPIC = Kind("topic-page")
_ROOM_OF_A_LINE = 900  # bytes besides title, first lines and source: markup, facts, a share of the headings


def contents_files(of: Matter) -> dict[str, str]:
    """In which file of the contents the line of each article stands, by the article's id."""
    return {entry.id: part_name(CONTENTS, number) for number, run in enumerate(_runs(of), 1) for _, entry in run}


def contents_pages(of: Matter) -> Iterator[bytes]:
    """Every article by topic and date: its title and facts, and its first lines where no topic's page has them."""
    head = join([fill("line.xhtml", name="extent", text=extent(of, of.volume.entries)), pointer(of)])
    topics = {section.slug: _topic_heading(of, section) for section in of.sections} if of.grouped else {}
    lines = ([_line(of, entry, topics.get(section.slug)) for section, entry in run] for run in _runs(of))
    return files(of, _CONTENTS, of.labels["contents"], lines, head)


def topic_pages(of: Matter, section: Section, contents: str) -> Iterator[bytes]:
    """A topic's articles, each with its picture, title, date, time to read and first lines.

    `contents` is the file of the contents that the topic begins in.
    """
    head = [_turn(of, section, contents), fill("line.xhtml", name="extent", text=extent(of, section.entries))]
    lines = (Line(_entry(of, entry, dated=True, first_lines=True)) for entry in section.entries)
    return pages(of, _TOPIC, of.topic(section), lines, join(head))


def _runs(of: Matter) -> Iterator[list[tuple[Section, Entry]]]:
    """What stands in each file of the contents; follows from the articles alone, since chapters are made before."""
    entries = ((section, entry) for section in of.sections for entry in section.entries)
    return runs(entries, lambda pair: _size(pair[1]))


def _size(entry: Entry) -> int:
    texts = (entry.metadata.title.value, entry.summary[:300], source_label(entry))
    return _ROOM_OF_A_LINE + sum(len(text.encode("utf-8", "replace")) for text in texts)


def _line(of: Matter, entry: Entry, topic: Markup | None) -> Line:
    """A line of the contents, with its anchor: below its topic, else below its day."""
    identifier = fill("anchor.xhtml", anchor=anchor(entry))
    if topic:
        return Line(_entry(of, entry, identifier, dated=True), (topic,))
    day = date(of, entry.metadata.issued) or of.labels["undated"]
    heading = fill("heading.xhtml", level="h2", attributes=fill("class.xhtml", name="date"), text=day)
    return Line(_entry(of, entry, identifier, first_lines=True), (heading,))


def _topic_heading(of: Matter, section: Section) -> Markup:
    return fill(
        "contents-topic.xhtml",
        anchor=topic_anchor(section),
        href=topic_page(section),
        label=of.topic(section),
        extent=extent(of, section.entries),
    )


def _entry(
    of: Matter,
    entry: Entry,
    identifier: str = "",
    *,
    dated: bool = False,
    first_lines: bool = False,
) -> Markup:
    """What is told of an article in a list; its first lines come with its thumbnail, where it has one."""
    language = language_of(of, entry)
    said = cut(entry.summary) if first_lines else ""
    return fill(
        "entry.xhtml",
        anchor=identifier,
        href=chapter_path(entry),
        thumbnail=_thumbnail(of, entry) if first_lines else "",
        language=language,
        title=entry.metadata.title.value,
        facts=facts(_facts(of, entry, dated=dated)),
        first_lines=fill("first-lines.xhtml", language=language, text=said) if said else "",
    )


def _facts(of: Matter, entry: Entry, *, dated: bool) -> Iterator[str]:
    """Whether it is new, date, source where there are several, time to read, how many pictures, what is missing."""
    yield mark(of, entry)
    if dated:
        yield date(of, entry.metadata.issued) or of.labels["undated"]
    if entry.metadata.issued.basis is Basis.INFERRED:
        yield of.labels["inferred"]
    source = source_label(entry)
    if source != of.volume.publication:
        yield source
    yield reading_time(of, entry)
    if shown(of, entry):
        yield of.labels.count("pictures", shown(of, entry))
    if lost(of, entry):
        yield fill("loss.xhtml", text=of.labels.count("missing", lost(of, entry)))


def _thumbnail(of: Matter, entry: Entry) -> Markup:
    small = of.found.thumbnails.get(entry.id)
    if small is None:
        return Markup()
    return fill("thumbnail.xhtml", src=f"{PICTURES}/{small.name}", width=str(small.width), height=str(small.height))


def _turn(of: Matter, section: Section, contents: str) -> Markup:
    """The way to the topics before and after, and to this one in the contents."""
    before = {after.slug: earlier for earlier, after in pairwise(of.sections)}.get(section.slug)
    after = {earlier.slug: later for earlier, later in pairwise(of.sections)}.get(section.slug)
    links = [
        _link("prev", topic_page(before), f"← {of.labels['previous_topic']}") if before else Markup(),
        _link("contents", f"{contents}#{topic_anchor(section)}", of.labels["contents"]),
        _link("next", topic_page(after), f"{of.labels['next_topic']} →") if after else Markup(),
    ]
    return fill("turn.xhtml", label=of.labels["turn_topics"], links=join(filter(None, links), Markup(" · ")))


def _link(relation: str, href: str, text: str) -> Markup:
    return fill("turn-link.xhtml", relation=relation, href=href, text=text)
