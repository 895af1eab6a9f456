from __future__ import annotations

from datetime import date

import pytest

from engine.calendars import CalendarKind, Span, Unit
from engine.calendars.spans import add_months
from tests.engine.calendars.calendars import CHINA

LAST_DAYS = [
    (Unit.NATURAL_DAYS, 30, "2026-05-14", "2026-06-13"),
    (Unit.NATURAL_DAYS, 0, "2026-05-14", "2026-05-14"),
    (Unit.NATURAL_DAYS, 1, "2026-12-31", "2027-01-01"),
    (Unit.WORKING_DAYS, 3, "2026-03-30", "2026-04-02"),
    (Unit.WORKING_DAYS, 10, "2026-05-03", "2026-05-18"),
    (Unit.WORKING_DAYS, 1, "2026-09-18", "2026-09-20"),
    (Unit.CALENDAR_MONTHS, 1, "2026-04-01", "2026-05-01"),
    (Unit.CALENDAR_MONTHS, 1, "2026-01-31", "2026-02-28"),
    (Unit.CALENDAR_MONTHS, 1, "2028-01-31", "2028-02-29"),
    (Unit.CALENDAR_MONTHS, 6, "2026-05-04", "2026-11-04"),
    (Unit.CALENDAR_MONTHS, 12, "2028-02-29", "2029-02-28"),
    (Unit.CALENDAR_MONTHS, 24, "2026-12-31", "2028-12-31"),
    (Unit.DAY_OF_MONTH, 10, "2026-11-03", "2026-11-10"),
    (Unit.DAY_OF_MONTH, 10, "2026-11-10", "2026-11-10"),
    (Unit.DAY_OF_MONTH, 10, "2026-12-11", "2027-01-10"),
    (Unit.WORKING_DAYS_BEFORE, 2, "2026-05-10", "2026-05-08"),
    (Unit.NATURAL_DAYS_BEFORE, 10, "2026-05-10", "2026-04-30"),
]


@pytest.mark.parametrize(("unit", "length", "start", "last"), LAST_DAYS)
def test_a_span_ends_on_its_last_day(unit: Unit, length: int, start: str, last: str) -> None:
    span = Span(unit=unit, length=length)
    assert span.last_day(date.fromisoformat(start), CHINA, frozenset()).isoformat() == last


@pytest.mark.parametrize(
    ("unit", "length"),
    [
        (Unit.WORKING_DAYS, 0),
        (Unit.NATURAL_DAYS, -1),
        (Unit.HOURS, 0),
        (Unit.DAY_OF_MONTH, 31),
        (Unit.NATURAL_DAYS, 100_000),
    ],
)
def test_a_length_that_a_unit_cannot_have_is_refused(unit: Unit, length: int) -> None:
    with pytest.raises(ValueError, match=str(length)):
        Span(unit=unit, length=length)


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        (Unit.MINUTES, CalendarKind.CLOCK),
        (Unit.HOURS, CalendarKind.CLOCK),
        (Unit.CALENDAR_MONTHS, CalendarKind.NATURAL),
        (Unit.WORKING_DAYS_BEFORE, CalendarKind.WORKING),
    ],
)
def test_a_unit_runs_on_one_calendar(unit: Unit, kind: CalendarKind) -> None:
    assert Span(unit=unit, length=1).kind is kind


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-08-31", 1, "2026-09-30"),
    ],
)
def test_months_keep_the_day_or_take_the_last(day: str, months: int, later: str) -> None:
    assert add_months(date.fromisoformat(day), months).isoformat() == later
