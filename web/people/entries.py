"""Dates and times as people type them become instants in the station's zone, and back.

A post that ends on a day holds through that day. Text that is no date is a problem of its field.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from engine import clock
from web.session import runtime
from workflows.people.actions import BadEntry


def today() -> date:
    """The day at the station."""
    return clock.now().astimezone(runtime().settings.zone).date()


def day_begins(field: str, text: str) -> datetime | None:
    """The first instant of a typed day; None when nothing is typed. Today begins now."""
    if not text.strip():
        return None
    day = _day(field, text)
    return clock.now() if day == today() else _midnight(day)


def day_ends(field: str, text: str) -> datetime | None:
    """The first instant after a typed day; None when nothing is typed."""
    if not text.strip():
        return None
    return _midnight(_day(field, text) + timedelta(days=1))


def moment(field: str, day: str, time: str) -> datetime:
    """A typed day and time of day."""
    try:
        naive = datetime.strptime(f"{day.strip()} {time.strip()}", "%Y-%m-%d %H:%M")  # noqa: DTZ007
    except ValueError as broken:
        raise BadEntry({field: "moment"}) from broken
    return naive.replace(tzinfo=runtime().settings.zone)


def _day(field: str, text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as broken:
        raise BadEntry({field: "date"}) from broken


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=runtime().settings.zone)
