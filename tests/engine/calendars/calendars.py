"""The calendars that tests count with: the year 2026 in Shanghai, and zones that change clocks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.calendars import Calendar, OfficeHours

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
OFFICE = OfficeHours(spans=((time(8, 30), time(12)), (time(14), time(17, 30))))


def days(*spans: tuple[str, str]) -> frozenset[date]:
    found = set()
    for first, last in spans:
        day = date.fromisoformat(f"2026-{first}")
        while day <= date.fromisoformat(f"2026-{last}"):
            found.add(day)
            day += timedelta(days=1)
    return frozenset(found)


HOLIDAYS = days(
    ("01-01", "01-03"),
    ("02-15", "02-23"),
    ("04-04", "04-06"),
    ("05-01", "05-05"),
    ("06-19", "06-21"),
    ("09-25", "09-27"),
    ("10-01", "10-07"),
)
MAKEUP = frozenset(
    date.fromisoformat(f"2026-{day}")
    for day in ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")
)
CHINA = Calendar(
    holidays=HOLIDAYS,
    makeup_days=MAKEUP,
    known_years=frozenset({2026}),
    zone=SHANGHAI,
    office=OFFICE,
)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    """An instant from local time like "2026-05-02 20:48"."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def local(instant: datetime, zone: ZoneInfo = SHANGHAI) -> str:
    """Local time to the second, for comparing with what a story says."""
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M:%S}"
