"""Periods become instants here: natural days, working days, calendar months and clock time.

Everything is pure over a `Calendar`; what a period is called and which law or house rule it comes
from is not known here.
"""

from engine.calendars.calendar import Calendar, OfficeHours
from engine.calendars.pauses import Pause
from engine.calendars.reckoning import OutsideCalendar, Reckoned, Terms, reckon
from engine.calendars.spans import CalendarKind, Span, Unit
from engine.calendars.warning_points import WarningPoint, points_by_length, points_from_texts

__all__ = [
    "Calendar",
    "CalendarKind",
    "OfficeHours",
    "OutsideCalendar",
    "Pause",
    "Reckoned",
    "Span",
    "Terms",
    "Unit",
    "WarningPoint",
    "points_by_length",
    "points_from_texts",
    "reckon",
]
