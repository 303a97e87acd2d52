"""Cover page and title page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.volumes.markup import Markup, fill, join
from packager.volumes.matter import extent, page

if TYPE_CHECKING:
    from packager.volumes.matter import Matter


def cover_page(of: Matter) -> bytes:
    """The page that shows the cover picture."""
    return page(of, of.labels["cover"], fill("cover.xhtml", alt=f"{of.labels['cover']}: {of.title}"))


def title_page(of: Matter) -> bytes:
    """Publication, topic, period, part, topics inside, extent and rights."""
    heading = of.volume.topic_label or of.period or of.publication
    inside = ", ".join(of.topic(section) for section in of.sections) if of.grouped else ""
    lines = [
        ("publication", of.publication if of.publication != heading else ""),
        ("", fill("heading.xhtml", level="h1", attributes=Markup(), text=heading)),
        ("period", of.period if of.period != heading else ""),
        ("part", of.part),
        ("topics", inside),
        ("", Markup("<hr/>")),
        ("extent", extent(of, of.volume.entries)),
        ("issn", f"{of.labels['issn']} {of.issn}" if of.issn else ""),
        ("rights", f"{of.labels['rights']}: {of.rights or of.labels['rights_unknown']}"),
    ]
    said = (fill("line.xhtml", name=name, text=text) if name else Markup(text) for name, text in lines if text)
    return page(of, of.title, fill("titlepage.xhtml", lines=join(said)))
