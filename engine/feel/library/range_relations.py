"""How points and ranges lie to each other (DMN 1.5 §10.3.4.8, Table 78).

An open end is thought of as lying infinitely close beside its value, so that every relation is a
comparison of ends; a point is a range whose two ends are itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.feel.comparison import order
from engine.feel.library.signature import LIBRARY
from engine.feel.run import Run
from engine.feel.values import Range


class _NotComparable(Exception):
    """The two values are of kinds without a common order; the relation is null."""


@dataclass(frozen=True, slots=True)
class _End:
    """A value and how far beside it: -1 just below, 0 on it, 1 just above; None is for ever."""

    value: object
    beside: int

    def compare(self, other: _End) -> int:
        """Negative, zero or positive as this end lies before, on or after the other."""
        if self.value is None or other.value is None:
            mine = self.beside if self.value is None else 0
            theirs = other.beside if other.value is None else 0
            return (mine > theirs) - (mine < theirs)
        place = order(self.value, other.value)
        if place is None:
            raise _NotComparable
        return place or (self.beside > other.beside) - (self.beside < other.beside)


def _low(value: object) -> _End:
    if not isinstance(value, Range):
        return _End(value, 0)
    return _End(value.low, 0 if value.low_included else 1 if value.low is not None else -1)


def _high(value: object) -> _End:
    if not isinstance(value, Range):
        return _End(value, 0)
    return _End(value.high, 0 if value.high_included else -1 if value.high is not None else 1)


def _lows(one: object, other: object) -> int:
    return _low(one).compare(_low(other))


def _highs(one: object, other: object) -> int:
    return _high(one).compare(_high(other))


def _is_before(one: object, other: object) -> bool:
    return _high(one).compare(_low(other)) < 0


def _meets(one: object, other: object) -> bool:
    end, start = _high(one), _low(other)
    return end.beside == 0 == start.beside and end.compare(start) == 0


def _overlaps(one: object, other: object) -> bool:
    return not _is_before(one, other) and not _is_before(other, one)


def _overlaps_before(one: object, other: object) -> bool:
    return _lows(one, other) < 0 and not _is_before(one, other) and _highs(one, other) <= 0


def _finishes(one: object, other: object) -> bool:
    if not isinstance(one, Range):
        return _high(other).beside == 0 and _high(other).compare(_high(one)) == 0
    return _highs(one, other) == 0 and _lows(one, other) >= 0


def _starts(one: object, other: object) -> bool:
    if not isinstance(one, Range):
        return _low(other).beside == 0 and _low(other).compare(_low(one)) == 0
    return _lows(one, other) == 0 and _highs(one, other) <= 0


def _includes(one: object, other: object) -> bool:
    return _lows(one, other) <= 0 <= _highs(one, other)


def _coincides(one: object, other: object) -> bool:
    return _lows(one, other) == 0 == _highs(one, other)


Relation = Callable[[object, object], bool]
_POINTS = ("point1: point", "point2: point")
_POINT_RANGE = ("point: point", "range: range")
_RANGE_POINT = ("range: range", "point: point")
_RANGES = ("range1: range", "range2: range")


def _declare(name: str, relation: Relation, *shapes: tuple[str, str]) -> None:
    def ask(run: Run, one: object, other: object) -> object:
        try:
            return relation(one, other)
        except _NotComparable:
            return run.warn("the values have no common order")

    for shape in shapes:
        LIBRARY.function(name, *shape)(ask)


def _turned(relation: Relation) -> Relation:
    return lambda one, other: relation(other, one)


_declare("before", _is_before, _POINTS, _POINT_RANGE, _RANGE_POINT, _RANGES)
_declare("after", _turned(_is_before), _POINTS, _POINT_RANGE, _RANGE_POINT, _RANGES)
_declare("meets", _meets, _RANGES)
_declare("met by", _turned(_meets), _RANGES)
_declare("overlaps", _overlaps, _RANGES)
_declare("overlaps before", _overlaps_before, _RANGES)
_declare("overlaps after", _turned(_overlaps_before), _RANGES)
_declare("finishes", _finishes, _POINT_RANGE, _RANGES)
_declare("finished by", _turned(_finishes), _RANGE_POINT, _RANGES)
_declare("includes", _includes, _RANGE_POINT, _RANGES)
_declare("during", _turned(_includes), _POINT_RANGE, _RANGES)
_declare("starts", _starts, _POINT_RANGE, _RANGES)
_declare("started by", _turned(_starts), _RANGE_POINT, _RANGES)
_declare("coincides", _coincides, _POINTS, _RANGES)
