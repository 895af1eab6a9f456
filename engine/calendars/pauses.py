"""A pause takes whole days out of a period: the day it begins is spent, the day it ends is not.

This mirrors the rule for the start of a period, whose day is not counted. Periods in hours and
minutes never pause; whether a period may pause at all is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.calendars.calendar import Calendar


@dataclass(frozen=True, kw_only=True)
class Pause:
    """One interruption of a running period."""

    #: Aware instant at which the period stood still.
    since: datetime
    #: Aware instant at which it ran on.
    until: datetime
    #: Why, as a word of whoever keeps the rules.
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse a pause that ends before it begins."""
        if self.until < self.since:
            raise ValueError("Expected a pause to end after it began, but it ends before.")


def paused_days(pauses: Iterable[Pause], calendar: Calendar) -> frozenset[date]:
    """The local days taken out of counting; a day in two pauses is taken out once."""
    return frozenset(day for pause in pauses for day in _days(pause, calendar))


def _days(pause: Pause, calendar: Calendar) -> list[date]:
    first, last = calendar.local(pause.since).date(), calendar.local(pause.until).date()
    return [first + timedelta(days=step) for step in range(1, (last - first).days + 1)]
