"""Times, dates with times and the two kinds of duration (DMN 1.5 §10.3.2.3.4 to .8).

A time is local, has an offset, or has a named zone; only the last two are instants and only like
compares with like. Equality looks at whole seconds, as the standard's component rule does;
differences keep nanoseconds.
"""

from __future__ import annotations

import datetime as dt
import functools
import zoneinfo
from dataclasses import dataclass, replace

from engine.feel.civil import CivilDate, FarDate, date_of, day_number, plus_months

SECOND = 1_000_000_000
DAY = 86_400 * SECOND
MIDNIGHT_DATE = dt.date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day; with `zone` its offset depends on the date it is used with."""

    hour: int
    minute: int
    second: int
    nanosecond: int = 0
    #: Seconds east of Greenwich, or None for a local time or a named zone.
    offset: int | None = None
    #: IANA name, or None.
    zone: str | None = None

    @property
    def nanoseconds(self) -> int:
        """Nanoseconds since midnight."""
        return ((self.hour * 60 + self.minute) * 60 + self.second) * SECOND + self.nanosecond


@dataclass(frozen=True, slots=True)
class DateTime:
    """A day and a time of it."""

    date: CivilDate
    time: Time


@dataclass(frozen=True, slots=True)
class DaysDuration:
    """A days and time duration, exact, possibly negative."""

    nanoseconds: int


@dataclass(frozen=True, slots=True)
class MonthsDuration:
    """A years and months duration, possibly negative."""

    months: int


@functools.lru_cache(maxsize=256)
def zone_named(name: str) -> zoneinfo.ZoneInfo | None:
    """The IANA zone, or None when there is none of this name."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def offset_at(date: CivilDate, time: Time) -> int | None:
    """Seconds east of Greenwich at this local moment, or None for a local time."""
    if time.zone is None:
        return time.offset
    zone = zone_named(time.zone)
    if zone is None:
        return None
    is_far = isinstance(date, FarDate)
    year, day = min(max(date.year, 1), 9999), min(date.day, 28) if is_far else date.day
    local = dt.datetime(year, date.month, day, time.hour, time.minute, tzinfo=zone)
    shift = local.utcoffset()
    return 0 if shift is None else int(shift.total_seconds())


def as_datetime(date: CivilDate) -> DateTime:
    """A date used as an instant is its midnight in UTC (DMN 1.5 §10.3.2.3.6)."""
    return DateTime(date, Time(0, 0, 0, offset=0))


def position(moment: DateTime) -> tuple[bool, int]:
    """Whether it is an instant, and its nanoseconds since 1970 (UTC, or local when it is not)."""
    local = day_number(moment.date) * DAY + moment.time.nanoseconds
    offset = offset_at(moment.date, moment.time)
    return (False, local) if offset is None else (True, local - offset * SECOND)


def shifted(moment: DateTime, nanoseconds: int) -> DateTime | None:
    """The moment this much later; for a named zone the time that passes is real time."""
    is_instant, here = position(moment)
    there = here + nanoseconds
    if not is_instant:
        return _local(there, moment.time)
    return at_instant(there, moment.time)


def at_instant(nanoseconds: int, like: Time) -> DateTime | None:
    """The instant told in the offset or zone of `like`."""
    if like.zone is None:
        return _local(nanoseconds + (like.offset or 0) * SECOND, like)
    guess = _local(nanoseconds, like)
    zone = zone_named(like.zone)
    if guess is None or zone is None:
        return None
    if isinstance(guess.date, FarDate) or guess.date.year in (1, 9999):
        return _local(nanoseconds + (offset_at(guess.date, guess.time) or 0) * SECOND, like)
    utc = dt.datetime.combine(guess.date, dt.time(guess.time.hour, guess.time.minute), dt.UTC)
    shift = utc.astimezone(zone).utcoffset()
    return _local(nanoseconds + int(shift.total_seconds() if shift else 0) * SECOND, like)


def _local(nanoseconds: int, like: Time) -> DateTime | None:
    days, rest = divmod(nanoseconds, DAY)
    date = date_of(days)
    return None if date is None else DateTime(date, time_from(rest, like))


def time_from(nanoseconds: int, like: Time) -> Time:
    """The time of day this long after midnight, with the offset or zone of `like`."""
    seconds, fraction = divmod(nanoseconds % DAY, SECOND)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return replace(like, hour=hour, minute=minute, second=second, nanosecond=fraction)


def months_later(moment: DateTime, months: int) -> DateTime | None:
    """The same time of day `months` later, on the last day when the month is shorter."""
    date = plus_months(moment.date, months)
    return None if date is None else DateTime(date, moment.time)
