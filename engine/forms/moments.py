"""Dates, times of day and instants as people write them, read in the station's zone.

Known are `2026-03-02`, `2026/3/2`, `20260302`, `2026年3月2日`, `3-2` and `3月2日` (this year),
times as `9:10`, `9时10分`, `下午3点半`, and ISO instants. An instant is kept in UTC; without an
offset it is local. What the calendar does not have is refused, never moved.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, tzinfo

from engine.forms.refusals import Unreadable
from engine.forms.writing import fold

_FULL = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_TIME = re.compile(
    r"(上午|早上|凌晨|中午|下午|晚上)?\s*(\d{1,2})\s*(?::|时|点)\s*(?:(\d{1,2}|半)\s*分?)?(?::(\d{1,2})(?:\.\d+)?)?"
)
_LATER = frozenset({"中午", "下午", "晚上"})


def day(raw: object, *, today: date) -> date:
    """The calendar day; a day without a year is one of this year."""
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return _plausible(raw)
    if not isinstance(raw, str) or len(raw) > 40:
        raise Unreadable("not-a-date")
    text = fold(raw)
    if found := _FULL.fullmatch(text) or _COMPACT.fullmatch(text):
        year, month, number = map(int, found.groups())
    elif found := _SHORT.fullmatch(text):
        year, month, number = today.year, int(found[1]), int(found[2])
    else:
        raise Unreadable("not-a-date")
    return _plausible(_built(year, month, number))


def clock_time(raw: object) -> time:
    """The time of day, to the second."""
    if isinstance(raw, time):
        return raw.replace(microsecond=0, tzinfo=None)
    found = _TIME.fullmatch(fold(raw)) if isinstance(raw, str) and len(raw) <= 40 else None
    if not found:
        raise Unreadable("not-a-time")
    half, hour_text, minute_text, second_text = found.groups()
    hour = int(hour_text) + (12 if half in _LATER and int(hour_text) < 11 else 0)
    minute = 30 if minute_text == "半" else int(minute_text or 0)
    try:
        return time(hour, minute, int(second_text or 0))
    except ValueError:
        raise Unreadable("not-a-time") from None


def instant(raw: object, *, now: datetime, zone: tzinfo) -> datetime:
    """The instant in UTC, to the second; a time alone is one of today."""
    if isinstance(raw, datetime):
        if raw.tzinfo is None:
            raise Unreadable("not-a-time")
        return _plausible_instant(raw.astimezone(UTC).replace(microsecond=0))
    if not isinstance(raw, str) or len(raw) > 60:
        raise Unreadable("not-a-date")
    text = fold(raw)
    if re.search(r"T.*(Z|[+-]\d\d:?\d\d)$", text):
        return instant(_iso(text), now=now, zone=zone)
    day_text, time_text = _split(text)
    today = now.astimezone(zone).date()
    on = day(day_text, today=today) if day_text else today
    local = datetime.combine(on, clock_time(time_text), tzinfo=zone)
    return _plausible_instant(local.astimezone(UTC))


def joined(parts: dict[str, str]) -> str:
    """One text of the two inputs (date, time) in which a page asks for an instant."""
    return f"{parts.get('date', '').strip()} {parts.get('time', '').strip()}".strip()


def _split(text: str) -> tuple[str, str]:
    for pattern in (_FULL, _COMPACT, _SHORT):
        found = pattern.match(text)
        if found and (rest := text[found.end() :].lstrip("T ")):
            # "9:10" begins like no date, but "8.30 9:10" does: a rest must be there.
            return found[0], rest
    if _TIME.fullmatch(text):
        return "", text
    raise Unreadable("not-a-time" if _FULL.fullmatch(text) else "not-a-date")


def _iso(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Unreadable("not-a-date") from None


def _built(year: int, month: int, number: int) -> date:
    try:
        return date(year, month, number)
    except ValueError:
        raise Unreadable("not-a-date") from None


def _plausible(read: date) -> date:
    if not 1900 <= read.year <= 2200:
        raise Unreadable("not-a-date")
    return read


def _plausible_instant(read: datetime) -> datetime:
    _plausible(read.date())
    return read
