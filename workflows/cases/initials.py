"""The first letters of a name in pinyin, as people type them to search.

The library's table of phrases is left out: names are none, and it would take 45 MB of every
process.
"""

from __future__ import annotations

import importlib
import os
from functools import cache
from typing import Any


def initials(name: str) -> str:
    """李梅 → lm."""
    library = _pinyin()
    letters: list[str] = library.lazy_pinyin(name, style=library.Style.FIRST_LETTER)
    return "".join(letters).lower()


@cache
def _pinyin() -> Any:
    # The library reads this when it is imported, and never again.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    return importlib.import_module("pypinyin")
