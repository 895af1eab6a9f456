"""Local times as a story writes them are compared, never computed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from workflows.scenario.times import instant, says

ZONE = ZoneInfo("Asia/Shanghai")
PRESENT = datetime(2026, 5, 2, 20, 40, tzinfo=ZONE)

MEANT = {
    "21:08": (2026, 5, 2, 21, 8, 0),
    "05-03 00:20": (2026, 5, 3, 0, 20, 0),
    "2026-11-04 11:30:05": (2026, 11, 4, 11, 30, 5),
}

AGREES = [
    ("2026-05-06", "2026-05-06T23:59:59", True),
    ("05-06", "2026-05-06T00:00:00", True),
    ("05-07", "2026-05-06T23:59:59", False),
    ("21:08", "2026-05-02T21:08:30", True),
    ("21:08:00", "2026-05-02T21:08:30", False),
    ("21:08", "2026-05-03T21:08:00", False),
    ("soon", "2026-05-02T21:08:00", False),
]


@pytest.mark.parametrize(("text", "parts"), MEANT.items())
def test_a_time_is_seen_from_the_day_of_the_story(text: str, parts: tuple[int, ...]) -> None:
    year, month, day, hour, minute, second = parts
    meant = datetime(year, month, day, hour, minute, second, tzinfo=ZONE)
    assert instant(text, PRESENT, ZONE) == meant


@pytest.mark.parametrize(("text", "actual", "agrees"), AGREES)
def test_a_day_agrees_with_its_instants_and_a_time_with_its_minute(
    text: str, actual: str, agrees: bool
) -> None:
    found = datetime.fromisoformat(actual).replace(tzinfo=ZONE)
    assert says(text, found, PRESENT, ZONE) is agrees


def test_no_instant_agrees_with_none_only() -> None:
    assert says("none", None, PRESENT, ZONE)
    assert not says("21:08", None, PRESENT, ZONE)


def test_a_text_that_is_no_time_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="noon"):
        instant("noon", PRESENT, ZONE)
