"""Two people in the field of one: told by what people write between names."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"\S\s*(?:[、，,;；/＋+&]|和|与|及)\s*\S")
#: A name of this length with 和 or 与 in it is one person's (曲和平); longer ones are two.
_ONE_NAME = 4
_WORDS = re.compile(r"[和与及]")


def names_two(text: str) -> bool:
    """Whether a name field seems to hold two names."""
    name = "".join(text.split())
    if _WORDS.search(name) and not re.search(r"[、，,;；/＋+&]", name):
        return len(name) > _ONE_NAME and bool(_BETWEEN.search(name))
    return bool(_BETWEEN.search(text))
