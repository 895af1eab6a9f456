"""Names of FEEL: which characters they have, and finding the longest known one in a text.

A name may hold spaces and signs (`Full Name`, `a+b`); signs belong to it only when such a name is
known where it stands (DMN 1.5 §10.3.1.4).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping

KEYWORDS = frozenset(
    {
        *("if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "between"),
        *("and", "or", "function", "external", "true", "false", "null"),
    }
)
_BLANK = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_ASCII_WORD = re.compile(r"[A-Za-z_?][A-Za-z0-9_?]*\Z")


def skip_blank(text: str, at: int) -> int:
    """The next position that is neither space nor comment."""
    found = _BLANK.match(text, at)
    return at if found is None else found.end()


def starts_name(char: str) -> bool:
    """Whether a name may begin with this character: a letter, a symbol, _ or ?."""
    return char.isalpha() or char in "_?" or (ord(char) > 127 and _is_symbol(char))


def continues_name(char: str) -> bool:
    """Whether a word of a name may go on with this character."""
    return char.isalnum() or starts_name(char) or unicodedata.category(char)[0] == "M"


def _is_symbol(char: str) -> bool:
    return unicodedata.category(char) in ("So", "Sk", "Sc", "Nl", "Cs", "Co", "Cn")


def word_end(text: str, at: int) -> int:
    """Where the word that begins at `at` ends; `at` itself when none begins there."""
    if at >= len(text) or not starts_name(text[at]):
        return at
    end = at + 1
    while end < len(text) and continues_name(text[end]):
        end += 1
    return end


def normal(name: str) -> str:
    """The name with single spaces between words and none around signs."""
    return " ".join(name.split())


def parts_of(name: str) -> tuple[str, ...]:
    """The words and signs of a name, without the spaces between them."""
    parts: list[str] = []
    at = 0
    while at < len(name):
        if name[at].isspace():
            at += 1
            continue
        end = at
        while end < len(name) and continues_name(name[end]):
            end += 1
        end = max(end, at + 1)
        parts.append(name[at:end])
        at = end
    return tuple(parts)


class Vocabulary:
    """The names known at one place, found by their first word; made once and shared."""

    __slots__ = ("by_word", "names")

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)
        by_word: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name in self.names - KEYWORDS:
            parts = parts_of(name)
            if parts:
                by_word.setdefault(parts[0], []).append((parts, name))
        for entries in by_word.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        self.by_word: Mapping[str, list[tuple[tuple[str, ...], str]]] = by_word


@functools.lru_cache(maxsize=512)
def vocabulary(names: frozenset[str]) -> Vocabulary:
    """The vocabulary of these names."""
    return Vocabulary(names)


def longest(text: str, at: int, known: Vocabulary) -> tuple[str, int] | None:
    """The longest known name that stands at `at`, and where it ends."""
    first = text[at : word_end(text, at)]
    for parts, name in known.by_word.get(first, ()):
        end = _match(text, at + len(first), parts[1:])
        if end is not None:
            return name, end
    return None


def _match(text: str, at: int, parts: tuple[str, ...]) -> int | None:
    for part in parts:
        at = skip_blank(text, at)
        if not text.startswith(part, at):
            return None
        at += len(part)
        if continues_name(part[-1]) and at < len(text) and continues_name(text[at]):
            return None
    return at


def is_plain(name: str) -> bool:
    """Whether the lexer finds the name without being told that it is known."""
    return _ASCII_WORD.match(name) is not None and name not in KEYWORDS
