"""A span is a length with its unit; from a start day it finds the nominal last day.

The start day is never counted. A month ends on the corresponding day, or on the last day of a
month that has none. Rolling to a working day and warning are not done here.
"""

from __future__ import annotations

import calendar as gregorian
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from engine.calendars.calendar import DAY, Calendar


class Unit(StrEnum):
    """What a length counts."""

    MINUTES = "minutes"
    HOURS = "hours"
    NATURAL_DAYS = "natural-days"
    WORKING_DAYS = "working-days"
    CALENDAR_MONTHS = "calendar-months"
    #: The length is a day of the month; the period ends on the next such day.
    DAY_OF_MONTH = "day-of-month"
    #: Counted back from an event that is still to come.
    NATURAL_DAYS_BEFORE = "natural-days-before"
    WORKING_DAYS_BEFORE = "working-days-before"


class CalendarKind(StrEnum):
    """Which calendar a period runs on."""

    CLOCK = "clock"
    NATURAL = "natural"
    WORKING = "working"


_CLOCK = frozenset({Unit.MINUTES, Unit.HOURS})
_WORKING = frozenset({Unit.WORKING_DAYS, Unit.WORKING_DAYS_BEFORE})
_BEFORE = frozenset({Unit.NATURAL_DAYS_BEFORE, Unit.WORKING_DAYS_BEFORE})
_MONTH_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Span:
    """A length and what it counts."""

    unit: Unit
    #: How many; 0 natural days means the start day itself.
    length: int

    def __post_init__(self) -> None:
        """Refuse a length that its unit cannot have."""
        least = 0 if self.unit is Unit.NATURAL_DAYS else 1
        # The 29th to 31st do not come every month.
        most = 28 if self.unit is Unit.DAY_OF_MONTH else 36_500
        if not least <= self.length <= most:
            raise ValueError(f"Expected {least} to {most} {self.unit}, but got {self.length}.")

    @property
    def kind(self) -> CalendarKind:
        """The calendar that the span runs on."""
        if self.unit in _CLOCK:
            return CalendarKind.CLOCK
        return CalendarKind.WORKING if self.unit in _WORKING else CalendarKind.NATURAL

    @property
    def is_before(self) -> bool:
        """Whether it is counted back from its start."""
        return self.unit in _BEFORE

    @property
    def clock(self) -> timedelta:
        """The elapsed time of a clock span."""
        hours = self.unit is Unit.HOURS
        return timedelta(hours=self.length) if hours else timedelta(minutes=self.length)

    @property
    def days(self) -> int:
        """Its length in days, for rules by length; a month stands for thirty."""
        months = self.unit in (Unit.CALENDAR_MONTHS, Unit.DAY_OF_MONTH)
        if self.unit is Unit.DAY_OF_MONTH:
            return _MONTH_DAYS
        return self.length * (_MONTH_DAYS if months else 1)

    def counts(self, day: date, calendar: Calendar, paused: frozenset[date]) -> bool:
        """Whether this day uses up the span."""
        working = self.kind is not CalendarKind.WORKING or calendar.is_working(day)
        return working and day not in paused

    def last_day(self, start: date, calendar: Calendar, paused: frozenset[date]) -> date:
        """The nominal last day of a span that starts on a day (or, counted back, its due day)."""
        day, left = start, self._counted_days(start)
        step = -DAY if self.is_before else DAY
        if self.kind is CalendarKind.NATURAL and not paused:
            return start + step * left
        while left:
            day += step
            left -= self.counts(day, calendar, paused)
        return day

    def _counted_days(self, start: date) -> int:
        if self.unit is Unit.CALENDAR_MONTHS:
            return (add_months(start, self.length) - start).days
        if self.unit is Unit.DAY_OF_MONTH:
            month = start if start.day <= self.length else add_months(start.replace(day=1), 1)
            return (month.replace(day=self.length) - start).days
        return self.length


def add_months(day: date, months: int) -> date:
    """The corresponding day of a later month, or that month's last day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    last = gregorian.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def days_from(day: date, count: int, *, working: bool, calendar: Calendar) -> date:
    """A day that lies `count` natural or working days before (negative) or after another."""
    if not working:
        return day + DAY * count
    step, left = (DAY if count > 0 else -DAY), abs(count)
    while left:
        day += step
        left -= calendar.is_working(day)
    return day
