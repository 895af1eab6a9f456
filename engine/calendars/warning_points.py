"""Warning points say when people hear of a period before it ends.

A point is a share of the period ("50%") or a distance from its nominal end ("T-7"; "T-2wd" in
working days). Days of a natural period are counted as natural days and fire on holidays too; days
of a working-day period are working days. A share of a clock is exact. For periods in days:

- a "T-n" point, and a share of a period longer than three counted days, comes when the office
  opens on its day, so that people see it when they arrive;
- a share of a shorter period keeps its hour, held between opening and closing of its day.

The share of a period in days is measured on the wall clock over the counted days only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from engine.calendars.calendar import DAY, Calendar
from engine.calendars.spans import CalendarKind, Span, days_from

_TEXT = re.compile(r"(?P<percent>[1-9][0-9]?)%|T-(?P<days>[1-9][0-9]{0,3})(?P<working>wd)?")
_SHORT = 3
_LONG = 30


@dataclass(frozen=True, kw_only=True)
class WarningPoint:
    """One point before the end of a period; exactly one of the two figures is set."""

    #: Share of the period in per cent.
    percent: int | None = None
    #: Days before the nominal end.
    days: int | None = None
    #: Count those days as working days although the period is in natural days.
    working: bool = False

    def __post_init__(self) -> None:
        """Refuse a point that says both or neither."""
        if (self.percent is None) == (self.days is None):
            raise ValueError("Expected a share or a number of days, but got both or neither.")

    def __str__(self) -> str:
        """The text form that `points_from_texts` reads."""
        if self.days is None:
            return f"{self.percent}%"
        return f"T-{self.days}{'wd' if self.working else ''}"


def points_from_texts(texts: Iterable[str]) -> tuple[WarningPoint, ...]:
    """Read points like "50%", "T-7", "T-2wd"; ValueError on any other text."""
    return tuple(_point(text) for text in texts)


def _point(text: str) -> WarningPoint:
    match = _TEXT.fullmatch(text)
    if match is None:
        raise ValueError(f"Expected a warning point like 50% or T-7, but got {text}.")
    if match["percent"]:
        return WarningPoint(percent=int(match["percent"]))
    return WarningPoint(days=int(match["days"]), working=bool(match["working"]))


def points_by_length(span: Span) -> tuple[WarningPoint, ...]:
    """The house's default: the longer a period, the more often and the earlier it warns."""
    if span.kind is CalendarKind.CLOCK:
        return points_from_texts(["50%", "75%", "90%"])
    if span.days >= _LONG:
        return points_from_texts(["50%", "T-7", "T-3", "T-1"])
    if span.days > _SHORT:
        return points_from_texts(["T-2", "T-1"])
    return points_from_texts(["50%", "80%"])


@dataclass(frozen=True, kw_only=True)
class Course:
    """A period in days as warnings see it: where it starts, which days it uses, where it ends."""

    #: Wall-clock time of the start, without zone.
    start: datetime
    span: Span
    #: The last day before any extension: shares are measured on the first reckoning.
    nominal_day: date
    #: The last day with extensions: distances are counted back from here.
    extended_day: date
    paused: frozenset[date]
    calendar: Calendar


def clock_warnings(
    points: Iterable[WarningPoint], start: datetime, end: datetime
) -> tuple[datetime, ...]:
    """The exact instants of shares of an elapsed time; points in days say nothing here."""
    shares = sorted(point.percent for point in points if point.percent is not None)
    return tuple(start + (end - start) * share / 100 for share in shares)


def day_warnings(points: Iterable[WarningPoint], course: Course) -> tuple[datetime, ...]:
    """The instants (UTC) of a period in days, in order; one not after the start says nothing."""
    calendar = course.calendar
    moments = {_moment(point, course) for point in points}
    inside = (moment for moment in moments if course.span.is_before or course.start < moment)
    return tuple(sorted(calendar.at(moment.date(), moment.time()) for moment in inside))


def _moment(point: WarningPoint, course: Course) -> datetime:
    office = course.calendar.office
    if point.days is not None:
        working = point.working or course.span.kind is CalendarKind.WORKING
        day = days_from(course.extended_day, -point.days, working=working, calendar=course.calendar)
        return datetime.combine(day, office.opens)
    counted = _counted_days(course)
    exact = _share(counted, course, point.percent or 0)
    short = len(counted) <= _SHORT
    return datetime.combine(exact.date(), office.hold(exact.time()) if short else office.opens)


def _counted_days(course: Course) -> list[date]:
    days = range(1, (course.nominal_day - course.start.date()).days + 1)
    candidates = (course.start.date() + DAY * step for step in days)
    return [day for day in candidates if course.span.counts(day, course.calendar, course.paused)]


def _share(counted: list[date], course: Course, percent: int) -> datetime:
    """Walk the counted days, and what is left of the start day, until the share is used up."""
    midnight = datetime.combine(course.start.date() + DAY, time(0))
    first = course.start.date()
    rest = midnight - course.start if _is_used(first, course) else timedelta(0)
    left = (rest + DAY * len(counted)) * percent / 100
    if left < rest or not counted:
        return course.start + left
    whole, part = divmod(left - rest, DAY)
    return datetime.combine(counted[min(whole, len(counted) - 1)], time(0)) + part


def _is_used(day: date, course: Course) -> bool:
    return course.span.counts(day, course.calendar, course.paused)
