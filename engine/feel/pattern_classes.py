"""Tests of one character: escapes, bracket classes with subtraction, and Unicode categories."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.feel.pattern_text import _Reader

#: One character's test, such as "is a digit".
Test = Callable[[str], bool]


class PatternFault(Exception):
    """The pattern is not a regular expression, or is larger than allowed."""


_WHITE = " \t\n\r"
_PLAIN = {"n": "\n", "r": "\r", "t": "\t"}
_ESCAPABLE = set("\\|.-^?*+{}()[]$/\"' ,:;=!<>#&@~`%_")


def anything(char: str) -> bool:
    """Every character."""
    return True


def not_newline(char: str) -> bool:
    """Every character but line ends."""
    return char not in "\n\r"


def exactly(wanted: str) -> Test:
    """This character."""
    return lambda char: char == wanted


def negated(test: Test) -> Test:
    """Every character that the test refuses."""
    return lambda char: not test(char)


def _is_word(char: str) -> bool:
    return unicodedata.category(char)[0] not in "PZC"


def _is_digit(char: str) -> bool:
    return unicodedata.category(char) == "Nd"


def _is_name_start(char: str) -> bool:
    return char.isalpha() or char in "_:"


def _is_name(char: str) -> bool:
    return char.isalnum() or char in "_:.-\u00b7" or unicodedata.category(char)[0] == "M"


def _is_white(char: str) -> bool:
    return char in _WHITE


_SHORT: dict[str, Test] = {
    "d": _is_digit,
    "w": _is_word,
    "s": _is_white,
    "i": _is_name_start,
    "c": _is_name,
}


def escaped(reader: _Reader, char: str) -> Test:
    """What a backslash and this character stand for."""
    if char in _PLAIN:
        return exactly(_PLAIN[char])
    if char in _SHORT:
        return _SHORT[char]
    if char.lower() in _SHORT:
        return negated(_SHORT[char.lower()])
    if char in "pP":
        test = _category(reader)
        return test if char == "p" else negated(test)
    if char in _ESCAPABLE:
        return exactly(char)
    raise PatternFault(f"\\{char} has no meaning")


def _category(reader: _Reader) -> Test:
    end = reader.text.find("}", reader.at)
    if not reader.take("{") or end < 0:
        raise PatternFault("a category was awaited")
    name = reader.text[reader.at : end]
    reader.at = end + 1
    if name.startswith("Is"):
        return _block(name[2:])
    if not 1 <= len(name) <= 2 or name[0] not in "LMNPZSC":
        raise PatternFault(f"there is no category {name}")
    return lambda char: unicodedata.category(char).startswith(name)


_BLOCKS = {
    "BasicLatin": (0x0, 0x7F),
    "Latin-1Supplement": (0x80, 0xFF),
    "GreekandCoptic": (0x370, 0x3FF),
    "Greek": (0x370, 0x3FF),
    "Cyrillic": (0x400, 0x4FF),
    "Hiragana": (0x3040, 0x309F),
    "Katakana": (0x30A0, 0x30FF),
    "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
}


def _block(name: str) -> Test:
    if name not in _BLOCKS:
        raise PatternFault(f"there is no block {name}")
    low, high = _BLOCKS[name]
    return lambda char: low <= ord(char) <= high


def bracket(reader: _Reader) -> Test:
    """A class after its `[`: characters, ranges, escapes, and a subtracted class at the end."""
    reader.class_depth += 1
    test = _bracket(reader)
    reader.class_depth -= 1
    return test


def _bracket(reader: _Reader) -> Test:
    is_negated = reader.take("^")
    tests: list[Test] = []
    removed: Test | None = None
    while not (reader.take("]") and tests):
        if removed is not None:
            raise PatternFault("a subtraction must come last")
        if reader.text.startswith("-[", reader.at) and tests:
            reader.at += 2
            removed = bracket(reader)
        else:
            tests.append(_member(reader))
    return _combined(tests, removed, is_negated=is_negated)


def _combined(tests: list[Test], removed: Test | None, *, is_negated: bool) -> Test:
    def inside(char: str) -> bool:
        found = any(test(char) for test in tests) is not is_negated
        return found and (removed is None or not removed(char))

    return inside


def _member(reader: _Reader) -> Test:
    char = reader.next()
    if char == "\\":
        sign = reader.next()
        if sign in "pP" or sign.lower() in _SHORT:
            return escaped(reader, sign)
        char = _single(sign)
    elif char == "[":
        raise PatternFault("[ must be escaped inside a class")
    following = reader.text[reader.at : reader.at + 2]
    if not following.startswith("-") or following in ("-]", "-["):
        return exactly(char)
    reader.at += 1
    last = reader.next()
    if last == "\\":
        sign = reader.next()
        last = _single(sign)
    if last < char:
        raise PatternFault("a range is turned round")
    return lambda other: char <= other <= last


def _single(sign: str) -> str:
    """The one character that a backslash and this sign stand for."""
    if sign not in _PLAIN and sign not in _ESCAPABLE:
        raise PatternFault(f"\\{sign} has no meaning in a class")
    return _PLAIN.get(sign, sign)
