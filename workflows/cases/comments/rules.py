"""Who is called in a text: `@` and a name, also where no blank follows, as Chinese is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LONGEST = 2000
#: What stands before the sign when it is part of an address and calls nobody.
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]")
_ENDS = re.compile(r"[\s@，。；：、！？,.;:!?（）()]")
_LONGEST_NAME = 40


@dataclass(frozen=True, kw_only=True)
class Called:
    """The people a text calls, and the words after an `@` that are nobody's name."""

    people: tuple[str, ...]
    unknown: tuple[str, ...]


def called(text: str, names: Mapping[str, Iterable[str]]) -> Called:
    """Find every call; `names` leads from a name to the ids of those who carry it."""
    people: dict[str, None] = {}
    unknown: dict[str, None] = {}
    longest_first = sorted(names, key=len, reverse=True)
    for at in _signs(text):
        rest = text[at + 1 :]
        name = next((each for each in longest_first if each and rest.startswith(each)), None)
        if name is not None:
            people.update(dict.fromkeys(names[name]))
        elif word := _ENDS.split(rest, maxsplit=1)[0][:_LONGEST_NAME]:
            unknown[word] = None
    return Called(people=tuple(people), unknown=tuple(unknown))


def _signs(text: str) -> Sequence[int]:
    """Where an `@` begins a call."""
    return [
        at
        for at, sign in enumerate(text)
        if sign == "@" and not (at and _ADDRESS.match(text[at - 1]))
    ]
