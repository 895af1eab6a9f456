"""ISO 8601 durations, instants and repetitions, as BPMN timers write them.

Months and years move the calendar date (31 January plus one month is the last day of February), all
else is exact. Negative and empty durations are refused. A text without offset is local time of the
zone given. Source: ISO 8601-1:2019 §5.5, BPMN 2.0.2 §10.5.5.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

#: The zone of texts without offset, unless the caller knows a better one.
STATION_ZONE = ZoneInfo("Asia/Shanghai")

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_DURATION = re.compile(
    rf"P(?:{_NUMBER}Y)?(?:{_NUMBER}M)?(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=\d)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?",
    re.ASCII,
)
_LOOKS_ISO = re.compile(r"-?P[\dT]|R\d*/|\d{4}-?\d\d-?\d\d", re.ASCII)
_FURTHEST = timedelta(days=366 * 200)


@dataclass(frozen=True, kw_only=True)
class Duration:
    """A span: whole months, then exact time."""

    months: int
    exact: timedelta

    def after(self, start: datetime, zone: tzinfo = STATION_ZONE) -> datetime:
        """The instant this long after `start`; months are counted on the calendar of the zone."""
        if not self.months:
            return start.astimezone(UTC) + self.exact
        local = start.astimezone(zone)
        year, month = divmod(local.year * 12 + local.month - 1 + self.months, 12)
        day = min(local.day, calendar.monthrange(year, month + 1)[1])
        return local.replace(year=year, month=month + 1, day=day).astimezone(UTC) + self.exact


@dataclass(frozen=True, kw_only=True)
class Cycle:
    """A repetition: how often (None is without end), from when, and how far apart."""

    times: int | None
    start: datetime | None
    every: Duration


def looks_iso(text: str) -> bool:
    """Whether a timer text is meant as ISO 8601 rather than FEEL."""
    return _LOOKS_ISO.match(text) is not None


def read_duration(text: str) -> Duration:
    """Read `P…`; `ValueError` says what is wrong with it."""
    found = _DURATION.fullmatch(text)
    parts = [Decimal((part or "0").replace(",", ".")) for part in found.groups()] if found else []
    if not found or text.endswith(("P", "T")):
        raise ValueError("no ISO 8601 duration")
    years, months, weeks, days, hours, minutes, seconds = parts
    if years % 1 or months % 1:
        raise ValueError("a broken year or month, which has no fixed length")
    span = ((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + seconds
    if span > Decimal(_FURTHEST.total_seconds()) or years * 12 + months > 2400:
        raise ValueError("longer than two hundred years")
    exact = timedelta(microseconds=int(span * 1_000_000))
    duration = Duration(months=int(years * 12 + months), exact=exact)
    if not duration.months and not duration.exact:
        raise ValueError("an empty duration")
    return duration


def read_cycle(text: str, zone: tzinfo = STATION_ZONE) -> Cycle:
    """Read `R3/PT2H`, `R/PT2H` or `R3/<start>/PT2H`; `ValueError` says what is wrong with it."""
    head, *rest = text.split("/")
    if not re.fullmatch(r"R\d{0,6}", head, re.ASCII) or len(rest) not in {1, 2}:
        raise ValueError("no ISO 8601 repetition")
    times = int(head[1:]) if head[1:] else None
    if times == 0:
        raise ValueError("a repetition of zero times")
    start = read_instant(rest[0], zone) if len(rest) == 2 else None
    return Cycle(times=times, start=start, every=read_duration(rest[-1]))


def read_instant(text: str, zone: tzinfo = STATION_ZONE) -> datetime:
    """Read an instant; a text without offset is local time of the zone, or of the one it names."""
    local, _, named = text.partition("@")
    read = datetime.fromisoformat(local)
    if named and read.tzinfo is None:
        zone = _zone(named)
    return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError) as unknown:
        raise ValueError(f"a time in {name!r}, which is no zone") from unknown
