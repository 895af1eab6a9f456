"""Days of the proleptic Gregorian calendar from year -999999999 to 999999999.

Python's own date is used wherever it reaches (years 1 to 9999); a FarDate stands for the rest.
Nothing here knows times or zones.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

LAST_YEAR = 999_999_999
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class FarDate:
    """A day outside the years 1 to 9999; made only by `make_date`."""

    year: int
    month: int
    day: int


CivilDate = dt.date | FarDate


def is_leap(year: int) -> bool:
    """Whether the year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    """Days in a month, 1 to 12."""
    return 29 if month == 2 and is_leap(year) else _MONTH_DAYS[month - 1]


def make_date(year: int, month: int, day: int) -> CivilDate | None:
    """The day, or None when the calendar has no such day."""
    if not (1 <= month <= 12 and abs(year) <= LAST_YEAR):
        return None
    if not 1 <= day <= month_length(year, month):
        return None
    return dt.date(year, month, day) if 1 <= year <= 9999 else FarDate(year, month, day)


def day_number(date: CivilDate) -> int:
    """Days since 1970-01-01; negative before."""
    year = date.year - (date.month <= 2)
    era, of_era = divmod(year, 400)
    of_year = (153 * ((date.month + 9) % 12) + 2) // 5 + date.day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468


def date_of(number: int) -> CivilDate | None:
    """The day with this number, or None beyond the calendar's ends."""
    era, of_era = divmod(number + 719_468, 146_097)
    year_of_era = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    year = year_of_era + era * 400 + (month <= 2)
    return make_date(year, month, of_year - (153 * shifted + 2) // 5 + 1)


def plus_months(date: CivilDate, months: int) -> CivilDate | None:
    """The same day `months` later, or the last day of a shorter month."""
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return make_date(year, month + 1, min(date.day, month_length(year, month + 1)))


def weekday(date: CivilDate) -> int:
    """1 Monday to 7 Sunday."""
    return (day_number(date) + 3) % 7 + 1


def day_of_year(date: CivilDate) -> int:
    """1 to 366."""
    return day_number(date) - day_number(_at(date.year, 1, 1)) + 1


def week_of_year(date: CivilDate) -> int:
    """ISO 8601 week, 1 to 53: the week belongs to the year of its Thursday."""
    thursday = date_of(day_number(date) + 4 - weekday(date))
    return 0 if thursday is None else (day_of_year(thursday) - 1) // 7 + 1


def _at(year: int, month: int, day: int) -> CivilDate:
    found = make_date(year, month, day)
    if found is None:
        raise ValueError("Expected a day of the calendar, but there is none.")
    return found
