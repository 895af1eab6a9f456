"""What a file of Word says, with every property worked out: paragraphs, tables, the paper itself.

Lengths are in points.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Align(StrEnum):
    """Where the lines of a paragraph stand."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


class Kind(StrEnum):
    """What a piece of a paragraph is."""

    TEXT = "text"
    PAGE = "page"
    PAGES = "pages"
    PICTURE = "picture"
    BREAK = "break"
    NEW_PAGE = "new-page"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Part of a paragraph in one look."""

    text: str = ""
    size: float
    bold: bool = False
    underline: bool = False
    kind: Kind = Kind.TEXT
    width: float = 0.0
    height: float = 0.0
    png: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Pieces in lines."""

    pieces: tuple[Piece, ...]
    #: Size of an empty line.
    size: float
    align: Align = Align.LEFT
    first: float = 0.0
    left: float = 0.0
    right: float = 0.0
    before: float = 0.0
    after: float = 0.0
    #: Exact height of a line; 0 means by the size of its characters.
    leading: float = 0.0
    #: Times the natural height, when `leading` is 0.
    spacing: float = 1.0
    keep_with_next: bool = False
    new_page: bool = False


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A box of a table."""

    blocks: tuple[Paragraph, ...]
    #: First column, and how many it covers.
    column: int
    span: int = 1
    #: It goes on from the row above.
    continued: bool = False
    middle: bool = False


@dataclass(frozen=True, kw_only=True)
class Row:
    """Cells beside each other."""

    cells: tuple[Cell, ...]
    least: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows below each other."""

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    bordered: bool = True
    centred: bool = False


Block = Paragraph | Table


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A document and its paper."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    header_distance: float
    footer_distance: float
    body: tuple[Block, ...]
    header: tuple[Block, ...] = ()
    footer: tuple[Block, ...] = ()

    @property
    def measure(self) -> float:
        """How long a line may be."""
        return self.width - self.left - self.right
