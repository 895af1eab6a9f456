from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
from chinese_calendar import constants

from tests.workflows.deadlines.moments import at
from workflows import deadlines
from workflows.codes import PACK, PackBroken, Wording
from workflows.codes.pack import parse_document
from workflows.deadlines.years import HolidayYear, house_calendar, load_years, read_year

YEARS = {year.year: year for year in load_years()}


def document(**changes: object) -> dict[str, Any]:
    return {
        "year": 2027,
        "source": {"zh": "通知", "en": "notice"},
        "holidays": [{"zh": "元旦", "en": "New Year", "from": "2027-01-01", "to": "2027-01-03"}],
        "makeup_days": ["2027-01-09"],
    } | changes


def read(**changes: object) -> HolidayYear:
    return read_year(parse_document(json.dumps(document(**changes)), "calendar-2027.json"))


@pytest.mark.parametrize("year", sorted(YEARS))
def test_a_shipped_year_agrees_with_an_independent_list(year: int) -> None:
    assert YEARS[year].holidays == {day for day in constants.holidays if day.year == year}
    assert YEARS[year].makeup_days == {day for day in constants.workdays if day.year == year}


@pytest.mark.parametrize("year", sorted(YEARS))
def test_each_day_of_a_shipped_year_is_worked_as_the_independent_list_says(year: int) -> None:
    calendar = house_calendar()
    ordinals = range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
    days = [date.fromordinal(ordinal) for ordinal in ordinals]
    assert [calendar.is_working(day) for day in days] == [
        chinese_calendar.is_workday(day) for day in days
    ]


def test_the_year_of_the_stories_is_shipped() -> None:
    assert 2026 in YEARS
    assert len(YEARS[2026].holidays) == 33


BROKEN = [
    ("an unknown key", {"makeup": []}, "nobody reads makeup"),
    ("a day of another year", {"makeup_days": ["2026-05-09"]}, "does not belong to 2027"),
    ("a make-up day that is a holiday", {"makeup_days": ["2027-01-02"]}, "cannot be a make-up day"),
    ("a make-up day in the week", {"makeup_days": ["2027-01-11"]}, "on a weekend"),
    ("a make-up day twice", {"makeup_days": ["2027-01-09", "2027-01-09"]}, "stands twice"),
    ("no holiday", {"holidays": []}, "missing"),
    ("a date in words", {"makeup_days": ["9 Jan"]}, "a date like"),
    (
        "a holiday backwards",
        {"holidays": [{"zh": "x", "en": "x", "from": "2027-01-03", "to": "2027-01-01"}]},
        "ends before",
    ),
    ("two holidays on a day", {"holidays": document()["holidays"] * 2}, "in two holidays"),
]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [(changes, problem) for _, changes, problem in BROKEN],
    ids=[what for what, _, _ in BROKEN],
)
def test_a_year_that_contradicts_itself_is_refused(
    changes: dict[str, object], problem: str
) -> None:
    with pytest.raises(PackBroken, match=problem):
        read(**changes)


def test_days_may_reach_into_the_last_week_of_the_year_before() -> None:
    holidays = [{"zh": "元旦", "en": "New Year", "from": "2026-12-31", "to": "2027-01-02"}]
    assert date(2026, 12, 31) in read(holidays=holidays).holidays


def test_a_file_named_for_another_year_is_refused(tmp_path: Path) -> None:
    content = (PACK / "calendar-2026.json").read_text(encoding="utf-8")
    (tmp_path / "calendar-2027.json").write_text(content, encoding="utf-8")
    with pytest.raises(PackBroken, match="another year"):
        load_years(tmp_path)


@pytest.mark.parametrize(
    ("now", "missing"),
    [
        ("2026-11-30 23:59", ()),
        ("2026-12-01 00:00", (2027,)),
        ("2027-01-05 09:00", (2027,)),
        ("2027-12-05 09:00", (2027, 2028)),
    ],
)
def test_a_missing_year_is_announced_from_december(now: str, missing: tuple[int, ...]) -> None:
    assert deadlines.missing_years(house_calendar(), at(now)) == missing


def test_an_entered_year_makes_dates_certain() -> None:
    start: datetime = at("2026-12-28 09:00")
    before = deadlines.reckon("H15", start=start)
    after = deadlines.reckon("H15", start=start, calendar=house_calendar([read()]))
    assert (before.provisional, after.provisional) == (True, False)
    # 1 January 2027 is a Friday off; Saturday the 9th makes up for it.
    assert before.effective_day == after.effective_day == date(2027, 1, 18)


def test_an_entered_year_takes_the_place_of_the_shipped_one() -> None:
    other = HolidayYear(
        year=2026, source=Wording(zh="改", en="changed"), holidays=frozenset({date(2026, 6, 1)}),
        makeup_days=frozenset(),
    )  # fmt: skip
    calendar = house_calendar([other])
    assert not calendar.is_working(date(2026, 6, 1))
    assert calendar.is_working(date(2026, 5, 1))
