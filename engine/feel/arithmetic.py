"""What + - * / ** and a leading minus mean for each pair of kinds (DMN 1.5 Tables 55 to 58)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_DOWN, Decimal
from typing import cast

from engine.feel import decimals
from engine.feel.civil import CivilDate, plus_months
from engine.feel.run import Run
from engine.feel.temporal import (
    DAY,
    MIDNIGHT_DATE,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
    as_datetime,
    months_later,
    position,
    shifted,
    time_from,
)
from engine.feel.values import Kind, kind

Operation = Callable[[Run, object, object], object]


def plus(run: Run, left: object, right: object) -> object:
    """`left + right`."""
    if type(left) is Decimal and type(right) is Decimal:
        return _numeric(run, decimals.add, left, right)
    if type(left) is str and type(right) is str:
        run.fit(len(left) + len(right))
        return left + right
    if isinstance(right, DaysDuration | MonthsDuration):
        return _later(run, left, right, "+")
    if isinstance(left, DaysDuration | MonthsDuration):
        return _later(run, right, left, "+")
    return _no_meaning(run, "+", left, right)


def minus(run: Run, left: object, right: object) -> object:
    """`left - right`."""
    if type(left) is Decimal and type(right) is Decimal:
        return _numeric(run, decimals.subtract, left, right)
    if isinstance(right, DaysDuration):
        return _later(run, left, DaysDuration(-right.nanoseconds), "-")
    if isinstance(right, MonthsDuration):
        return _later(run, left, MonthsDuration(-right.months), "-")
    return _difference(run, left, right)


def _later(
    run: Run, value: object, duration: DaysDuration | MonthsDuration, operator: str
) -> object:
    result: object = None
    match kind(value), duration:
        case Kind.DAYS, DaysDuration(amount):
            result = DaysDuration(cast(DaysDuration, value).nanoseconds + amount)
        case Kind.MONTHS, MonthsDuration(amount):
            result = MonthsDuration(cast(MonthsDuration, value).months + amount)
        case Kind.DATE, MonthsDuration(amount):
            result = plus_months(cast(CivilDate, value), amount)
        case Kind.DATE, DaysDuration(amount):
            moment = shifted(as_datetime(cast(CivilDate, value)), amount)
            result = moment and moment.date
        case Kind.DATETIME, MonthsDuration(amount):
            result = months_later(cast(DateTime, value), amount)
        case Kind.DATETIME, DaysDuration(amount):
            result = shifted(cast(DateTime, value), amount)
        case Kind.TIME, DaysDuration(amount):
            time = cast(Time, value)
            result = time_from((time.nanoseconds + amount) % DAY, time)
    return result if result is not None else _no_meaning(run, operator, value, duration)


def _difference(run: Run, left: object, right: object) -> object:
    pair = (kind(left), kind(right))
    if pair == (Kind.TIME, Kind.TIME):
        return _time_difference(run, cast(Time, left), cast(Time, right))
    moments = [_moment(value) for value in (left, right)]
    if moments[0] is None or moments[1] is None:
        return _no_meaning(run, "-", left, right)
    (is_instant, here), (other_is_instant, there) = position(moments[0]), position(moments[1])
    if is_instant is not other_is_instant:
        return run.warn("a local date and time and an instant have no difference")
    return DaysDuration(here - there)


def _moment(value: object) -> DateTime | None:
    if isinstance(value, DateTime):
        return value
    return as_datetime(cast(CivilDate, value)) if kind(value) is Kind.DATE else None


def _time_difference(run: Run, left: Time, right: Time) -> object:
    (is_instant, here), (other_is_instant, there) = (
        position(DateTime(MIDNIGHT_DATE, time)) for time in (left, right)
    )
    if is_instant is not other_is_instant:
        return run.warn("a local time and one with an offset have no difference")
    return DaysDuration(here - there)


def times(run: Run, left: object, right: object) -> object:
    """`left * right`."""
    if type(left) is Decimal and type(right) is Decimal:
        return _numeric(run, decimals.multiply, left, right)
    if type(left) is Decimal and isinstance(right, DaysDuration | MonthsDuration):
        return _scaled(run, right, left, decimals.multiply)
    if type(right) is Decimal and isinstance(left, DaysDuration | MonthsDuration):
        return _scaled(run, left, right, decimals.multiply)
    return _no_meaning(run, "*", left, right)


def over(run: Run, left: object, right: object) -> object:
    """`left / right`; division by zero is null."""
    if type(right) is Decimal:
        if right == 0:
            return run.warn("division by zero")
        if type(left) is Decimal:
            return _numeric(run, decimals.divide, left, right)
        if isinstance(left, DaysDuration | MonthsDuration):
            return _scaled(run, left, right, decimals.divide)
    if isinstance(left, DaysDuration) and isinstance(right, DaysDuration) and right.nanoseconds:
        return decimals.divide(Decimal(left.nanoseconds), Decimal(right.nanoseconds))
    if isinstance(left, MonthsDuration) and isinstance(right, MonthsDuration) and right.months:
        return decimals.divide(Decimal(left.months), Decimal(right.months))
    return _no_meaning(run, "/", left, right)


def _scaled(
    run: Run,
    duration: DaysDuration | MonthsDuration,
    factor: Decimal,
    operation: Callable[[Decimal, Decimal], Decimal],
) -> object:
    amount = duration.nanoseconds if isinstance(duration, DaysDuration) else duration.months
    scaled = _numeric(run, operation, Decimal(amount), factor)
    if not isinstance(scaled, Decimal) or scaled.adjusted() > 30:
        return None if scaled is None else run.warn("the duration is out of range")
    whole = int(scaled.to_integral_value(rounding=ROUND_DOWN))
    return DaysDuration(whole) if isinstance(duration, DaysDuration) else MonthsDuration(whole)


def power(run: Run, left: object, right: object) -> object:
    """`left ** right`."""
    if type(left) is Decimal and type(right) is Decimal:
        return _numeric(run, decimals.power, left, right)
    return _no_meaning(run, "**", left, right)


def negated(run: Run, value: object) -> object:
    """`-value` of a number or duration."""
    match value:
        case Decimal():
            return decimals.CONTEXT.minus(value)
        case DaysDuration(amount):
            return DaysDuration(-amount)
        case MonthsDuration(amount):
            return MonthsDuration(-amount)
    return run.warn(f"a {kind(value)} has no negative")


def _numeric(
    run: Run, operation: Callable[[Decimal, Decimal], Decimal], left: Decimal, right: Decimal
) -> object:
    try:
        result = operation(left, right)
    except decimals.NumberFault:
        return run.warn("the result is out of range or undefined")
    return result if result.is_finite() else run.warn("the result is out of range")


def _no_meaning(run: Run, operator: str, left: object, right: object) -> object:
    return run.warn(f"{kind(left)} {operator} {kind(right)} has no meaning")


OPERATIONS: Mapping[str, Operation] = {
    "+": plus,
    "-": minus,
    "*": times,
    "/": over,
    "**": power,
}
