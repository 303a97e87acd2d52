"""Numbers the lines of a text for those who go through it from its beginning to its end."""

from __future__ import annotations


class LineNumbers:
    """The lines of a text, from 1; places have to be asked for in their order, so that no line is counted twice."""

    def __init__(self, text: str | bytes) -> None:
        self._text = text
        self._place, self._line = 0, 1

    def at(self, place: int) -> int:
        """The line of a place."""
        if isinstance(self._text, str):
            self._line += self._text.count("\n", self._place, place)
        else:
            self._line += self._text.count(b"\n", self._place, place)
        self._place = place
        return self._line
