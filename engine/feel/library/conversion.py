"""From one kind to another, and the two functions of truth: not and is (DMN 1.5 §10.3.4.1, .2)."""

from __future__ import annotations

import re
from decimal import Decimal

from engine.feel import decimals, temporal_text, tree
from engine.feel.library.signature import LIBRARY
from engine.feel.parser import Scope, parse_expression
from engine.feel.ranges import make_interval
from engine.feel.refusals import FeelSyntaxError
from engine.feel.run import Run
from engine.feel.text import write
from engine.feel.values import kind

_NUMBER = re.compile(r"-?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


@LIBRARY.function("number", "from: string")
def number(run: Run, source: str) -> object:
    """The number that a plain text means."""
    if _NUMBER.fullmatch(source) is None:
        return run.warn("the text is no number")
    try:
        return decimals.read(source)
    except decimals.NumberFault:
        return run.warn("the number is out of range")


@LIBRARY.function(
    "number",
    "from: string",
    "grouping separator: string | null",
    "decimal separator: string | null",
)
def number_grouped(run: Run, source: str, grouping: str | None, point: str | None) -> object:
    """The number that a text means with its own separators."""
    if grouping not in (None, " ", ",", ".") or point not in (None, ",", "."):
        return run.warn("a separator is none of space, comma and point")
    if grouping is not None and grouping == point:
        return run.warn("the separators are the same")
    plain = source if grouping is None else source.replace(grouping, "")
    if point == ",":
        if "." in plain:
            return run.warn("the text is no number")
        plain = plain.replace(",", ".")
    return number(run, plain)


@LIBRARY.function("string", "from: any")
def string(run: Run, value: object) -> object:
    """The text of a value; null stays null."""
    return None if value is None else write(run, value)


@LIBRARY.function("range", "from: string")
def range_of(run: Run, source: str) -> object:
    """The range that a text such as "[1..5]" means; its ends must be literals."""
    try:
        node = parse_expression(source, _NOTHING_KNOWN)
    except FeelSyntaxError:
        return run.warn("the text is no range")
    if not isinstance(node, tree.Interval):
        return run.warn("the text is no range")
    low, high = _end(node.low), _end(node.high)
    if low is _NO_END or high is _NO_END:
        return run.warn("the ends of a range must be literals")
    return make_interval(
        run,
        low,
        high,
        low_included=node.low_included,
        high_included=node.high_included,
    )


_NO_END = object()
_NOTHING_KNOWN = Scope(frozenset({"date and time"}), frozenset(), {})
_READERS = {
    "date": temporal_text.read_date,
    "time": temporal_text.read_time,
    "date and time": temporal_text.read_datetime,
    "duration": temporal_text.read_duration,
}


def _end(node: tree.Node) -> object:
    match node:
        case tree.Literal(value, ""):
            return value
        case tree.Negation(tree.Literal(Decimal() as value)):
            return -value
        case tree.Call(tree.Name(name), (tree.Literal(str() as text),)) if name in _READERS:
            return _READERS[name](text) or _NO_END
    return _NO_END


@LIBRARY.function("not", "negand: any")
def negation(run: Run, value: object) -> object:
    """The other truth value; null for what has none."""
    if isinstance(value, bool):
        return not value
    return None if value is None else run.warn(f"a {kind(value)} is no boolean")


@LIBRARY.function("is", "value1: any", "value2: any")
def is_same(run: Run, one: object, other: object) -> object:
    """Whether two values are the same, component by component."""
    return kind(one) is kind(other) and one == other
