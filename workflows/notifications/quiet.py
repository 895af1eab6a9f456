"""Quiet hours: between two minutes of the day, perhaps over midnight, only emergencies are sent."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

#: For group chats, and for people who have set none of their own: 22:00 to 7:00.
HOUSE_QUIET = (22 * 60, 7 * 60)
MINUTES_OF_DAY = 24 * 60


def quiet_until(now: datetime, zone: ZoneInfo, begins: int, ends: int) -> datetime | None:
    """When the quiet hours end that `now` falls into; None outside. Equal minutes mean none."""
    local = now.astimezone(zone)
    minute = local.hour * 60 + local.minute
    over_midnight = begins > ends
    inside = minute >= begins or minute < ends if over_midnight else begins <= minute < ends
    if not inside:
        return None
    day = local.date() + timedelta(days=1 if over_midnight and minute >= begins else 0)
    return datetime.combine(day, time(ends // 60, ends % 60), zone).astimezone(now.tzinfo)
