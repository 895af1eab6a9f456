"""Quiet hours hold over midnight and end when they say."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from workflows.notifications.choosing import minute_of
from workflows.notifications.quiet import quiet_until

BEIJING = ZoneInfo("Asia/Shanghai")
NIGHT, NOON = ("22:00", "07:00"), ("12:00", "13:30")


def minute(text: str) -> int:
    found = minute_of(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("at", "hours", "wakes"),
    [
        ("02 21:59", NIGHT, None), ("02 22:00", NIGHT, "03 07:00"), ("02 23:59", NIGHT, "03 07:00"),
        ("03 00:00", NIGHT, "03 07:00"), ("03 06:59", NIGHT, "03 07:00"), ("03 07:00", NIGHT, None),
        ("03 12:00", NOON, "03 13:30"), ("03 13:30", NOON, None), ("03 23:00", NOON, None),
        ("03 09:00", ("09:00", "09:00"), None),
    ],
)  # fmt: skip
def test_the_hours_end_when_they_say(at: str, hours: tuple[str, str], wakes: str | None) -> None:
    now = datetime.strptime(f"2026-03-{at}", "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING)
    until = quiet_until(now.astimezone(UTC), BEIJING, minute(hours[0]), minute(hours[1]))
    assert (until.astimezone(BEIJING).strftime("%d %H:%M") if until else None) == wakes


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("22:30", 1350),
        ("7:05", 425),
        ("７：05", 425),
        ("07：05", 425),
        ("24:00", None),
        ("9", None),
    ],
)
def test_a_time_of_day_is_read_as_people_type_it(typed: str, minutes: int | None) -> None:
    assert minute_of(typed) == minutes
