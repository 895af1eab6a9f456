"""Break a paragraph into lines after the Chinese rules.

A line may end between any two characters, but a closing mark never begins one, an opening one never
ends it, and words and figures stay whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from workflows.documents.sheets.parts import Align, Kind, Paragraph, Piece
from workflows.documents.typeface import typeface

_NOT_FIRST: Final = frozenset("，。、；：？！）》〉」』】〕”’…—～·,.;:?!)]}%％")
_NOT_LAST: Final = frozenset("（《〈「『【〔“‘([{￥¥")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: pieces in order, its width and the room it may fill."""

    pieces: tuple[Piece, ...]
    width: float
    room: float
    indent: float
    #: The last of its paragraph, or before a forced break; it is not stretched.
    final: bool
    #: A new page begins after it.
    then_page: bool = False

    @property
    def characters(self) -> int:
        """How many characters stand in it."""
        return sum(len(piece.text) for piece in self.pieces)


def width_of(piece: Piece) -> float:
    """How long a piece is."""
    if piece.kind == Kind.PICTURE:
        return piece.width
    return typeface().width(piece.text, piece.size)


def lines_of(paragraph: Paragraph, measure: float) -> Iterator[Line]:
    """The lines of a paragraph; an empty one has one empty line."""
    room = measure - paragraph.left - paragraph.right
    first = paragraph.first if paragraph.align in {Align.LEFT, Align.JUSTIFY} else 0.0
    units: list[Piece] = []
    width, indent = 0.0, first
    for unit in _units(paragraph.pieces):
        if unit.kind in {Kind.BREAK, Kind.NEW_PAGE}:
            yield _line(units, room, indent, final=True, then_page=unit.kind == Kind.NEW_PAGE)
            units, width, indent = [], 0.0, 0.0
            continue
        length = width_of(unit)
        full = width > room - indent + 0.01
        if units and width + length > room - indent + 0.01 and (full or not _closes(unit)):
            kept, moved = _split(units, unit)
            yield _line(kept, room, indent, final=False)
            units, indent = moved, 0.0
            width = sum(map(width_of, units))
        units.append(unit)
        width += length
    if units or not paragraph.pieces or width == 0.0:
        yield _line(units, room, indent, final=True)


def _closes(unit: Piece) -> bool:
    """Whether it never begins a line; the first such mark beyond the edge hangs there."""
    return len(unit.text) == 1 and unit.text in _NOT_FIRST


def _split(units: list[Piece], unit: Piece) -> tuple[list[Piece], list[Piece]]:
    """What stays; opening marks go down, and so does what a second closing mark belongs to."""
    cut = len(units)
    if _closes(unit):
        while cut > 1 and _closes(units[cut - 1]):
            cut -= 1
        cut = max(1, cut - 1)
    while cut > 1 and units[cut - 1].text and units[cut - 1].text[-1] in _NOT_LAST:
        cut -= 1
    return units[:cut], units[cut:]


def _line(
    units: Sequence[Piece], room: float, indent: float, *, final: bool, then_page: bool = False
) -> Line:
    trimmed = list(units)
    while trimmed and not final and trimmed[-1].text == " ":
        trimmed.pop()
    width = sum(map(width_of, trimmed))
    return Line(
        pieces=tuple(_joined(trimmed)), width=width, room=room - indent, indent=indent, final=final,
        then_page=then_page,
    )  # fmt: skip


def _joined(units: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours of one look as one piece."""
    last: Piece | None = None
    for unit in units:
        if last is not None and replace(last, text="") == replace(unit, text="") and unit.text:
            last = replace(last, text=last.text + unit.text)
            continue
        if last is not None:
            yield last
        last = unit
    if last is not None:
        yield last


def _units(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Pieces cut where a line may end: Chinese characters one by one, Latin words whole."""
    for piece in pieces:
        if piece.kind != Kind.TEXT:
            yield piece
            continue
        for text in _words(piece.text):
            yield replace(piece, text=text)


def _words(text: str) -> Iterator[str]:
    word = ""
    for character in text:
        if character.isascii() and not character.isspace():
            word += character
            continue
        if word:
            yield from _shortened(word)
            word = ""
        yield character
    if word:
        yield from _shortened(word)


def _shortened(word: str, most: int = 24) -> Iterator[str]:
    """A word that could outgrow a line is cut; nothing may run off the paper."""
    for start in range(0, len(word), most):
        yield word[start : start + most]
