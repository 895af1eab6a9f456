"""The typeface of all papers: which characters it can print, and how wide each is.

Noto Serif SC (SIL Open Font License) without what papers do not need; it holds every character of
the CJK block and its extension A, so rare characters in names are printed as they are.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONT_FILE = Path(__file__).with_name("font") / "NotoSerifSC-Papers.woff"
#: Measures are in thousandths of the size.
EM = 1000
#: The part of a line's height above the baseline.
ASCENT, DESCENT = 0.88, 0.12
_UNSEEN = frozenset({"Zs", "Cc", "Cf"})


@dataclass(frozen=True, kw_only=True)
class Typeface:
    """Widths of the characters that the typeface has."""

    widths: dict[int, int]

    def width(self, text: str, size: float) -> float:
        """How long a text is at a size, in points."""
        return sum(self.widths.get(ord(c), EM) for c in text) * size / EM


@cache
def typeface() -> Typeface:
    """The one of all papers, read once a process."""
    with TTFont(FONT_FILE, lazy=True) as font:
        units, advances = font["head"].unitsPerEm, font["hmtx"].metrics
        names = font.getBestCmap()
        widths = {point: advances[name][0] * EM // units for point, name in names.items()}
    return Typeface(widths=widths)


def first_missing(text: str) -> str:
    """The first character without a shape; "" when all can be printed."""
    known = typeface().widths
    for character in text:
        if ord(character) not in known and unicodedata.category(character) not in _UNSEEN:
            return character
    return ""
