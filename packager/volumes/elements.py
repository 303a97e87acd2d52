"""Elements that a volume adds to an article."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

from packager.direction import direction

Element: TypeAlias = etree._Element  # lxml gives its elements' type no public name
H = "{http://www.w3.org/1999/xhtml}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """A new element at the end of another."""
    element = etree.SubElement(parent, H + tag, attributes)
    element.text = text or None
    return element


def speak(element: Element, spoken: str, language: str) -> None:
    """Marks words in one language (`spoken`) that stand in an article of another."""
    if spoken != language.partition("-")[0].lower():
        element.set("lang", spoken)
        element.set(LANG, spoken)
        element.set("dir", direction(spoken))
