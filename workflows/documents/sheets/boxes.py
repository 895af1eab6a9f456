"""Boxes of a block: each line of a paragraph, each row of a table, with the marks inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from workflows.documents.sheets.breaking import Line, lines_of, width_of
from workflows.documents.sheets.marks import Mark, Picture, Rule, Text
from workflows.documents.sheets.parts import Align, Block, Cell, Kind, Paragraph, Row, Table
from workflows.documents.typeface import ASCENT, DESCENT

#: Height of a line by itself, in sizes.
NATURAL: Final = 1.35
#: Room between the side of a cell and its text, and above and below it.
_SIDE, _EDGE = 5.4, 2.0
_UNDERLINE: Final = 0.14
#: A line that lacks more than this after each character is left as it is.
_MOST_STRETCH: Final = 1.6


@dataclass(frozen=True, kw_only=True)
class Box:
    """Something as wide as the measure that is placed on a page as one."""

    height: float
    marks: tuple[Mark, ...]
    new_page: bool = False
    then_page: bool = False
    #: Cuts it at a height, when it can be: what stays, and what goes to the next page.
    cut: Callable[[float], tuple[Box, Box] | None] | None = None


def boxes_of(block: Block, measure: float) -> Iterator[Box]:
    """The boxes of a block in order."""
    if isinstance(block, Paragraph):
        yield from _lines(block, measure)
        return
    widths = _fitting(block, measure)
    start = max(0.0, (measure - sum(widths)) / 2) if block.centred else 0.0
    for strip in _strips(block, widths, start):
        yield _strip(strip)


def _fitting(table: Table, measure: float) -> tuple[float, ...]:
    """Widths of the columns; a table wider than the paper is made narrower."""
    whole = sum(table.widths) or 1.0
    part = min(1.0, (measure + 2 * _SIDE) / whole)
    return tuple(width * part for width in table.widths)


def _lines(paragraph: Paragraph, measure: float) -> Iterator[Box]:
    lines = list(lines_of(paragraph, measure))
    for number, line in enumerate(lines):
        before = paragraph.before if number == 0 else 0.0
        after = paragraph.after if number == len(lines) - 1 else 0.0
        height = _height(paragraph, line)
        yield Box(
            height=before + height + after,
            marks=tuple(mark.moved(0, before) for mark in _marks(paragraph, line, height)),
            new_page=paragraph.new_page and number == 0, then_page=line.then_page,
        )  # fmt: skip


def _height(paragraph: Paragraph, line: Line) -> float:
    pictures = [piece.height for piece in line.pieces if piece.kind == Kind.PICTURE]
    if pictures:
        return max(pictures) + 4
    if paragraph.leading:
        return paragraph.leading
    size = max((piece.size for piece in line.pieces), default=paragraph.size)
    return size * NATURAL * paragraph.spacing


def _marks(paragraph: Paragraph, line: Line, height: float) -> Iterator[Mark]:
    size = max((piece.size for piece in line.pieces), default=paragraph.size)
    baseline = (height - (ASCENT + DESCENT) * size) / 2 + ASCENT * size
    x = paragraph.left + line.indent + _start(paragraph.align, line)
    spacing = _stretch(paragraph.align, line)
    for piece in line.pieces:
        width = width_of(piece) + spacing * len(piece.text)
        if piece.kind == Kind.PICTURE:
            yield Picture(x=x, y=2, width=piece.width, height=piece.height, png=piece.png)
        elif piece.text.strip():
            yield Text(
                x=x, y=baseline, size=piece.size, text=piece.text, bold=piece.bold, spacing=spacing
            )
        if piece.underline:
            under = baseline + _UNDERLINE * piece.size
            yield Rule(x=x, y=under, to_x=x + width, to_y=under)
        x += width


def _start(align: Align, line: Line) -> float:
    free = max(0.0, line.room - line.width)
    return {Align.CENTER: free / 2, Align.RIGHT: free}.get(align, 0.0)


def _stretch(align: Align, line: Line) -> float:
    """Room after each character so that a full line ends at the edge."""
    if align != Align.JUSTIFY or line.final or line.characters < 2:
        return 0.0
    each = (line.room - line.width) / (line.characters - 1)
    return each if -1.0 < each < _MOST_STRETCH else 0.0


@dataclass(frozen=True, kw_only=True)
class _Strip:
    """Rows that hang together by merged cells; most often one."""

    table: Table
    rows: tuple[Row, ...]
    widths: Sequence[float]
    start: float

    def cells(self) -> Iterator[tuple[int, int, Cell]]:
        """(row, how many rows it covers, cell) of every cell that is seen."""
        for number, row in enumerate(self.rows):
            for cell in row.cells:
                if not cell.continued or number == 0:
                    yield number, self._covers(number, cell.column), cell

    def _covers(self, number: int, column: int) -> int:
        below = 1
        for row in self.rows[number + 1 :]:
            if not any(cell.column == column and cell.continued for cell in row.cells):
                break
            below += 1
        return below

    def left(self, cell: Cell) -> float:
        """Where a cell begins."""
        return self.start + sum(self.widths[: cell.column])

    def width(self, cell: Cell) -> float:
        """How wide a cell is."""
        return sum(self.widths[cell.column : cell.column + cell.span])

    def lines(self, cell: Cell) -> list[Box]:
        """What stands in a cell."""
        room = self.width(cell) - 2 * _SIDE
        return [box for block in cell.blocks for box in _lines(block, room)]


def _strips(table: Table, widths: Sequence[float], start: float) -> Iterator[_Strip]:
    rows: list[Row] = []
    for row in table.rows:
        if rows and not any(cell.continued for cell in row.cells):
            yield _Strip(table=table, rows=tuple(rows), widths=widths, start=start)
            rows = []
        rows.append(row)
    if rows:
        yield _Strip(table=table, rows=tuple(rows), widths=widths, start=start)


#: A cell's place in its strip with the lines in it.
_Filled = tuple[int, int, Cell, list[Box]]


def _strip(strip: _Strip) -> Box:
    return _boxed(strip, [(*each, strip.lines(each[2])) for each in strip.cells()])


def _boxed(strip: _Strip, filled: Sequence[_Filled]) -> Box:
    """The rows with their lines around, and how they are cut."""
    tops = _tops(strip, filled)
    marks: list[Mark] = []
    for number, covers, cell, boxes in filled:
        left, top = strip.left(cell), tops[number]
        height = tops[number + covers] - top
        marks.extend(mark.moved(left, top) for mark in _inside(cell, boxes, height))
        if strip.table.bordered:
            marks.extend(rule.moved(left, top) for rule in _around(strip.width(cell), height))
    whole = len(strip.rows) == 1
    return Box(
        height=tops[-1], marks=tuple(marks),
        cut=(lambda room: _cut(strip, filled, room)) if whole else None,
    )  # fmt: skip


def _tops(strip: _Strip, filled: Sequence[_Filled]) -> list[float]:
    """Where each row begins; the last row grows for a tall cell that covers several."""
    heights = [row.least for row in strip.rows]
    for number, covers, _cell, boxes in sorted(filled, key=lambda each: each[1]):
        needed = sum(box.height for box in boxes) + 2 * _EDGE
        missing = needed - sum(heights[number : number + covers])
        heights[number + covers - 1] += max(0.0, missing)
    return [sum(heights[:count]) for count in range(len(heights) + 1)]


def _inside(cell: Cell, boxes: Sequence[Box], height: float) -> Iterator[Mark]:
    used = sum(box.height for box in boxes)
    down = (height - used) / 2 if cell.middle else _EDGE
    for box in boxes:
        for mark in box.marks:
            yield mark.moved(_SIDE, down)
        down += box.height


def _around(width: float, height: float) -> Iterator[Rule]:
    yield Rule(x=0, y=0, to_x=width, to_y=0)
    yield Rule(x=0, y=0, to_x=0, to_y=height)
    yield Rule(x=width, y=0, to_x=width, to_y=height)
    yield Rule(x=0, y=height, to_x=width, to_y=height)


def _cut(strip: _Strip, filled: Sequence[_Filled], room: float) -> tuple[Box, Box] | None:
    """Each cell keeps the lines that fit; None when the longest would keep or lose none."""
    kept: list[_Filled] = []
    left: list[_Filled] = []
    for number, covers, cell, boxes in filled:
        count, down = 0, 2 * _EDGE
        while count < len(boxes) and down + boxes[count].height <= room:
            down += boxes[count].height
            count += 1
        kept.append((number, covers, cell, boxes[:count]))
        left.append((number, covers, cell, boxes[count:]))
    longest = max(range(len(filled)), key=lambda index: len(filled[index][3]), default=None)
    if longest is None or not kept[longest][3] or not left[longest][3]:
        return None
    plain = replace(strip, rows=(replace(strip.rows[0], least=0.0),))
    return _boxed(plain, kept), _boxed(plain, left)
