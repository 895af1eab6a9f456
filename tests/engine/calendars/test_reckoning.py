from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.calendars import (
    Calendar,
    CalendarKind,
    OutsideCalendar,
    Pause,
    Span,
    Terms,
    Unit,
    points_from_texts,
    reckon,
)
from tests.engine.calendars.calendars import BERLIN, CHINA, NEW_YORK, at, local


def days(length: int, *, roll: bool = False, points: tuple[str, ...] = ()) -> Terms:
    span = Span(unit=Unit.NATURAL_DAYS, length=length)
    return Terms(span=span, roll=roll, points=points_from_texts(points))


def worked(length: int) -> Terms:
    return Terms(span=Span(unit=Unit.WORKING_DAYS, length=length))


def hours(length: int, *, within_day: bool = False) -> Terms:
    return Terms(span=Span(unit=Unit.HOURS, length=length), within_day=within_day)


def pause(since: str, until: str) -> Pause:
    return Pause(since=at(since), until=at(until))


def test_a_period_in_days_is_missed_after_its_last_second() -> None:
    found = reckon(worked(1), start=at("2026-08-05 11:00"), calendar=CHINA)
    assert local(found.effective) == "2026-08-06 23:59:59"
    assert local(found.expires) == "2026-08-07 00:00:00"
    assert found.met_by(at("2026-08-06 23:59:59.999999"))
    assert not found.met_by(at("2026-08-07 00:00"))


def test_a_clock_is_missed_at_its_own_instant() -> None:
    found = reckon(hours(24), start=at("2026-05-03 15:00"), calendar=CHINA)
    assert found.effective == found.expires == at("2026-05-04 15:00")
    assert found.calendar is CalendarKind.CLOCK
    assert not found.whole_day


@pytest.mark.parametrize(
    ("start", "due", "whole_day"),
    [("2026-03-02 09:10", "2026-03-02 11:10:00", False),
     ("2026-03-02 22:30", "2026-03-02 23:59:59", True)],
)  # fmt: skip
def test_a_clock_may_end_with_its_day(start: str, due: str, whole_day: bool) -> None:
    found = reckon(hours(2, within_day=True), start=at(start), calendar=CHINA)
    assert local(found.effective) == due
    assert found.whole_day is whole_day
    assert found.met_by(found.effective) is whole_day


@pytest.mark.parametrize(
    ("terms", "start", "nominal", "effective"),
    [
        (days(30, roll=True), "2026-05-14 09:00", "2026-06-13", "2026-06-15"),
        (days(30, roll=False), "2026-05-14 09:00", "2026-06-13", "2026-06-13"),
        (days(30, roll=True), "2026-08-20 09:00", "2026-09-19", "2026-09-20"),
        (days(5, roll=True), "2026-05-04 11:30", "2026-05-09", "2026-05-09"),
    ],
)
def test_only_what_rolls_moves_off_a_day_off(
    terms: Terms, start: str, nominal: str, effective: str
) -> None:
    found = reckon(terms, start=at(start), calendar=CHINA)
    assert (found.nominal_day.isoformat(), found.effective_day.isoformat()) == (nominal, effective)
    assert found.rolled is (nominal != effective)


def test_what_does_not_roll_still_names_the_last_working_day() -> None:
    found = reckon(days(60), start=at("2026-08-18 09:00"), calendar=CHINA)
    assert found.effective_day.isoformat() == "2026-10-17"
    assert found.last_working_day.isoformat() == "2026-10-16"


@pytest.mark.parametrize(
    ("terms", "start", "provisional"),
    [
        (worked(3), "2026-12-28 09:00", False),
        (worked(5), "2026-12-28 09:00", True),
        (worked(5), "2025-12-31 09:00", True),
        (days(30, roll=True), "2026-12-20 09:00", True),
        (days(30, roll=False), "2026-12-20 09:00", False),
        (days(30, roll=True), "2025-12-20 09:00", False),
        (hours(72), "2026-12-31 09:00", False),
    ],
)
def test_dates_that_rest_on_a_year_without_a_table_are_provisional(
    terms: Terms, start: str, provisional: bool
) -> None:
    assert reckon(terms, start=at(start), calendar=CHINA).provisional is provisional


@pytest.mark.parametrize(
    ("terms", "pauses", "due"),
    [
        (days(10), [], "2026-06-11"),
        (days(10), [pause("2026-06-03 10:00", "2026-06-03 18:00")], "2026-06-11"),
        (days(10), [pause("2026-06-03 10:00", "2026-06-05 09:00")], "2026-06-13"),
        (
            days(10),
            [pause("2026-06-03 10:00", "2026-06-05 09:00"),
             pause("2026-06-04 10:00", "2026-06-06 09:00")],
            "2026-06-14",
        ),
        (days(10), [pause("2026-06-20 10:00", "2026-06-25 09:00")], "2026-06-11"),
        (days(10), [pause("2026-06-10 10:00", "2026-06-12 09:00")], "2026-06-13"),
        (worked(3), [pause("2026-06-05 10:00", "2026-06-08 09:00")], "2026-06-04"),
        (worked(5), [pause("2026-06-05 10:00", "2026-06-08 09:00")], "2026-06-09"),
        (worked(5), [pause("2026-06-04 10:00", "2026-06-08 09:00")], "2026-06-10"),
        (worked(5), [pause("2026-06-05 10:00", "2026-06-07 09:00")], "2026-06-08"),
    ],
)  # fmt: skip
def test_a_pause_takes_its_days_out(terms: Terms, pauses: list[Pause], due: str) -> None:
    found = reckon(terms, start=at("2026-06-01 09:00"), calendar=CHINA, pauses=pauses)
    assert found.effective_day.isoformat() == due


def test_a_paused_month_ends_later_by_the_days_it_stood_still() -> None:
    terms = Terms(span=Span(unit=Unit.CALENDAR_MONTHS, length=1))
    found = reckon(
        terms, start=at("2026-04-01 10:00"), calendar=CHINA,
        pauses=[pause("2026-04-10 10:00", "2026-04-15 10:00")],
    )  # fmt: skip
    assert found.nominal_day.isoformat() == "2026-05-06"


def test_a_clock_never_pauses() -> None:
    found = reckon(
        hours(24), start=at("2026-06-01 09:00"), calendar=CHINA,
        pauses=[pause("2026-06-01 10:00", "2026-06-03 10:00")],
    )  # fmt: skip
    assert found.effective == at("2026-06-02 09:00")


def test_an_extension_counts_from_the_nominal_end_and_moves_the_last_warnings() -> None:
    terms = Terms(
        span=Span(unit=Unit.CALENDAR_MONTHS, length=1),
        roll=True,
        points=points_from_texts(["50%", "T-7"]),
    )
    found = reckon(terms, start=at("2026-04-01 10:00"), calendar=CHINA, extensions=[30])
    assert found.nominal_day.isoformat() == "2026-05-31"
    assert found.effective_day.isoformat() == "2026-06-01"
    assert [local(one)[:10] for one in found.warnings] == ["2026-04-16", "2026-05-24"]


def test_an_extended_working_period_ends_on_a_worked_day() -> None:
    found = reckon(worked(3), start=at("2026-03-30 09:00"), calendar=CHINA, extensions=[3])
    assert (found.nominal_day.isoformat(), found.effective_day.isoformat()) == (
        "2026-04-05",
        "2026-04-07",
    )


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before"):
        pause("2026-06-03 10:00", "2026-06-02 10:00")


@pytest.mark.parametrize("year", [1899, 2901])
def test_a_start_far_away_is_refused(year: int) -> None:
    with pytest.raises(OutsideCalendar, match=str(year)):
        reckon(days(1), start=datetime(year, 6, 1, tzinfo=UTC), calendar=CHINA)


def test_a_start_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        reckon(days(1), start=datetime.fromisoformat("2026-06-01"), calendar=CHINA)


def test_the_start_day_is_the_local_one() -> None:
    late_in_utc = datetime(2026, 6, 1, 17, 0, tzinfo=UTC)
    found = reckon(days(1), start=late_in_utc, calendar=CHINA)
    assert found.effective_day.isoformat() == "2026-06-03"


def test_clocks_run_on_while_wall_clocks_change() -> None:
    calendar = Calendar(zone=BERLIN)
    found = reckon(hours(24), start=at("2026-10-24 12:00", BERLIN), calendar=calendar)
    assert local(found.effective, BERLIN) == "2026-10-25 11:00:00"


def test_days_end_at_local_midnight_while_wall_clocks_change() -> None:
    calendar = Calendar(zone=NEW_YORK)
    found = reckon(days(1), start=at("2026-10-31 12:00", NEW_YORK), calendar=calendar)
    assert local(found.expires, NEW_YORK) == "2026-11-02 00:00:00"
    assert found.expires.isoformat() == "2026-11-02T05:00:00+00:00"
