"""One token of FEEL at a time, read where the parser stands and with the names known there.

What a sign or word means depends on whether an operand or an operator is awaited, so the parser
says which; nothing is read ahead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from engine.feel.names import (
    KEYWORDS,
    Vocabulary,
    continues_name,
    longest,
    skip_blank,
    word_end,
)
from engine.feel.refusals import FeelSyntaxError


class Token(StrEnum):
    """What a token is."""

    NUMBER = "number"
    TEXT = "text"
    NAME = "name"
    KEYWORD = "keyword"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True)
class Found:
    """A token with its meaning and its place."""

    token: Token
    value: str
    start: int
    end: int


_NUMBER = re.compile(r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|.)", re.DOTALL)
_WITH_AND = ("date and time", "years and months duration", "days and time duration")
_SIGNS = ("..", "**", "<=", ">=", "!=", "->", *"()[]{}<>=+-*/,.:@")
_PLAIN_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}


def read(text: str, at: int, known: Vocabulary, *, merging: bool) -> Found:
    """The token at `at`; `merging` joins neighbouring unknown words into one name."""
    at = skip_blank(text, at)
    if at >= len(text):
        return Found(Token.END, "", at, at)
    found = longest(text, at, known)
    if found is not None and _stands(text, *found):
        return Found(Token.NAME, found[0], at, found[1])
    end = word_end(text, at)
    if end > at:
        return _word(text, at, end, merging=merging)
    return _other(text, at)


def read_type(text: str, at: int, known: Vocabulary) -> Found:
    """The type name at `at`, or whatever else stands there."""
    at = skip_blank(text, at)
    found = longest(text, at, known)
    if found is not None:
        return Found(Token.NAME, found[0], at, found[1])
    return read(text, at, known, merging=False)


def _stands(text: str, name: str, end: int) -> bool:
    """A name that holds `and` counts only as a call, else it is a conjunction."""
    return name not in _WITH_AND or text.startswith("(", skip_blank(text, end))


def _word(text: str, at: int, end: int, *, merging: bool) -> Found:
    word = text[at:end]
    if word in KEYWORDS:
        return Found(Token.KEYWORD, word, at, end)
    while merging:
        start = skip_blank(text, end)
        stop = word_end(text, start)
        following = text[start:stop]
        if stop == start or following in KEYWORDS or _is_instance_of(text, start, stop):
            break
        word, end = f"{word} {following}", stop
    return Found(Token.NAME, word, at, end)


def _is_instance_of(text: str, start: int, stop: int) -> bool:
    after = skip_blank(text, stop)
    return text[start:stop] == "instance" and text[after : word_end(text, after)] == "of"


def _other(text: str, at: int) -> Found:
    number = _NUMBER.match(text, at)
    if number is not None:
        return Found(Token.NUMBER, number.group(), at, number.end())
    if text[at] == '"':
        return _string(text, at)
    for sign in _SIGNS:
        if text.startswith(sign, at):
            return Found(Token.SIGN, sign, at, at + len(sign))
    raise FeelSyntaxError(problem=f"{text[at]!r} means nothing here", position=at, text=text)


def _string(text: str, at: int) -> Found:
    found = _STRING.match(text, at)
    if found is None:
        raise FeelSyntaxError(problem="a text has no closing quote", position=at, text=text)
    return Found(Token.TEXT, unescaped(found[1]), at, found.end())


def unescaped(raw: str) -> str:
    """The text that a quoted text means; a backslash before another letter stays (regexes)."""
    if "\\" not in raw:
        return raw
    plain = _ESCAPE.sub(_meaning, raw)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _meaning(found: re.Match[str]) -> str:
    code = found[1]
    if len(code) > 1:
        point = int(code[1:], 16)
        return chr(point) if point <= 0x10FFFF else found[0]
    return _PLAIN_ESCAPES.get(code, found[0])


def key_end(text: str, at: int) -> int:
    """Where an unquoted context key ends: at its colon; keys may hold the signs of names."""
    while at < len(text) and (continues_name(text[at]) or text[at] in " \t\n./-'+*"):
        at += 1
    return at
