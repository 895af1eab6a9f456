"""Making and asking dates, times and durations (DMN 1.5 §10.3.4.1, .6 and .7)."""

from __future__ import annotations

import decimal
from dataclasses import replace
from decimal import Decimal
from typing import cast

from engine import clock
from engine.feel import civil, decimals
from engine.feel import temporal_text as written
from engine.feel.civil import CivilDate
from engine.feel.library.signature import LIBRARY
from engine.feel.run import Run
from engine.feel.temporal import SECOND, DateTime, DaysDuration, MonthsDuration, Time, zone_named
from engine.feel.values import from_host

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _day(value: CivilDate | DateTime) -> CivilDate:
    return value.date if isinstance(value, DateTime) else value


@LIBRARY.function("date", "from: string | date | datetime")
def date(run: Run, source: str | CivilDate | DateTime) -> object:
    """A date from its text, or the date of a date and time."""
    found = written.read_date(source) if isinstance(source, str) else _day(source)
    return found or run.warn("there is no such date")


@LIBRARY.function("date", "year: number", "month: number", "day: number")
def date_of_parts(run: Run, year: Decimal, month: Decimal, day: Decimal) -> object:
    """A date from its numbers."""
    parts = [decimals.whole(part) for part in (year, month, day)]
    if None in parts:
        return run.warn("a date needs whole numbers")
    found = civil.make_date(*(part or 0 for part in parts))
    return found or run.warn("there is no such date")


@LIBRARY.function("time", "from: string | time | datetime | date")
def time(run: Run, source: str | Time | DateTime | CivilDate) -> object:
    """A time from its text, or the time of a date and time; a date's time is midnight in UTC."""
    if isinstance(source, str):
        return written.read_time(source) or run.warn("there is no such time")
    if isinstance(source, Time):
        return source
    return source.time if isinstance(source, DateTime) else Time(0, 0, 0, offset=0)


@LIBRARY.function("time", "hour: number", "minute: number", "second: number", "offset?: days")
def time_of_parts(
    run: Run,
    hour: Decimal,
    minute: Decimal,
    second: Decimal,
    offset: DaysDuration | None = None,
) -> object:
    """A time from its numbers; seconds may have a fraction."""
    found = _clock(hour, minute, second)
    if found is None or offset is None:
        return found or run.warn("there is no such time")
    seconds = offset.nanoseconds // SECOND
    if abs(seconds) > 18 * 3600:
        return run.warn("an offset lies within 18 hours")
    return replace(found, offset=seconds)


def _clock(hour: Decimal, minute: Decimal, second: Decimal) -> Time | None:
    if not (0 <= hour <= 23 and 0 <= minute <= 59 and 0 <= second < 60):
        return None
    if decimals.whole(hour) is None or decimals.whole(minute) is None:
        return None
    whole = int(second.to_integral_value(rounding=decimal.ROUND_FLOOR))
    return Time(int(hour), int(minute), whole, int((second - whole) * SECOND))


@LIBRARY.function("date and time", "from: string | datetime")
def date_and_time(run: Run, source: str | DateTime) -> object:
    """A date and time from its text; a date alone means its midnight."""
    found = written.read_datetime(source) if isinstance(source, str) else source
    return found or run.warn("there is no such date and time")


@LIBRARY.function("date and time", "date: date | datetime", "time: time")
def date_and_time_of(run: Run, day: CivilDate | DateTime, at: Time) -> object:
    """A date at a time."""
    return DateTime(_day(day), at)


_PARTS = (
    "year: number",
    "month: number",
    "day: number",
    "hour: number",
    "minute: number",
    "second: number",
)


@LIBRARY.function("date and time", *_PARTS, "offset?: days")
def date_and_time_with_offset(
    run: Run,
    year: Decimal,
    month: Decimal,
    day: Decimal,
    hour: Decimal,
    minute: Decimal,
    second: Decimal,
    offset: DaysDuration | None = None,
) -> object:
    """A date and time from its numbers, local or with an offset."""
    on, at = date_of_parts(run, year, month, day), time_of_parts(run, hour, minute, second, offset)
    if on is None or not isinstance(at, Time):
        return None
    return DateTime(cast(CivilDate, on), at)


@LIBRARY.function("date and time", *_PARTS, "timezone: string")
def date_and_time_in_zone(
    run: Run,
    year: Decimal,
    month: Decimal,
    day: Decimal,
    hour: Decimal,
    minute: Decimal,
    second: Decimal,
    timezone: str,
) -> object:
    """A date and time from its numbers in a named zone."""
    if zone_named(timezone) is None:
        return run.warn("there is no such zone")
    local = date_and_time_with_offset(run, year, month, day, hour, minute, second)
    if not isinstance(local, DateTime):
        return None
    return DateTime(local.date, replace(local.time, zone=timezone))


@LIBRARY.function("duration", "from: string | days | months")
def duration(run: Run, source: str | DaysDuration | MonthsDuration) -> object:
    """A duration of either kind from its text."""
    if not isinstance(source, str):
        return source
    return written.read_duration(source) or run.warn("there is no such duration")


@LIBRARY.function("years and months duration", "from: date | datetime", "to: date | datetime")
def years_and_months(run: Run, start: CivilDate | DateTime, end: CivilDate | DateTime) -> object:
    """The whole months between two days, negative when the second comes first."""
    one, other = _day(start), _day(end)
    months = (other.year - one.year) * 12 + other.month - one.month
    if months > 0 and other.day < one.day:
        months -= 1
    elif months < 0 and other.day > one.day:
        months += 1
    return MonthsDuration(months)


@LIBRARY.function("now")
def now(run: Run) -> object:
    """The present instant in UTC; a host may lend its own."""
    return from_host(clock.now())


@LIBRARY.function("today")
def today(run: Run) -> object:
    """The present day in UTC; a host may lend its own."""
    return clock.now().date()


@LIBRARY.function("day of year", "date: date | datetime")
def day_of_year(run: Run, value: CivilDate | DateTime) -> object:
    """1 to 366."""
    return Decimal(civil.day_of_year(_day(value)))


@LIBRARY.function("day of week", "date: date | datetime")
def day_of_week(run: Run, value: CivilDate | DateTime) -> object:
    """The English name of the weekday."""
    return _WEEKDAYS[civil.weekday(_day(value)) - 1]


@LIBRARY.function("month of year", "date: date | datetime")
def month_of_year(run: Run, value: CivilDate | DateTime) -> object:
    """The English name of the month."""
    return _MONTHS[_day(value).month - 1]


@LIBRARY.function("week of year", "date: date | datetime")
def week_of_year(run: Run, value: CivilDate | DateTime) -> object:
    """The ISO 8601 week, 1 to 53."""
    return Decimal(civil.week_of_year(_day(value)))


@LIBRARY.function("last day of month", "date: date | datetime")
def last_day_of_month(run: Run, value: CivilDate | DateTime) -> object:
    """How many days its month has."""
    day = _day(value)
    return Decimal(civil.month_length(day.year, day.month))
