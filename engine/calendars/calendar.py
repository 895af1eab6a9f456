"""A calendar knows which days are worked in one zone; a year without a table counts weekends only.

A day is worked when it is a weekday and no holiday, or when it is a make-up day, whatever weekday
that is. Answers that rest on a year without a table are provisional, and the calendar says so.
Nothing here counts a period.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
LAST_SECOND = time(23, 59, 59)
_SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class OfficeHours:
    """The hours of a working day in which somebody is at the desk, in local time."""

    #: From–to pairs of one day, in order and without overlap.
    spans: tuple[tuple[time, time], ...] = ((time(0), LAST_SECOND),)

    def __post_init__(self) -> None:
        """Refuse hours that run backwards; they would open before they close."""
        marks = [mark for span in self.spans for mark in span]
        if not marks or any(later <= earlier for earlier, later in pairwise(marks)):
            raise ValueError("Expected office hours in order, but they overlap or run backwards.")

    @property
    def opens(self) -> time:
        """When the first person arrives."""
        return self.spans[0][0]

    @property
    def closes(self) -> time:
        """When the last person leaves."""
        return self.spans[-1][1]

    def hold(self, moment: time) -> time:
        """The nearest moment of the day between opening and closing; a noon break counts as in."""
        return min(max(moment, self.opens), self.closes)


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Working days of one zone."""

    #: Days off by order of the state, weekends among them or not.
    holidays: frozenset[date] = frozenset()
    #: Days worked by the same order although they fall on a weekend.
    makeup_days: frozenset[date] = frozenset()
    #: Years whose order has been entered; others know weekends only.
    known_years: frozenset[int] = frozenset()
    #: The zone whose midnight ends a day.
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    #: When people are at the desk; decides the time of day of a warning.
    office: OfficeHours = field(default_factory=OfficeHours)

    def is_working(self, day: date) -> bool:
        """Whether the day is worked: a make-up day always is, a holiday or weekend is not."""
        if day in self.makeup_days:
            return True
        return day.weekday() < _SATURDAY and day not in self.holidays

    def knows(self, first: date, last: date) -> bool:
        """Whether every year from one day to the other has a table."""
        years = range(min(first, last).year, max(first, last).year + 1)
        return all(year in self.known_years for year in years)

    def roll_forward(self, day: date) -> date:
        """The day itself when it is worked, else the first worked day after it."""
        while not self.is_working(day):
            day += DAY
        return day

    def roll_back(self, day: date) -> date:
        """The day itself when it is worked, else the last worked day before it."""
        while not self.is_working(day):
            day -= DAY
        return day

    def working_days_between(self, after: date, until: date) -> int:
        """How many worked days follow `after` up to and including `until`; none backwards."""
        span = range(1, (until - after).days + 1)
        return sum(self.is_working(after + timedelta(days=step)) for step in span)

    def is_open(self, instant: datetime) -> bool:
        """Whether the office is open at an aware instant."""
        local = self.local(instant)
        return self.is_working(local.date()) and any(
            opens <= local.time() < closes for opens, closes in self.office.spans
        )

    def local(self, instant: datetime) -> datetime:
        """An aware instant on the wall clock of the zone."""
        return instant.astimezone(self.zone)

    def at(self, day: date, moment: time) -> datetime:
        """The instant (UTC) at which the wall clock shows this moment.

        Where a change of clocks makes it come twice, the later one counts.
        """
        return datetime.combine(day, moment.replace(fold=1), self.zone).astimezone(UTC)

    def end_of_day(self, day: date) -> datetime:
        """23:59:59 local time as an instant in UTC: the last second that still counts."""
        return self.at(day, LAST_SECOND)
