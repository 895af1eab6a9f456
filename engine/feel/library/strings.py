"""Functions of texts (DMN 1.5 §10.3.4.3); positions count characters from 1, or back from -1."""

from __future__ import annotations

import re
from decimal import Decimal

from engine.feel import decimals
from engine.feel.library.signature import LIBRARY
from engine.feel.pattern_match import PatternFault, Spans, find_all, pattern
from engine.feel.run import Run


@LIBRARY.function("substring", "string: string", "start position: number", "length?: number")
def substring(run: Run, string: str, start: Decimal, length: Decimal | None = None) -> object:
    """The part of a text from a position, at most `length` characters."""
    position = decimals.whole(start)
    if position is None or position == 0:
        return run.warn("a position is no whole number but 0")
    if length is not None and length < 1:
        return run.warn("a length is less than 1")
    begin = position - 1 if position > 0 else max(len(string) + position, 0)
    size = len(string) if length is None else int(min(length, Decimal(len(string))))
    return string[begin : begin + size]


@LIBRARY.function("string length", "string: string")
def string_length(run: Run, string: str) -> object:
    """Characters, not code units."""
    return Decimal(len(string))


@LIBRARY.function("upper case", "string: string")
def upper_case(run: Run, string: str) -> object:
    """The text in capitals."""
    return string.upper()


@LIBRARY.function("lower case", "string: string")
def lower_case(run: Run, string: str) -> object:
    """The text in small letters."""
    return string.lower()


@LIBRARY.function("trim", "string: string")
def trim(run: Run, string: str) -> object:
    """The text without space at its ends."""
    return string.strip()


@LIBRARY.function("substring before", "string: string", "match: string")
def substring_before(run: Run, string: str, match: str) -> object:
    """What stands before the first match, or nothing."""
    head, found, _ = string.partition(match) if match else ("", "", "")
    return head if found else ""


@LIBRARY.function("substring after", "string: string", "match: string")
def substring_after(run: Run, string: str, match: str) -> object:
    """What stands after the first match, or nothing."""
    return string.partition(match)[2] if match else string


@LIBRARY.function("contains", "string: string", "match: string")
def contains(run: Run, string: str, match: str) -> object:
    """Whether the match stands anywhere."""
    return match in string


@LIBRARY.function("starts with", "string: string", "match: string")
def starts_with(run: Run, string: str, match: str) -> object:
    """Whether the text begins so."""
    return string.startswith(match)


@LIBRARY.function("ends with", "string: string", "match: string")
def ends_with(run: Run, string: str, match: str) -> object:
    """Whether the text ends so."""
    return string.endswith(match)


@LIBRARY.function("matches", "input: string", "pattern: string", "flags?: string")
def matches(run: Run, text: str, wanted: str, flags: str | None = None) -> object:
    """Whether the pattern is found anywhere in the text."""
    try:
        return any(True for _ in find_all(run, pattern(wanted, flags or ""), text))
    except PatternFault as fault:
        return run.warn(f"the pattern is none: {fault}")


@LIBRARY.function(
    "replace", "input: string", "pattern: string", "replacement: string", "flags?: string"
)
def replace(run: Run, text: str, wanted: str, replacement: str, flags: str | None = None) -> object:
    """The text with every match replaced; $1 stands for a group, $0 for the match."""
    is_literal = "q" in (flags or "")
    try:
        program = pattern(wanted, flags or "")
        pieces = None if is_literal else _pieces(replacement, program.groups)
        result: list[str] = []
        at = size = 0
        for spans in find_all(run, program, text):
            start, end = spans[0] or 0, spans[1] or 0
            if start == end:
                return run.warn("the pattern matches nothing at all")
            new = replacement if pieces is None else _filled(pieces, text, spans)
            result += [text[at:start], new]
            at, size = end, size + start - at + len(new)
            run.fit(size)
    except PatternFault as fault:
        return run.warn(f"the pattern is none: {fault}")
    return "".join(result) + text[at:]


def _pieces(replacement: str, groups: int) -> list[str | int]:
    pieces: list[str | int] = []
    for found in re.finditer(r"\\([\\$])|\$(\d+)|([^\\$]+)|(.)", replacement, re.DOTALL):
        if found[4]:
            raise PatternFault("a replacement has a $ or \\ that stands alone")
        if found[2]:
            number, rest = found[2], ""
            while len(number) > 1 and int(number) > groups:
                number, rest = number[:-1], number[-1] + rest
            pieces += [int(number), rest]
        else:
            pieces.append(found[1] or found[3])
    return pieces


def _filled(pieces: list[str | int], text: str, spans: Spans) -> str:
    return "".join(
        piece if isinstance(piece, str) else _group(text, spans, piece) for piece in pieces
    )


def _group(text: str, spans: Spans, number: int) -> str:
    if 2 * number + 1 >= len(spans):
        return ""
    start, end = spans[2 * number], spans[2 * number + 1]
    return "" if start is None or end is None else text[start:end]


@LIBRARY.function("split", "string: string", "delimiter: string")
def split(run: Run, string: str, delimiter: str) -> object:
    """The parts between the matches of a pattern."""
    try:
        parts: list[object] = []
        at = 0
        for spans in find_all(run, pattern(delimiter, ""), string):
            start, end = spans[0] or 0, spans[1] or 0
            if start == end:
                return run.warn("the delimiter matches nothing at all")
            parts.append(string[at:start])
            at = end
    except PatternFault as fault:
        return run.warn(f"the delimiter is no pattern: {fault}")
    return [*parts, string[at:]]


@LIBRARY.function("string join", "list: list", "delimiter?: string")
def string_join(run: Run, items: list[object], delimiter: str | None = None) -> object:
    """The texts of a list with a delimiter between them; nulls are left out."""
    texts = [item for item in items if item is not None]
    if not all(isinstance(text, str) for text in texts):
        return run.warn("string join takes texts only")
    run.fit(sum(len(str(text)) + len(delimiter or "") for text in texts))
    return (delimiter or "").join(str(text) for text in texts)
