"""What stands on a page in the end: texts, lines and pictures at places in points from the top."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True, kw_only=True)
class Text:
    """Characters that begin at a place; `y` is their baseline."""

    x: float
    y: float
    size: float
    text: str
    bold: bool = False
    #: More room after each character, from justifying.
    spacing: float = 0.0

    def moved(self, x: float, y: float) -> Text:
        """The same elsewhere."""
        return replace(self, x=self.x + x, y=self.y + y)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    weight: float = 0.5

    def moved(self, x: float, y: float) -> Rule:
        """The same elsewhere."""
        return replace(self, x=self.x + x, y=self.y + y, to_x=self.to_x + x, to_y=self.to_y + y)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A PNG in a box."""

    x: float
    y: float
    width: float
    height: float
    png: bytes = field(repr=False)

    def moved(self, x: float, y: float) -> Picture:
        """The same elsewhere."""
        return replace(self, x=self.x + x, y=self.y + y)


Mark = Text | Rule | Picture


@dataclass(frozen=True, kw_only=True)
class Page:
    """One side of paper."""

    width: float
    height: float
    marks: tuple[Mark, ...]

    def text(self) -> str:
        """What stands on it, in the order of writing."""
        return "\n".join(mark.text for mark in self.marks if isinstance(mark, Text))
