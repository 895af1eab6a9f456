"""From a file of Word to printed pages: read it, break lines, set pages, draw them as PDF or SVG.

Only what station papers need: paragraphs, runs, tables, pictures, header and footer. What a
template uses beyond that is refused when it is uploaded, so that the PDF never differs silently.
"""

from workflows.documents.sheets.marks import Page
from workflows.documents.sheets.pdf import as_pdf
from workflows.documents.sheets.reading import read_sheet
from workflows.documents.sheets.setting import set_pages
from workflows.documents.sheets.svg import as_svg

__all__ = ["Page", "as_pdf", "as_svg", "read_sheet", "set_pages"]
