"""What `.name` and `[condition]` give (DMN 1.5 §10.3.2.5, §10.3.2.6.3 and Table 59)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import cast

from engine.feel import decimals
from engine.feel.civil import CivilDate, weekday
from engine.feel.run import Frame, Run, Step
from engine.feel.temporal import (
    DAY,
    SECOND,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
    offset_at,
)
from engine.feel.values import Kind, Range, kind


def property_of(run: Run, value: object, name: str) -> object:
    """An entry of a context, a component of a temporal value, or one of each item of a list."""
    if isinstance(value, dict):
        if name in value:
            return value[name]
        return run.warn(f"a context has no entry {name!r}")
    if isinstance(value, list):
        run.spend(len(value))
        return [_item_property(run, item, name) for item in value]
    if value is None:
        return run.warn(f"null has no {name!r}")
    reader = _PROPERTIES.get(kind(value), {}).get(name)
    return run.warn(f"a {kind(value)} has no {name!r}") if reader is None else reader(value)


def _item_property(run: Run, item: object, name: str) -> object:
    return item.get(name) if isinstance(item, dict) else property_of(run, item, name)


def _date(name: str) -> Callable[[object], object]:
    def read(value: object) -> object:
        day = value.date if isinstance(value, DateTime) else cast(CivilDate, value)
        return Decimal(weekday(day) if name == "weekday" else _part_of_day(day, name))

    return read


def _part_of_day(day: CivilDate, name: str) -> int:
    """Year, month or day of a date."""
    return {"year": day.year, "month": day.month, "day": day.day}[name]


def _clock(name: str) -> Callable[[object], object]:
    def read(value: object) -> object:
        time = value.time if isinstance(value, DateTime) else cast(Time, value)
        parts = {"hour": time.hour, "minute": time.minute, "second": time.second}
        if name == "second" and time.nanosecond:
            return decimals.add(Decimal(time.second), Decimal(time.nanosecond).scaleb(-9))
        return Decimal(parts[name])

    return read


def _offset(value: object) -> object:
    if isinstance(value, DateTime):
        offset = offset_at(value.date, value.time)
    else:
        offset = cast(Time, value).offset
    return None if offset is None else DaysDuration(offset * SECOND)


def _zone(value: object) -> object:
    return value.time.zone if isinstance(value, DateTime) else cast(Time, value).zone


def _days(unit: int, modulus: int) -> Callable[[object], object]:
    def read(value: object) -> object:
        total = cast(DaysDuration, value).nanoseconds
        count = abs(total) // unit % modulus if modulus else abs(total) // unit
        return Decimal(-count if total < 0 else count)

    return read


def _seconds(value: object) -> object:
    total = cast(DaysDuration, value).nanoseconds
    seconds = decimals.divide(Decimal(abs(total) % (60 * SECOND)), Decimal(SECOND))
    return -seconds if total < 0 else seconds


def _years(value: object) -> object:
    months = cast(MonthsDuration, value).months
    return Decimal(abs(months) // 12 * (-1 if months < 0 else 1))


def _months(value: object) -> object:
    months = cast(MonthsDuration, value).months
    return Decimal(abs(months) % 12 * (-1 if months < 0 else 1))


_DATE = {name: _date(name) for name in ("year", "month", "day", "weekday")}
_TIME = {
    **{name: _clock(name) for name in ("hour", "minute", "second")},
    "time offset": _offset,
    "timezone": _zone,
}
_PROPERTIES: Mapping[Kind, Mapping[str, Callable[[object], object]]] = {
    Kind.DATE: _DATE,
    Kind.TIME: _TIME,
    Kind.DATETIME: {**_DATE, **_TIME},
    Kind.DAYS: {
        "days": _days(DAY, 0),
        "hours": _days(3600 * SECOND, 24),
        "minutes": _days(60 * SECOND, 60),
        "seconds": _seconds,
    },
    Kind.MONTHS: {"years": _years, "months": _months},
    Kind.RANGE: {
        "start": lambda value: cast(Range, value).low,
        "end": lambda value: cast(Range, value).high,
        "start included": lambda value: cast(Range, value).low_included,
        "end included": lambda value: cast(Range, value).high_included,
    },
}


def filtered(frame: Frame, source: object, condition: Step) -> object:
    """The items that fulfil a condition, or the item at a position counted from 1 or from -1."""
    run = frame.run
    items = source if isinstance(source, list) else [] if source is None else [source]
    run.spend(len(items) + 1)
    probe = _probe(frame, items, condition)
    if isinstance(probe, Decimal):
        return _at(run, items, probe)
    answers = [condition(_inside(frame, item)) for item in items]
    if any(answer not in (True, False, None) or isinstance(answer, Decimal) for answer in answers):
        return run.warn("a filter is neither a condition nor a position")
    return [item for item, answer in zip(items, answers, strict=True) if answer is True]


def _probe(frame: Frame, items: list[object], condition: Step) -> object:
    """The condition's value for the first item, without keeping its warnings."""
    quiet = Frame({}, frame, frame.run)
    strict, warned = frame.run.strict, len(frame.run.warnings)
    frame.run.strict = False
    try:
        return condition(_inside(quiet, items[0]) if items else quiet)
    finally:
        frame.run.strict = strict
        del frame.run.warnings[warned:]


def _inside(frame: Frame, item: object) -> Frame:
    """The frame in which a filter looks at one item: its entries and `item` are names."""
    values: dict[str, object] = {"item": item}
    if isinstance(item, dict):
        values.update(item)
    return Frame(values, frame, frame.run)


def _at(run: Run, items: list[object], position: Decimal) -> object:
    index = decimals.whole(position)
    if index is None or index == 0 or abs(index) > len(items):
        return None
    return items[index - 1 if index > 0 else index]
