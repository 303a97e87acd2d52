"""Notes of an article: marked as such in its chapter, so that reading systems can show them where they are referred to,
and with a way back to the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.volumes.elements import H, add, speak

if TYPE_CHECKING:
    from packager.volumes.elements import Element
    from packager.volumes.labels import Labels

NOTE = "note-"
_TYPE = "{http://www.idpf.org/2007/ops}type"


def mark_notes(section: Element, labels: Labels, language: str) -> None:
    """Names notes, what refers to them and the ways back; a note without a way back is given one."""
    notes = {name: element for element in section.iter() if (name := element.get("id", "")).startswith(NOTE)}
    if not notes:
        return
    links: dict[str, list[Element]] = {}
    for link in section.iter(f"{H}a"):
        links.setdefault(link.get("href", ""), []).append(link)
    for name, note in notes.items():
        note.set(_TYPE, "footnote")
        note.set("role", "doc-footnote")
        references = links.get(f"#{name}", [])
        for link in references:
            link.set(_TYPE, "noteref")
            link.set("role", "doc-noteref")
        back = [link for link in _whole(note).iter(f"{H}a") if link.get("href", "#note").startswith("#place-")]
        if references and not back:
            back = [_way_back(note, references[0], labels, language)]
        for link in back:
            link.set("role", "doc-backlink")


def _whole(note: Element) -> Element:
    """All of a note: the row of the list of which it is the first paragraph, else the paragraph."""
    row = note.getparent()
    return row if row is not None and row.tag == f"{H}li" and row[0] is note else note


def _way_back(note: Element, reference: Element, labels: Labels, language: str) -> Element:
    reference.set("id", f"ref-{note.get('id')}")
    last = [child for child in _whole(note) if child.tag == f"{H}p"] or [note]
    end = last[-1]
    if len(end):
        end[-1].tail = f"{end[-1].tail or ''} "
    else:
        end.text = f"{end.text or ''} "
    link = add(end, "a", "↩", href=f"#ref-{note.get('id')}")
    link.set("aria-label", labels["back_to_text"])
    speak(link, labels.language, language)
    return link
