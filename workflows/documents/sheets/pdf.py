"""Draw pages as a PDF with its own letters inside; the same pages give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from fpdf import FPDF
from fpdf.enums import TextMode

from workflows.documents.sheets.marks import Mark, Page, Picture, Rule, Text
from workflows.documents.typeface import FONT_FILE

_FAMILY: Final = "serif"
#: Bold is the same shapes with a line around them, in sizes.
_BOLD: Final = 0.028


def as_pdf(pages: Sequence[Page], *, title: str, at: datetime) -> bytes:
    """The file; only the characters in use are embedded."""
    paper = FPDF(unit="pt", format=(pages[0].width, pages[0].height))
    paper.set_auto_page_break(auto=False)
    paper.set_margin(0)
    paper.c_margin = 0
    used = sorted({ord(character) for page in pages for character in page.text()} | {0x20})
    paper.add_font(_FAMILY, fname=FONT_FILE, unicode_range=used)
    paper.set_title(title)
    paper.set_lang("zh-CN")
    paper.set_producer("Sanlian")
    paper.set_creation_date(at)
    for page in pages:
        paper.add_page()
        for mark in page.marks:
            _draw(paper, mark)
    return bytes(paper.output())


def _draw(paper: FPDF, mark: Mark) -> None:
    match mark:
        case Text():
            _write(paper, mark)
        case Rule():
            paper.set_line_width(mark.weight)
            paper.line(mark.x, mark.y, mark.to_x, mark.to_y)
        case Picture():
            paper.image(io.BytesIO(mark.png), mark.x, mark.y, mark.width, mark.height)


def _write(paper: FPDF, mark: Text) -> None:
    paper.set_font(_FAMILY, size=mark.size)
    paper.set_char_spacing(mark.spacing)
    if not mark.bold:
        paper.text(mark.x, mark.y, mark.text)
        return
    # How letters are filled would stay for what follows; a context of its own takes it back.
    with paper.local_context(text_mode=TextMode.FILL_STROKE, line_width=_BOLD * mark.size):
        paper.text(mark.x, mark.y, mark.text)
