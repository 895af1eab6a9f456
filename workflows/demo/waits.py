"""When a journey goes on: some minutes later, in the next office hour, on a later working day."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from workflows.deadlines import house_calendar
from workflows.demo.house import Wait

_CALENDAR = house_calendar()


def minutes(number: int) -> Wait:
    """Some minutes later, whatever the hour."""
    return lambda at: at + timedelta(minutes=number)


def hours(number: float) -> Wait:
    """Some hours later, whatever the hour."""
    return lambda at: at + timedelta(hours=number)


def working_days(number: int, moment: str = "09:30") -> Wait:
    """On the n-th working day after, at a local time of day."""

    def wait(at: datetime) -> datetime:
        day = _CALENDAR.local(at).date()
        for _ in range(number):
            day = _CALENDAR.roll_forward(day + timedelta(days=1))
        return max(_CALENDAR.at(day, time.fromisoformat(moment)), at + timedelta(minutes=1))

    return wait


def days(number: int, moment: str = "09:30") -> Wait:
    """Some natural days later, at a local time of day."""

    def wait(at: datetime) -> datetime:
        return _CALENDAR.at(
            _CALENDAR.local(at).date() + timedelta(days=number), time.fromisoformat(moment)
        )

    return wait


def back(number: int, moment: str = "09:30") -> Wait:
    """Some natural days earlier or the working day before that, at a local time of day."""

    def wait(at: datetime) -> datetime:
        day = _CALENDAR.roll_back(_CALENDAR.local(at).date() - timedelta(days=number))
        return _CALENDAR.at(day, time.fromisoformat(moment))

    return wait


def back_any_day(number: int, moment: str) -> Wait:
    """Some natural days earlier, working day or not."""
    return days(-number, moment)


def back_working(number: int, moment: str = "09:30") -> Wait:
    """On the n-th working day before, at a local time of day."""

    def wait(at: datetime) -> datetime:
        day = _CALENDAR.local(at).date()
        for _ in range(number):
            day = _CALENDAR.roll_back(day - timedelta(days=1))
        return _CALENDAR.at(day, time.fromisoformat(moment))

    return wait


def just_now(number: int) -> Wait:
    """Some minutes ago."""
    return minutes(-number)
