"""When two FEEL values are equal and which comes first (DMN 1.5 §10.3.2.13, Tables 53 and 54).

The answer is None when the values are of different kinds, which the caller turns into null.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from engine.feel.civil import CivilDate, day_number
from engine.feel.run import Run
from engine.feel.temporal import (
    MIDNIGHT_DATE,
    SECOND,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
    position,
)
from engine.feel.values import Kind, Range, kind


def equal(run: Run, left: object, right: object) -> bool | None:
    """Whether two values are equal; null equals only null, unlike kinds give None."""
    if left is None or right is None:
        return left is right
    sort = kind(left)
    if sort is not kind(right):
        return None
    if sort is Kind.LIST:
        return _equal_lists(run, cast(list[object], left), cast(list[object], right))
    if sort is Kind.CONTEXT:
        return _equal_contexts(run, cast(dict[str, object], left), cast(dict[str, object], right))
    if sort is Kind.RANGE:
        return _equal_ranges(run, cast(Range, left), cast(Range, right))
    if sort in (Kind.TIME, Kind.DATETIME):
        return _place(left) == _place(right)
    return left is right if sort is Kind.FUNCTION else left == right


def _equal_lists(run: Run, left: list[object], right: list[object]) -> bool:
    run.spend(len(left) + 1)
    return len(left) == len(right) and all(
        equal(run, one, other) is True for one, other in zip(left, right, strict=True)
    )


def _equal_contexts(run: Run, left: dict[str, object], right: dict[str, object]) -> bool:
    run.spend(len(left) + 1)
    return left.keys() == right.keys() and all(
        equal(run, value, right[key]) is True for key, value in left.items()
    )


def _equal_ranges(run: Run, left: Range, right: Range) -> bool:
    same_shape = (left.low_included, left.high_included, left.operator) == (
        right.low_included,
        right.high_included,
        right.operator,
    )
    return same_shape and all(
        equal(run, one, other) is True
        for one, other in ((left.low, right.low), (left.high, right.high))
    )


def _place(value: object) -> tuple[bool, int]:
    moment = value if isinstance(value, DateTime) else DateTime(MIDNIGHT_DATE, cast(Time, value))
    is_instant, nanoseconds = position(moment)
    return is_instant, nanoseconds // SECOND


def order(left: object, right: object) -> int | None:
    """Negative, zero or positive as left comes before, with or after right; None if neither."""
    sort = kind(left)
    if sort is not kind(right):
        return None
    one = _key(sort, left)
    other = _key(sort, right)
    if one is None or other is None or one[0] != other[0]:
        return None
    return int(one[1] > other[1]) - int(one[1] < other[1])


def _key(sort: Kind, value: object) -> tuple[bool, Any] | None:
    match sort:
        case Kind.NUMBER | Kind.STRING:
            return True, cast(Decimal, value)
        case Kind.DATE:
            return True, day_number(cast(CivilDate, value))
        case Kind.TIME | Kind.DATETIME:
            return _place(value)
        case Kind.DAYS:
            return True, cast(DaysDuration, value).nanoseconds
        case Kind.MONTHS:
            return True, cast(MonthsDuration, value).months
    return None
