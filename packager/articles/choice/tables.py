"""Tables that hold data, told from tables that only lay a page out, and written with rows, headers and spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.articles.markup.page import Page
    from packager.articles.markup.tree import Frame

CELLS = frozenset(("td", "th"))
# A cell of data seldom holds more; a table whose cells mostly do lays out prose.
CELL_TEXT = 300
WIDEST_SPAN = 100


def _within(page: Page, frame: Frame) -> list[Frame]:
    """The frames inside a frame, in order."""
    return page.frames[frame.index + 1 : frame.last]


def _rows(page: Page, table: Frame) -> list[list[Frame]]:
    """The cells of each row."""
    return [
        [cell for cell in _within(page, row) if cell.tag in CELLS] for row in _within(page, table) if row.tag == "tr"
    ]


def is_data_table(page: Page, table: Frame) -> bool:
    """Whether a table holds data: no table and no picture inside, two rows and columns or more, mostly short cells."""
    inside = _within(page, table)
    if table.pictures or any(frame.tag == "table" for frame in inside):
        return False
    rows = [row for row in _rows(page, table) if row]
    cells = [cell for row in rows for cell in row]
    headed = any(cell.tag == "th" for cell in cells)
    if not cells or max(map(len, rows)) < 2 or (len(rows) < 2 and not headed):
        return False
    long = sum(sum(len(item.text) for item in page.inside(cell)) > CELL_TEXT for cell in cells)
    return long <= 0.25 * len(cells)


def table_markup(page: Page, table: Frame, attributes: str = "") -> str:
    """A data table as XHTML; rows of header cells at its top become its head."""
    rows = [row for row in _rows(page, table) if row]
    head = 0
    while head < len(rows) - 1 and all(cell.tag == "th" for cell in rows[head]):
        head += 1
    parts = [f"<table{attributes}>", *_caption(page, table)]
    if head:
        parts += ["<thead>", *(_row(page, row, "col") for row in rows[:head]), "</thead>"]
    parts += ["<tbody>", *(_row(page, row, "row") for row in rows[head:]), "</tbody></table>"]
    return "".join(parts)


def _caption(page: Page, table: Frame) -> Iterator[str]:
    for frame in _within(page, table):
        if frame.tag == "caption" and (texts := [item.markup for item in page.inside(frame)]):
            yield f"<caption>{' '.join(texts)}</caption>"
            return


def _row(page: Page, cells: list[Frame], scope: str) -> str:
    return f"<tr>{''.join(_cell(page, cell, scope) for cell in cells)}</tr>"


def _cell(page: Page, cell: Frame, scope: str) -> str:
    texts = [item.markup for item in page.inside(cell) if item.is_text]
    content = texts[0] if len(texts) == 1 else "".join(f"<p>{text}</p>" for text in texts)
    attributes = f' scope="{scope}"' if cell.tag == "th" else ""
    for name in ("colspan", "rowspan"):
        span = (cell.element.get(name) or "").strip()
        if span.isdecimal() and len(span) < 4 and 1 < int(span) <= WIDEST_SPAN:
            attributes += f' {name}="{int(span)}"'
    return f"<{cell.tag}{attributes}>{content}</{cell.tag}>"
