from __future__ import annotations

from datetime import date, time

import pytest

from engine.calendars import Calendar, OfficeHours
from tests.engine.calendars.calendars import BERLIN, CHINA, OFFICE, at, local

DAYS = [
    ("2026-05-02", False, "a holiday on a Saturday"),
    ("2026-05-04", False, "a holiday on a Monday"),
    ("2026-05-06", True, "the first weekday after a holiday"),
    ("2026-05-09", True, "a make-up Saturday"),
    ("2026-09-20", True, "a make-up Sunday"),
    ("2026-09-19", False, "the Saturday before a make-up Sunday"),
    ("2026-06-13", False, "an ordinary Saturday"),
    ("2027-01-01", True, "a weekday of a year without a table"),
]


@pytest.mark.parametrize(("day", "worked", "why"), DAYS, ids=[why for _, _, why in DAYS])
def test_a_day_is_worked_or_not(day: str, worked: bool, why: str) -> None:
    assert CHINA.is_working(date.fromisoformat(day)) is worked


@pytest.mark.parametrize(
    ("day", "forward", "back"),
    [
        ("2026-05-01", "2026-05-06", "2026-04-30"),
        ("2026-09-19", "2026-09-20", "2026-09-18"),
        ("2026-10-03", "2026-10-08", "2026-09-30"),
        ("2026-06-15", "2026-06-15", "2026-06-15"),
    ],
)
def test_a_day_rolls_to_the_nearest_worked_one(day: str, forward: str, back: str) -> None:
    assert CHINA.roll_forward(date.fromisoformat(day)).isoformat() == forward
    assert CHINA.roll_back(date.fromisoformat(day)).isoformat() == back


def test_only_years_with_a_table_are_known() -> None:
    assert CHINA.knows(date(2026, 1, 1), date(2026, 12, 31))
    assert not CHINA.knows(date(2026, 12, 31), date(2027, 1, 4))
    assert not CHINA.knows(date(2025, 12, 31), date(2026, 1, 4))


def test_the_first_day_of_a_count_is_left_out_and_the_last_is_in() -> None:
    assert CHINA.working_days_between(date(2026, 4, 30), date(2026, 5, 9)) == 4
    assert CHINA.working_days_between(date(2026, 5, 9), date(2026, 4, 30)) == 0


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-05-09 08:30", True),
        ("2026-05-09 08:29", False),
        ("2026-05-09 12:00", False),
        ("2026-05-09 14:00", True),
        ("2026-05-09 17:30", False),
        ("2026-05-02 10:00", False),
    ],
)
def test_the_office_is_open_in_its_hours_of_worked_days(moment: str, is_open: bool) -> None:
    assert CHINA.is_open(at(moment)) is is_open


def test_a_day_ends_with_its_last_second_in_local_time() -> None:
    assert local(CHINA.end_of_day(date(2026, 5, 6))) == "2026-05-06 23:59:59"
    assert CHINA.end_of_day(date(2026, 5, 6)).isoformat() == "2026-05-06T15:59:59+00:00"


@pytest.mark.parametrize(
    ("day", "instant"),
    [
        ("2026-03-29", "2026-03-29T21:59:59+00:00"),
        ("2026-10-24", "2026-10-24T21:59:59+00:00"),
        ("2026-10-25", "2026-10-25T22:59:59+00:00"),
    ],
)
def test_a_day_ends_by_the_wall_clock_where_clocks_change(day: str, instant: str) -> None:
    calendar = Calendar(zone=BERLIN)
    assert calendar.end_of_day(date.fromisoformat(day)).isoformat() == instant


def test_a_moment_that_comes_twice_is_the_later_one() -> None:
    twice = Calendar(zone=BERLIN).at(date(2026, 10, 25), time(2, 30))
    assert twice.isoformat() == "2026-10-25T01:30:00+00:00"


@pytest.mark.parametrize(
    ("moment", "held"),
    [("05:30", "08:30"), ("13:00", "13:00"), ("16:36", "16:36"), ("22:00", "17:30")],
)
def test_a_moment_is_held_between_opening_and_closing(moment: str, held: str) -> None:
    assert OFFICE.hold(time.fromisoformat(moment)) == time.fromisoformat(held)


@pytest.mark.parametrize(
    "spans",
    [
        (),
        ((time(9), time(8)),),
        ((time(8), time(12)), (time(11), time(17))),
    ],
    ids=["none", "backwards", "overlapping"],
)
def test_office_hours_out_of_order_are_refused(spans: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="office hours"):
        OfficeHours(spans=spans)
