"""Dates, times and durations from their ISO 8601 texts and back (DMN 1.5 §10.3.2.3, Table 78).

Every reader gives None for a text that is not one; it never guesses.
"""

from __future__ import annotations

import re

from engine.feel.civil import CivilDate, date_of, day_number, make_date
from engine.feel.temporal import (
    DAY,
    SECOND,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
    zone_named,
)

_DATE = re.compile(r"(-?(?:[1-9]\d{4,8}|\d{4}))-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?"
    r"(?:(Z)|([+-])(\d\d):(\d\d)(?::(\d\d))?|@([A-Za-z][A-Za-z0-9_+\-/]*))?",
    re.ASCII,
)
_DAYS = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?", re.ASCII)
_MONTHS = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?", re.ASCII)
#: XML Schema allows offsets up to fourteen hours; FEEL engines agree on eighteen.
_LARGEST_OFFSET = 18 * 3600


def read_date(text: str) -> CivilDate | None:
    """A date such as 2026-03-02."""
    found = _DATE.fullmatch(text)
    return None if found is None else make_date(*(int(part) for part in found.groups()))


def read_time(text: str) -> Time | None:
    """A time such as 10:30:00, 10:30:00+08:00 or 10:30:00@Asia/Shanghai; 24:00:00 is midnight."""
    time = _read_time(text)
    return time and Time(time.hour % 24, *_rest(time))


def _rest(time: Time) -> tuple[int, int, int, int | None, str | None]:
    return time.minute, time.second, time.nanosecond, time.offset, time.zone


def _read_time(text: str) -> Time | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute, second = (int(part) for part in found.group(1, 2, 3))
    nanosecond = int((found[4] or "0").ljust(9, "0")[:9])
    offset = _offset(found)
    if found[10] is not None and zone_named(found[10]) is None:
        return None
    if offset is not None and abs(offset) > _LARGEST_OFFSET:
        return None
    if minute > 59 or second > 59 or not _hour_fits(hour, minute + second + nanosecond):
        return None
    return Time(hour, minute, second, nanosecond, offset, found[10])


def _hour_fits(hour: int, rest: int) -> bool:
    return hour < 24 or (hour == 24 and rest == 0)


def _offset(found: re.Match[str]) -> int | None:
    if found[5]:
        return 0
    if not found[6]:
        return None
    if int(found[8]) > 59 or int(found[9] or 0) > 59:
        return _LARGEST_OFFSET + 1
    seconds = (int(found[7]) * 60 + int(found[8])) * 60 + int(found[9] or 0)
    return -seconds if found[6] == "-" else seconds


def read_datetime(text: str) -> DateTime | None:
    """A date and time such as 2026-03-02T09:10:00; a date alone means its local midnight."""
    day, mark, clock = text.partition("T")
    date = read_date(day)
    if date is None:
        return None
    if not mark:
        return DateTime(date, Time(0, 0, 0))
    time = _read_time(clock)
    if time is None:
        return None
    if time.hour == 24:
        following = date_of(day_number(date) + 1)
        return None if following is None else DateTime(following, Time(0, *_rest(time)))
    return DateTime(date, time)


def read_duration(text: str) -> DaysDuration | MonthsDuration | None:
    """A duration of either kind; years and months never mix with days and time."""
    if len(text) > 100 or text[-1:] in ("P", "T", ""):
        return None
    months = _MONTHS.fullmatch(text)
    if months is not None:
        count = int(months[2] or 0) * 12 + int(months[3] or 0)
        return MonthsDuration(-count if months[1] else count)
    days = _DAYS.fullmatch(text)
    if days is None:
        return None
    minutes = (int(days[2] or 0) * 24 + int(days[3] or 0)) * 60 + int(days[4] or 0)
    total = (minutes * 60 + int(days[5] or 0)) * SECOND + int((days[6] or "0").ljust(9, "0")[:9])
    return DaysDuration(-total if days[1] else total)


def read_any(text: str) -> CivilDate | Time | DateTime | DaysDuration | MonthsDuration | None:
    """What an @-literal means (DMN 1.5 grammar rule 62)."""
    if "P" in text[:2]:
        return read_duration(text)
    return read_date(text) or read_time(text) or ("T" in text and read_datetime(text)) or None


def write_date(date: CivilDate) -> str:
    """ISO text of a date; years have at least four digits."""
    sign = "-" if date.year < 0 else ""
    return f"{sign}{abs(date.year):04d}-{date.month:02d}-{date.day:02d}"


def write_time(time: Time) -> str:
    """ISO text of a time, with offset or @zone."""
    fraction = f".{time.nanosecond:09d}".rstrip("0") if time.nanosecond else ""
    clock = f"{time.hour:02d}:{time.minute:02d}:{time.second:02d}{fraction}"
    if time.zone is not None:
        return f"{clock}@{time.zone}"
    return clock if time.offset is None else clock + write_offset(time.offset)


def write_offset(offset: int) -> str:
    """Z, or +hh:mm with seconds only where there are some."""
    if offset == 0:
        return "Z"
    minutes, second = divmod(abs(offset), 60)
    tail = f":{second:02d}" if second else ""
    return f"{'-' if offset < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}{tail}"


def write_datetime(moment: DateTime) -> str:
    """ISO text of a date and time."""
    return f"{write_date(moment.date)}T{write_time(moment.time)}"


def write_days(duration: DaysDuration) -> str:
    """Canonical text: days, hours, minutes, seconds, PT0S for nothing."""
    days, rest = divmod(abs(duration.nanoseconds), DAY)
    seconds, fraction = divmod(rest, SECOND)
    minutes, second = divmod(seconds, 60)
    tail = f"{second}.{fraction:09d}".rstrip("0") if fraction else str(second)
    clock = "".join(
        f"{value}{unit}"
        for value, unit in ((minutes // 60, "H"), (minutes % 60, "M"), (tail, "S"))
        if value not in (0, "0")
    )
    text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return ("-P" if duration.nanoseconds < 0 else "P") + (text or "T0S")


def write_months(duration: MonthsDuration) -> str:
    """Canonical text: years and months, P0M for nothing."""
    years, months = divmod(abs(duration.months), 12)
    text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return ("-P" if duration.months < 0 else "P") + (text or "0M")
