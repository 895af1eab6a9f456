"""Draw a page as SVG, to look at it in the browser without a reader for PDF."""

from __future__ import annotations

import base64

from lxml import etree

from workflows.documents.sheets.breaking import width_of
from workflows.documents.sheets.marks import Mark, Page, Picture, Rule, Text
from workflows.documents.sheets.parts import Piece

_SVG = "http://www.w3.org/2000/svg"
_LETTERS = "Noto Serif SC, SimSun, Songti SC, serif"


def as_svg(page: Page, *, label: str) -> str:
    """The page as one element; nothing in it needs a style sheet or the network."""
    box = f"0 0 {page.width:.2f} {page.height:.2f}"
    root = etree.Element(
        f"{{{_SVG}}}svg", nsmap={None: _SVG}, attrib={"viewBox": box, "role": "img"}
    )
    root.set("aria-label", label)
    for mark in page.marks:
        _draw(root, mark)
    return str(etree.tostring(root, encoding="unicode"))


def _draw(root: etree._Element, mark: Mark) -> None:
    match mark:
        case Text():
            _write(root, mark)
        case Rule():
            etree.SubElement(
                root, f"{{{_SVG}}}line", x1=_n(mark.x), y1=_n(mark.y), x2=_n(mark.to_x),
                y2=_n(mark.to_y), stroke="#000", attrib={"stroke-width": _n(mark.weight)},
            )  # fmt: skip
        case Picture():
            data = base64.b64encode(mark.png).decode()
            etree.SubElement(
                root, f"{{{_SVG}}}image", x=_n(mark.x), y=_n(mark.y), width=_n(mark.width),
                height=_n(mark.height), href=f"data:image/png;base64,{data}",
            )  # fmt: skip


def _write(root: etree._Element, mark: Text) -> None:
    """A text as long as in the PDF, whatever letters the browser has."""
    wide = width_of(Piece(text=mark.text, size=mark.size)) + mark.spacing * (len(mark.text) - 1)
    element = etree.SubElement(
        root, f"{{{_SVG}}}text", x=_n(mark.x), y=_n(mark.y), fill="#000", textLength=_n(wide),
        attrib={"font-size": _n(mark.size), "font-family": _LETTERS},
    )  # fmt: skip
    if mark.bold:
        element.set("font-weight", "bold")
    element.text = mark.text


def _n(length: float) -> str:
    return f"{length:.2f}"
