"""What holds for every calendar and every start, tried with many of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.calendars import Calendar, Span, Terms, Unit, points_by_length, reckon
from engine.calendars.spans import add_months, days_from
from tests.engine.calendars.calendars import BERLIN, NEW_YORK, OFFICE, SHANGHAI

DATES = st.dates(date(2024, 1, 1), date(2029, 12, 31))
STARTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    near = st.dates(date(2023, 12, 1), date(2030, 2, 1))
    holidays = draw(st.frozensets(near, max_size=40))
    return Calendar(
        holidays=holidays,
        makeup_days=draw(st.frozensets(near, max_size=20)) - holidays,
        known_years=frozenset(range(2024, 2030)),
        zone=draw(st.sampled_from([SHANGHAI, BERLIN, NEW_YORK])),
        office=OFFICE,
    )


FORWARD = st.one_of(
    st.builds(Span, unit=st.just(Unit.MINUTES), length=st.integers(1, 500)),
    st.builds(Span, unit=st.just(Unit.HOURS), length=st.integers(1, 100)),
    st.builds(Span, unit=st.just(Unit.NATURAL_DAYS), length=st.integers(0, 120)),
    st.builds(Span, unit=st.just(Unit.WORKING_DAYS), length=st.integers(1, 40)),
    st.builds(Span, unit=st.just(Unit.CALENDAR_MONTHS), length=st.integers(1, 24)),
    st.builds(Span, unit=st.just(Unit.DAY_OF_MONTH), length=st.integers(1, 28)),
)


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    span = draw(FORWARD)
    return Terms(
        span=span, roll=draw(st.booleans()), within_day=draw(st.booleans()),
        points=points_by_length(span),
    )  # fmt: skip


@given(calendars(), DATES, st.integers(1, 60))
def test_adding_working_days_lands_on_a_working_day(
    calendar: Calendar, day: date, count: int
) -> None:
    span = Span(unit=Unit.WORKING_DAYS, length=count)
    last = span.last_day(day, calendar, frozenset())
    assert calendar.is_working(last)
    assert calendar.working_days_between(day, last) == count


@given(calendars(), DATES)
def test_rolling_is_idempotent_and_finds_the_nearest(calendar: Calendar, day: date) -> None:
    rolled = calendar.roll_forward(day)
    assert calendar.roll_forward(rolled) == rolled
    between = ((rolled - day).days, range((rolled - day).days))
    assert not any(calendar.is_working(day + timedelta(days=step)) for step in between[1])
    assert calendar.roll_back(rolled) == rolled


@given(calendars(), DATES, st.integers(1, 30))
def test_counting_back_undoes_counting_forward_from_a_worked_day(
    calendar: Calendar, day: date, count: int
) -> None:
    start = calendar.roll_forward(day)
    there = days_from(start, count, working=True, calendar=calendar)
    assert days_from(there, -count, working=True, calendar=calendar) == start


@given(terms(), calendars(), STARTS)
def test_nothing_is_due_before_it_starts(
    wanted: Terms, calendar: Calendar, start: datetime
) -> None:
    found = reckon(wanted, start=start, calendar=calendar)
    assert start <= found.nominal <= found.effective <= found.expires
    assert found.rolled is (found.nominal != found.effective)
    if wanted.roll and found.whole_day:
        assert wanted.span.unit in (Unit.MINUTES, Unit.HOURS) or calendar.is_working(
            found.effective_day
        )


@given(terms(), calendars(), STARTS)
def test_warnings_come_in_order_between_start_and_nominal_end(
    wanted: Terms, calendar: Calendar, start: datetime
) -> None:
    found = reckon(wanted, start=start, calendar=calendar)
    assert list(found.warnings) == sorted(set(found.warnings))
    assert all(start < warning < found.nominal for warning in found.warnings)


@given(terms(), calendars(), STARTS, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_a_later_start_is_never_due_earlier(
    wanted: Terms, calendar: Calendar, start: datetime, later: timedelta
) -> None:
    first = reckon(wanted, start=start, calendar=calendar)
    second = reckon(wanted, start=start + later, calendar=calendar)
    assert first.nominal <= second.nominal
    assert first.effective <= second.effective


@given(DATES, st.integers(0, 60))
def test_months_land_in_the_right_month_and_never_on_a_later_day(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(calendars(), STARTS)
def test_a_local_day_ends_one_second_before_the_next_begins(
    calendar: Calendar, start: datetime
) -> None:
    day = calendar.local(start).date()
    after = calendar.local(calendar.end_of_day(day) + timedelta(seconds=1))
    assert after.date() == day + timedelta(days=1)
    assert (after.hour, after.minute, after.second) == (0, 0, 0)
