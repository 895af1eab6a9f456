"""A person's sessions as an iCalendar text (RFC 5545) that tells nothing but time.

The address may be read by a telephone, its maker and whoever looks at the screen: no name, no case,
no room and no word of what it is about.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from icalendar import Calendar, Event

from workflows.appointments.queries import Slot

TITLES = {"zh": "预约服务", "en": "Appointment"}
_MADE_BY = "-//Sanlian//Appointments//ZH"
_AGAIN = "PT1H"


def feed(slots: Iterable[Slot], *, at: datetime, language: str = "zh") -> bytes:
    """The calendar; every instant is in UTC, so that no time zone need be described."""
    title = TITLES.get(language, TITLES["zh"])
    calendar = Calendar()
    calendar.add("prodid", _MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("x-published-ttl", _AGAIN)
    for slot in slots:
        calendar.add_component(_event(slot, at, title))
    text: bytes = calendar.to_ical()
    return text


def _event(slot: Slot, at: datetime, title: str) -> Event:
    event = Event()
    event.add("uid", uid(slot.appointment.id))
    event.add("dtstamp", at)
    event.add("dtstart", slot.appointment.begins)
    event.add("dtend", slot.appointment.ends)
    event.add("summary", title)
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    event.add("status", "CONFIRMED")
    return event


def uid(session_id: str) -> str:
    """The lasting name of an event; it finds nothing in the house."""
    return f"{hashlib.sha256(session_id.encode()).hexdigest()[:32]}@sanlian.invalid"
