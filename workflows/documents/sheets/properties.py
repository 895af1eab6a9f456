"""The look of paragraphs and runs: what they say, else their style, else the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Emu
from docx.text.paragraph import Paragraph as WordParagraph

from workflows.documents.sheets.parts import Align, Kind, Paragraph, Piece

_DEFAULT_SIZE: Final = 10.5
_ALIGN: Final = {
    WD_ALIGN_PARAGRAPH.CENTER: Align.CENTER, WD_ALIGN_PARAGRAPH.RIGHT: Align.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY: Align.JUSTIFY, WD_ALIGN_PARAGRAPH.DISTRIBUTE: Align.JUSTIFY,
}  # fmt: skip
_FIELDS: Final = {"PAGE": Kind.PAGE, "NUMPAGES": Kind.PAGES}
_EXACT: Final = frozenset({WD_LINE_SPACING.EXACTLY, WD_LINE_SPACING.AT_LEAST})


@dataclass(frozen=True, kw_only=True)
class _Styled:
    """A paragraph with its style and what that is built on, looked up once."""

    word: WordParagraph
    styles: tuple[Any, ...]


def paragraph_of(paragraph: WordParagraph) -> Paragraph:
    """A paragraph of Word with all its properties worked out."""
    word = _Styled(word=paragraph, styles=tuple(_styles(paragraph)))
    size = _mark_size(word)
    pieces = tuple(_pieces(word))
    leading = _first(word, "line_spacing")
    exact = _first(word, "line_spacing_rule") in _EXACT
    return Paragraph(
        pieces=pieces, size=size, align=_ALIGN.get(_first(word, "alignment"), Align.LEFT),
        first=_first_line(word, pieces[0].size if pieces else size),
        left=_points(_first(word, "left_indent")), right=_points(_first(word, "right_indent")),
        before=_points(_first(word, "space_before")), after=_points(_first(word, "space_after")),
        leading=_points(leading) if exact else 0.0,
        spacing=1.0 if exact or leading is None else float(leading),
        keep_with_next=bool(_first(word, "keep_with_next")),
        new_page=bool(_first(word, "page_break_before")),
    )  # fmt: skip


def _styles(word: WordParagraph) -> Iterator[Any]:
    style: Any = word.style
    while style is not None:
        yield style
        style = style.base_style


def _first(word: _Styled, name: str) -> Any:
    """The nearest value of a property of the paragraph."""
    for format_ in (word.word.paragraph_format, *(each.paragraph_format for each in word.styles)):
        value = getattr(format_, name)
        if value is not None:
            return value
    return None


def _first_line(word: _Styled, size: float) -> float:
    """The indent of the first line; offices write it in characters."""
    properties = word.word._p.pPr  # noqa: SLF001  # the library does not know indents in characters
    indent = None if properties is None else properties.find(qn("w:ind"))
    characters = None if indent is None else indent.get(qn("w:firstLineChars"))
    if characters is not None:
        return int(characters) / 100 * size
    return _points(_first(word, "first_line_indent"))


def _points(length: Any) -> float:
    return 0.0 if length is None else float(length.pt)


def _mark_size(word: _Styled) -> float:
    """The size of the paragraph's own mark, which is that of an empty line."""
    properties = word.word._p.pPr  # noqa: SLF001
    size = None if properties is None else properties.find(f"{qn('w:rPr')}/{qn('w:sz')}")
    return int(size.get(qn("w:val"))) / 2 if size is not None else _style_size(word)


def _style_size(word: _Styled) -> float:
    for style in word.styles:
        if style.font.size is not None:
            return float(style.font.size.pt)
    defaults = word.word.part.styles.element.find(  # type: ignore[attr-defined]  # every story has styles
        f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:sz')}"
    )
    return _DEFAULT_SIZE if defaults is None else int(defaults.get(qn("w:val"))) / 2


def _style_flag(word: _Styled, name: str) -> bool:
    for style in word.styles:
        value = getattr(style.font, name)
        if value is not None:
            return bool(value)
    return False


def _pieces(word: _Styled) -> Iterator[Piece]:
    """Runs in order; a field yields its number once, however many runs show it."""
    field = ""
    for element in word.word._p.iter():  # noqa: SLF001  # fields stand between the runs
        if element.tag == qn("w:fldSimple"):
            field = element.get(qn("w:instr"), "")
        elif element.tag == qn("w:instrText"):
            field += element.text or ""
        elif element.tag == qn("w:r"):
            yield from _run(word, element, field)
            if element.find(qn("w:t")) is not None:
                field = ""


def _run(word: _Styled, run: Any, field: str) -> Iterator[Piece]:
    look = _look(word, run)
    number = _FIELDS.get((field.split() or [""])[0].upper())
    for child in run:
        if child.tag == qn("w:t"):
            if number is not None:
                yield Piece(**look, kind=number)
                return
            yield Piece(**look, text=child.text or "")
        elif child.tag == qn("w:tab"):
            yield Piece(**look, text="\u3000\u3000")
        elif child.tag == qn("w:br"):
            page = child.get(qn("w:type")) == "page"
            yield Piece(**look, kind=Kind.NEW_PAGE if page else Kind.BREAK)
        elif child.tag == qn("w:drawing"):
            yield from _pictures(word, child, look)


def _look(word: _Styled, run: Any) -> dict[str, Any]:
    properties = run.rPr
    size = bold = under = None
    if properties is not None:
        size, bold, under = (properties.find(qn(each)) for each in ("w:sz", "w:b", "w:u"))
    return {
        "size": _style_size(word) if size is None else int(size.get(qn("w:val"))) / 2,
        "bold": _style_flag(word, "bold") if bold is None else _on(bold),
        "underline": under is not None and under.get(qn("w:val")) != "none",
    }


def _on(flag: Any) -> bool:
    return flag.get(qn("w:val"), "1") not in {"0", "false", "off"}


def _pictures(word: _Styled, drawing: Any, look: dict[str, Any]) -> Iterator[Piece]:
    extent = drawing.find(f".//{qn('wp:extent')}")
    for blip in drawing.iter(qn("a:blip")):
        picture = word.word.part.related_parts[blip.get(qn("r:embed"))]
        yield Piece(
            **look, kind=Kind.PICTURE, png=picture.blob,
            width=float(Emu(int(extent.get("cx"))).pt), height=float(Emu(int(extent.get("cy"))).pt),
        )  # fmt: skip
