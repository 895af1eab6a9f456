"""Read a file of Word into parts, with every property of a paragraph worked out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from docx import Document
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.section import Section
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from workflows.documents.sheets.parts import Block, Cell, Paragraph, Row, Sheet, Table
from workflows.documents.sheets.properties import paragraph_of

_TWIPS: Final = 20.0


def read_sheet(file: bytes) -> Sheet:
    """The first section of a file, with its header and footer."""
    document = Document(io.BytesIO(file))
    section = document.sections[0]
    return Sheet(
        width=_points(section.page_width), height=_points(section.page_height),
        top=_points(section.top_margin), bottom=_points(section.bottom_margin),
        left=_points(section.left_margin), right=_points(section.right_margin),
        header_distance=_points(section.header_distance),
        footer_distance=_points(section.footer_distance),
        body=tuple(_blocks(document.element.body, document)),
        header=_edge(section, document, "header"), footer=_edge(section, document, "footer"),
    )  # fmt: skip


def _points(length: Any) -> float:
    return 0.0 if length is None else float(length.pt)


def _edge(section: Section, document: WordFile, name: str) -> tuple[Block, ...]:
    part = section.header if name == "header" else section.footer
    return tuple(_blocks(part._element, part))  # noqa: SLF001  # the library shows no element


def _blocks(parent: Any, owner: Any) -> Iterator[Block]:
    """Paragraphs and tables in order, also inside content controls."""
    for child in parent:
        if child.tag == qn("w:p"):
            yield paragraph_of(WordParagraph(child, owner))
        elif child.tag == qn("w:tbl"):
            yield _table(WordTable(child, owner), owner)
        elif child.tag == qn("w:sdt"):
            content = child.find(qn("w:sdtContent"))
            yield from _blocks(content if content is not None else (), owner)


def _table(table: WordTable, owner: Any) -> Table:
    element = table._tbl  # noqa: SLF001  # rows that do not fill the grid are not shown otherwise
    grid = element.find(qn("w:tblGrid"))
    columns = () if grid is None else grid.findall(qn("w:gridCol"))
    widths = tuple(float(each.get(qn("w:w"), 0)) / _TWIPS for each in columns)
    properties = element.tblPr
    alignment = properties.find(qn("w:jc"))
    return Table(
        widths=widths, rows=tuple(_row(each, owner) for each in element.findall(qn("w:tr"))),
        bordered=_bordered(table), centred=alignment is not None
        and alignment.get(qn("w:val")) == "center",
    )  # fmt: skip


def _bordered(table: WordTable) -> bool:
    """Whether its cells have lines around them: by itself, else by its style."""
    borders = table._tbl.tblPr.find(qn("w:tblBorders"))  # noqa: SLF001
    if borders is not None:
        return any(each.get(qn("w:val")) not in {"none", "nil", None} for each in borders)
    return table.style is not None and "Grid" in str(table.style.name)


def _row(element: Any, owner: Any) -> Row:
    column, cells = 0, []
    for each in element.findall(qn("w:tc")):
        cell = _cell(each, column, owner)
        column += cell.span
        cells.append(cell)
    height = element.find(f"{qn('w:trPr')}/{qn('w:trHeight')}")
    least = 0.0 if height is None else float(height.get(qn("w:val"), 0)) / _TWIPS
    return Row(cells=tuple(cells), least=least)


def _cell(element: Any, column: int, owner: Any) -> Cell:
    properties = element.tcPr
    span = merge = align = None
    if properties is not None:
        span, merge, align = (
            properties.find(qn(name)) for name in ("w:gridSpan", "w:vMerge", "w:vAlign")
        )
    blocks = _blocks(element, owner)
    return Cell(
        blocks=tuple(each for each in blocks if isinstance(each, Paragraph)), column=column,
        span=1 if span is None else int(span.get(qn("w:val"), 1)),
        continued=merge is not None and merge.get(qn("w:val"), "continue") == "continue",
        middle=align is not None and align.get(qn("w:val")) == "center",
    )  # fmt: skip
