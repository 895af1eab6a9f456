from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.spiff.durations import looks_iso, read_cycle, read_duration, read_instant

START = datetime(2025, 1, 31, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("PT48H", datetime(2025, 2, 2, 1, tzinfo=UTC)),
        ("P1W", datetime(2025, 2, 7, 1, tzinfo=UTC)),
        ("P1DT2H", datetime(2025, 2, 1, 3, tzinfo=UTC)),
        ("PT1.5H", datetime(2025, 1, 31, 2, 30, tzinfo=UTC)),
        ("PT0,5S", START + timedelta(milliseconds=500)),
        ("P1M", datetime(2025, 2, 28, 1, tzinfo=UTC)),
        ("P13M", datetime(2026, 2, 28, 1, tzinfo=UTC)),
        ("P1Y1M1D", datetime(2026, 3, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_duration_leads_to_an_instant(text, end):
    assert read_duration(text).after(START) == end


def test_months_are_counted_on_the_calendar_of_the_zone():
    late = datetime(2025, 1, 30, 17, tzinfo=UTC)  # 31 January, 01:00 in Shanghai
    assert read_duration("P1M").after(late) == datetime(2025, 2, 27, 17, tzinfo=UTC)
    assert read_duration("P1M").after(late, UTC) == datetime(2025, 2, 28, 17, tzinfo=UTC)


NO_LENGTHS = ["", "P", "PT", "P1DT", "-PT1H", "PT-1H", "PT1H ", "1H", "P0D", "P1.5M", "P0.5Y"]
MORE_NO_LENGTHS = ["P900Y", "PT1H2H", "P1M1Y", "PT99999999999999H", "P１D"]


@pytest.mark.parametrize("text", [*NO_LENGTHS, *MORE_NO_LENGTHS])
def test_what_is_no_length_of_time_is_refused(text):
    with pytest.raises(ValueError):
        read_duration(text)


@pytest.mark.parametrize("text", ["R0/PT1H", "R-1/PT1H", "R3", "R3/", "R/PT1H/PT2H/x", "3/PT1H"])
def test_what_is_no_cycle_is_refused(text):
    with pytest.raises(ValueError):
        read_cycle(text)


def test_a_cycle_has_a_count_a_start_and_a_distance():
    cycle = read_cycle("R3/2025-03-03T09:00:00/PT2H")
    assert (cycle.times, cycle.start) == (3, datetime(2025, 3, 3, 1, tzinfo=UTC))
    assert read_cycle("R/PT2H").times is None


def test_an_instant_without_offset_is_local():
    assert read_instant("2025-03-03T09:00:00") == datetime(2025, 3, 3, 1, tzinfo=UTC)
    named = datetime(2025, 3, 3, 8, tzinfo=UTC)
    assert read_instant("2025-03-03T09:00:00@Europe/Berlin") == named
    with pytest.raises(ValueError):
        read_instant("2025-03-03T09:00:00@Nowhere/Land")
    assert read_instant("2025-03-03T09:00:00+02:00") == datetime(2025, 3, 3, 7, tzinfo=UTC)


@pytest.mark.parametrize("text", ["PT1H", "-PT1H", "R/PT1H", "2025-03-03", "P8"])
def test_iso_text_is_told_from_feel(text):
    assert looks_iso(text)


@pytest.mark.parametrize("text", ["Period", 'deadline("T08", {})', "Rest", "due_at", "Paid"])
def test_feel_is_told_from_iso_text(text):
    assert not looks_iso(text)


@given(some.integers(0, 400), some.integers(0, 23), some.integers(0, 59), some.integers(0, 59))
def test_exact_parts_add_up(days, hours, minutes, seconds):
    span = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    text = f"P{days}DT{hours}H{minutes}M{seconds}S"
    if span:
        assert read_duration(text).after(START) == START + span
    else:
        with pytest.raises(ValueError):
            read_duration(text)
