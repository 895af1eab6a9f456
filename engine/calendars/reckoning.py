"""Terms and a start make a nominal due, an effective due and warning points.

1. The nominal day is counted from the start; pauses take days out, extensions are added to it.
2. The effective day is the nominal one, rolled forward to a worked day where the terms say so.
3. A period in days ends at 23:59:59 local time and is missed from the next second on; a clock runs
   through nights and holidays and is missed at its own instant.

Whether an extension or a pause is allowed is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.calendars.calendar import Calendar
from engine.calendars.pauses import Pause, paused_days
from engine.calendars.spans import CalendarKind, Span
from engine.calendars.warning_points import Course, WarningPoint, clock_warnings, day_warnings
from engine.clock import require_aware
from engine.errors import Invalid

_SECOND = timedelta(seconds=1)


class OutsideCalendar(Invalid):
    """The start lies so far away that no date can be reckoned from it."""

    code = "outside-calendar"
    sentence = "Expected a start between the years 1900 and 2900, but got {start}."


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How one period is counted."""

    span: Span
    #: Move a last day that is not worked to the first worked day after it.
    roll: bool = False
    #: A clock that ends with its start day at the latest.
    within_day: bool = False
    points: tuple[WarningPoint, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reckoned:
    """A period with its dates; all instants are aware and in UTC."""

    #: What started the period; its day is not counted.
    start: datetime
    #: The end as counted.
    nominal: datetime
    #: The end that binds, after rolling.
    effective: datetime
    #: The first instant at which it is missed.
    expires: datetime
    #: When people are warned, in order.
    warnings: tuple[datetime, ...]
    calendar: CalendarKind
    #: Whether it ends with a day and not at an instant of its own.
    whole_day: bool
    #: Whether the effective end differs from the nominal one.
    rolled: bool
    #: A year it depends on has no table yet; the dates may move when it comes.
    provisional: bool
    pauses: tuple[Pause, ...]
    #: Natural days added to the nominal end by extensions, one figure each.
    extensions: tuple[int, ...]
    #: The last worked day not after the effective end: for whoever cannot act on a day off.
    last_working_day: date
    zone: ZoneInfo

    @property
    def nominal_day(self) -> date:
        """The local day of the nominal end."""
        return self.nominal.astimezone(self.zone).date()

    @property
    def effective_day(self) -> date:
        """The local day of the effective end."""
        return self.effective.astimezone(self.zone).date()

    def met_by(self, instant: datetime) -> bool:
        """Whether something done at an aware instant is in time."""
        return instant < self.expires


def reckon(
    terms: Terms,
    *,
    start: datetime,
    calendar: Calendar,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[int] = (),
) -> Reckoned:
    """Reckon a period from an aware start; `extensions` are natural days added one after another.

    Raises OutsideCalendar for a start that no calendar reaches.
    """
    start = require_aware(start)
    if not 1900 <= start.year <= 2900:
        raise OutsideCalendar(start=start.isoformat())
    if terms.span.kind is CalendarKind.CLOCK:
        return _clock(terms, start, calendar)
    return _days(terms, start, calendar, tuple(pauses), tuple(extensions))


def _clock(terms: Terms, start: datetime, calendar: Calendar) -> Reckoned:
    due, end_of_day = start + terms.span.clock, calendar.end_of_day(calendar.local(start).date())
    capped = terms.within_day and due > end_of_day
    due = end_of_day if capped else due
    return Reckoned(
        start=start, nominal=due, effective=due, expires=due + _SECOND if capped else due,
        warnings=clock_warnings(terms.points, start, due), calendar=CalendarKind.CLOCK,
        whole_day=capped, rolled=False, provisional=False, pauses=(), extensions=(),
        last_working_day=calendar.roll_back(calendar.local(due).date()), zone=calendar.zone,
    )  # fmt: skip


def _days(
    terms: Terms,
    start: datetime,
    calendar: Calendar,
    pauses: tuple[Pause, ...],
    extensions: tuple[int, ...],
) -> Reckoned:
    wall = calendar.local(start).replace(tzinfo=None)
    paused = paused_days(pauses, calendar)
    first_nominal = terms.span.last_day(wall.date(), calendar, paused)
    nominal = first_nominal + timedelta(days=sum(extensions))
    rolls = terms.roll or terms.span.kind is CalendarKind.WORKING
    effective = calendar.roll_forward(nominal) if rolls else nominal
    course = Course(
        start=wall, span=terms.span, nominal_day=first_nominal, extended_day=nominal,
        paused=paused, calendar=calendar,
    )  # fmt: skip
    end = calendar.end_of_day(effective)
    return Reckoned(
        start=start, nominal=calendar.end_of_day(nominal), effective=end, expires=end + _SECOND,
        warnings=day_warnings(terms.points, course), calendar=terms.span.kind, whole_day=True,
        rolled=effective != nominal, pauses=pauses, extensions=extensions,
        provisional=_is_provisional(terms, wall.date(), nominal, effective, calendar),
        last_working_day=calendar.roll_back(effective), zone=calendar.zone,
    )  # fmt: skip


def _is_provisional(
    terms: Terms, start: date, nominal: date, effective: date, calendar: Calendar
) -> bool:
    """Only what asked the calendar can be changed by it."""
    if terms.span.kind is CalendarKind.WORKING:
        return not calendar.knows(start, effective)
    return terms.roll and not calendar.knows(nominal, effective)
