"""Local times as stories write them, and the clock that the player moves.

"09:10" is on the day that the story has reached, "05-02 20:40" in its year, "2026-05-02" a whole
day. Nothing here adds or subtracts: a date is only ever compared.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

_DAY = re.compile(r"^(?:(\d{4})-)?(\d{1,2})-(\d{1,2})$")
_INSTANT = re.compile(r"^(?:(?:(\d{4})-)?(\d{1,2})-(\d{1,2})[ T])?(\d{1,2}):(\d{2})(?::(\d{2}))?$")


def is_instant(text: str) -> bool:
    """Whether a text has the shape of a moment."""
    return _INSTANT.match(text.strip()) is not None


def instant(text: str, present: datetime, zone: ZoneInfo) -> datetime:
    """The aware instant that a story's text means, seen from the present day of the story."""
    here = present.astimezone(zone)
    found = _INSTANT.match(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no time such as 09:10, 05-02 20:40 or 2026-05-02 20:40")
    year, month, day, hour, minute, second = found.groups()
    return datetime(
        int(year or here.year), int(month or here.month), int(day or here.day), int(hour),
        int(minute), int(second or 0), tzinfo=zone,
    )  # fmt: skip


def says(text: str, actual: datetime | None, present: datetime, zone: ZoneInfo) -> bool:
    """Whether an instant is the one (or falls on the day) that the text says; no time never is."""
    if actual is None:
        return text in {"none", "None", ""}
    local = actual.astimezone(zone)
    day = _DAY.match(text.strip())
    if day is not None:
        year, month, number = day.groups()
        return local.date() == date(int(year or local.year), int(month), int(number))
    if not is_instant(text):
        return False
    wanted = instant(text, present, zone)
    exact = text.count(":") > 1
    return local == wanted if exact else local.replace(second=0, microsecond=0) == wanted


def shown(actual: object, zone: ZoneInfo) -> str:
    """A value as the player prints it."""
    if isinstance(actual, datetime):
        return f"{actual.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    if isinstance(actual, list):
        return f"[{', '.join(shown(each, zone) for each in actual)}]"
    return str(actual)
