"""Figures of a chapter: each has an id that the index of pictures leads to, and says where a picture is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from packager.articles.canonical import says_something
from packager.volumes.elements import H, add, speak
from packager.volumes.places import figure_anchor

if TYPE_CHECKING:
    from packager.volumes.elements import Element
    from packager.volumes.labels import Labels

_IMG, _CAPTION, _CREDIT = f"{H}img", f"{H}figcaption", f"{H}span[@class='credit']"


class Figure(NamedTuple):
    """A figure as the pages about a volume tell it.

    `caption` is without its credit, "" without; `lost` holds the addresses of the pictures that are not shown;
    `described` counts those that have the source's own text alternative.
    """

    anchor: str
    caption: str
    pictures: int
    described: int
    lost: tuple[str, ...]


def mark_figures(section: Element, labels: Labels, language: str) -> list[Figure]:
    """Gives each figure its id and, below a picture that is missing, a line that says so."""
    return [_marked(figure, number, labels, language) for number, figure in enumerate(section.iter(f"{H}figure"), 1)]


def _marked(figure: Element, number: int, labels: Labels, language: str) -> Figure:
    anchor = figure_anchor(number)
    figure.set("id", anchor)
    pictures = figure.findall(_IMG)
    missing = [picture for picture in pictures if picture.get("class") == "missing"]
    if missing:
        line = add(figure, "p", labels["lost"], **{"class": "lost"})
        speak(line, labels.language, language)
        missing[-1].addnext(line)
    return Figure(
        anchor,
        _caption(figure),
        len(pictures) - len(missing),
        sum(picture not in missing and says_something(picture.get("alt", "")) for picture in pictures),
        tuple(picture.get("data-original-src", "") for picture in missing),
    )


def _caption(figure: Element) -> str:
    """The words of a figure's caption on one line, without its credit."""
    caption = figure.find(_CAPTION)
    if caption is None:
        return ""
    credit = {text for element in caption.findall(_CREDIT) for text in element.iter()}
    said = [caption.text or ""]
    for element in caption.iter():
        if element is caption:
            continue
        if element not in credit:
            said.append(element.text or "")
        if element not in credit or element.getparent() is caption:
            said.append(element.tail or "")
    return " ".join("".join(said).split())
