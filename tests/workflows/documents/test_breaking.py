"""Lines break after the Chinese rules, and nothing runs off the paper."""

from __future__ import annotations

import pytest

from workflows.documents.sheets.breaking import lines_of
from workflows.documents.sheets.parts import Align, Paragraph, Piece


def said(text: str, measure: float, **look: object) -> list[str]:
    paragraph = Paragraph(pieces=(Piece(text=text, size=16),), size=16, **look)  # type: ignore[arg-type]
    return ["".join(piece.text for piece in line.pieces) for line in lines_of(paragraph, measure)]


@pytest.mark.parametrize(
    ("text", "measure", "lines"),
    [
        ("权利义务告知书", 64, ["权利义务", "告知书"]),
        # A closing mark hangs rather than begin a line.
        ("双方自愿。可以", 64, ["双方自愿。", "可以"]),
        # A second one takes along what both belong to.
        ("双方自愿）。可以", 64, ["双方自", "愿）。可", "以"]),
        # An opening mark goes down with what it opens.
        ("根据《人民", 48, ["根据", "《人民"]),
        # Words and figures stay whole.
        ("电话13800001111转", 96, ["电话", "13800001111", "转"]),
        ("", 64, [""]),
    ],
)
def test_where_lines_end(text: str, measure: float, lines: list[str]) -> None:
    assert said(text, measure) == lines


def test_only_the_first_line_is_indented() -> None:
    paragraph = Paragraph(
        pieces=(Piece(text="甲" * 9, size=16),), size=16, first=32, align=Align.JUSTIFY
    )
    found = [(line.indent, line.characters) for line in lines_of(paragraph, 80)]
    assert found == [(32, 3), (0, 5), (0, 1)]


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert "".join(said("x" * 200, 200)) == "x" * 200
    assert len(said("x" * 200, 200)) > 5
