"""The part of a page that a walk visits where it is known beforehand: some elements, and what stands between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree


class Region:
    """From the first of some elements to the end of the last, in document order; asked at each element, in order."""

    def __init__(self, elements: Iterable[etree._Element]) -> None:
        self._elements = set(elements)
        self._above = {above for element in self._elements for above in element.iterancestors()}
        self._left = len(self._elements)
        self._inside = 0

    def enters(self, element: etree._Element) -> bool:
        """Whether the walk visits an element that it meets."""
        if element in self._elements:
            self._inside += 1
            return True
        begun = self._left < len(self._elements)
        return self._inside > 0 or element in self._above or (begun and self._left > 0)

    def leaves(self, element: etree._Element) -> None:
        """Told of each element that the walk has visited."""
        if element in self._elements:
            self._inside -= 1
            self._left -= 1
