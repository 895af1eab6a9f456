"""Set a document on pages: boxes from top to bottom, rows of tables whole where they fit.

A box is a line of text or a row of a table with its marks; only rows higher than a page are cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workflows.documents.sheets.boxes import Box, boxes_of
from workflows.documents.sheets.marks import Mark, Page
from workflows.documents.sheets.parts import Block, Kind, Paragraph, Piece, Sheet


@dataclass(kw_only=True)
class _Pages:
    """The pages so far, and how far down the last one is filled."""

    room: float
    pages: list[list[Mark]]
    down: float = 0.0

    def left(self) -> float:
        return self.room - self.down

    def turn(self) -> None:
        self.pages.append([])
        self.down = 0.0

    def put(self, box: Box) -> None:
        self.pages[-1].extend(mark.moved(0, self.down) for mark in box.marks)
        self.down += box.height


def set_pages(sheet: Sheet) -> list[Page]:
    """The pages of a document with header, footer and their numbers."""
    placed = _Pages(room=sheet.height - sheet.top - sheet.bottom, pages=[[]])
    for group in _groups(sheet.body, sheet.measure):
        _place(placed, group)
    bodies = [marks for marks in placed.pages if marks] or [[]]
    return [
        _page(sheet, marks, number=number, of=len(bodies)) for number, marks in enumerate(bodies, 1)
    ]


def _groups(blocks: Sequence[Block], measure: float) -> Iterator[list[Box]]:
    """Boxes that must begin on one page: a paragraph keeps with the first box of the next."""
    kept: list[Box] = []
    for block in blocks:
        boxes = list(boxes_of(block, measure))
        if isinstance(block, Paragraph) and block.keep_with_next:
            kept.extend(boxes)
            continue
        first, rest = boxes[:1], boxes[1:]
        yield [*kept, *first]
        kept = []
        for box in rest:
            yield [box]
    if kept:
        yield kept


def _place(pages: _Pages, group: list[Box]) -> None:
    height = sum(box.height for box in group)
    if (group and group[0].new_page and pages.down) or (pages.left() < height <= pages.room):
        pages.turn()
    for box in group:
        _put(pages, box)


def _put(pages: _Pages, box: Box) -> None:
    """Place a box; one that fits on no page is cut where it can be."""
    while box.height > pages.left() + 0.01:
        cut = box.cut(pages.left()) if box.cut else None
        if cut is None:
            if pages.down == 0.0:
                break
            pages.turn()
            continue
        pages.put(cut[0])
        pages.turn()
        box = cut[1]
    pages.put(box)
    if box.then_page:
        pages.turn()


def _page(sheet: Sheet, marks: Sequence[Mark], *, number: int, of: int) -> Page:
    body = [mark.moved(sheet.left, sheet.top) for mark in marks]
    header, _ = _edge(sheet, sheet.header, number, of)
    footer, height = _edge(sheet, sheet.footer, number, of)
    down = sheet.height - sheet.footer_distance - height
    return Page(
        width=sheet.width, height=sheet.height,
        marks=(
            *(mark.moved(sheet.left, sheet.header_distance) for mark in header), *body,
            *(mark.moved(sheet.left, down) for mark in footer),
        ),
    )  # fmt: skip


def _edge(sheet: Sheet, blocks: Sequence[Block], number: int, of: int) -> tuple[list[Mark], float]:
    """Header or footer of one page, with its numbers, and its height."""
    marks: list[Mark] = []
    down = 0.0
    for block in blocks:
        said = _numbered(block, number, of) if isinstance(block, Paragraph) else block
        for box in boxes_of(said, sheet.measure):
            marks.extend(mark.moved(0, down) for mark in box.marks)
            down += box.height
    return marks, down


def _numbered(paragraph: Paragraph, number: int, of: int) -> Paragraph:
    said = {Kind.PAGE: str(number), Kind.PAGES: str(of)}

    def as_text(piece: Piece) -> Piece:
        text = said.get(piece.kind)
        return piece if text is None else replace(piece, kind=Kind.TEXT, text=text)

    return replace(paragraph, pieces=tuple(map(as_text, paragraph.pieces)))
