from __future__ import annotations

import pytest

from engine.calendars import (
    Span,
    Terms,
    Unit,
    WarningPoint,
    points_by_length,
    points_from_texts,
    reckon,
)
from tests.engine.calendars.calendars import CHINA, at, local

BY_LENGTH = [
    (Unit.MINUTES, 10, "50% 75% 90%"),
    (Unit.HOURS, 72, "50% 75% 90%"),
    (Unit.NATURAL_DAYS, 30, "50% T-7 T-3 T-1"),
    (Unit.CALENDAR_MONTHS, 1, "50% T-7 T-3 T-1"),
    (Unit.NATURAL_DAYS, 29, "T-2 T-1"),
    (Unit.WORKING_DAYS, 5, "T-2 T-1"),
    (Unit.WORKING_DAYS, 4, "T-2 T-1"),
    (Unit.WORKING_DAYS, 3, "50% 80%"),
    (Unit.NATURAL_DAYS, 0, "50% 80%"),
]


@pytest.mark.parametrize(("unit", "length", "points"), BY_LENGTH)
def test_longer_periods_warn_more_often(unit: Unit, length: int, points: str) -> None:
    found = points_by_length(Span(unit=unit, length=length))
    assert " ".join(map(str, found)) == points


@pytest.mark.parametrize("text", ["50%", "T-7", "T-2wd", "99%", "T-180"])
def test_a_point_reads_what_it_writes(text: str) -> None:
    assert str(points_from_texts([text])[0]) == text


@pytest.mark.parametrize("text", ["0%", "100%", "T-0", "T+1", "7", "", "T-2w", "50 %"])
def test_a_text_that_is_no_point_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="warning point"):
        points_from_texts([text])


@pytest.mark.parametrize(("percent", "days"), [(None, None), (50, 3)])
def test_a_point_says_a_share_or_days(percent: int | None, days: int | None) -> None:
    with pytest.raises(ValueError, match="both or neither"):
        WarningPoint(percent=percent, days=days)


INSTANTS = [
    (Unit.CALENDAR_MONTHS, 1, "2026-04-01 10:00", ["50%"], ["2026-04-16 08:30"], "half of 30 days"),
    (Unit.CALENDAR_MONTHS, 1, "2026-05-01 10:00", ["50%"], ["2026-05-17 08:30"], "half of 31 days"),
    (Unit.NATURAL_DAYS, 30, "2026-09-15 09:00", ["T-10"], ["2026-10-05 08:30"], "on a holiday too"),
    (Unit.WORKING_DAYS, 10, "2026-05-03 00:20", ["T-1"], ["2026-05-15 08:30"], "in worked days"),
    (Unit.NATURAL_DAYS, 35, "2026-09-01 09:00", ["T-3wd"], ["2026-09-28 08:30"], "if it says so"),
    (Unit.WORKING_DAYS, 1, "2026-08-05 11:00", ["50%", "80%"],
     ["2026-08-06 08:30", "2026-08-06 16:36"], "in office hours"),
    (Unit.WORKING_DAYS, 1, "2026-08-07 11:00", ["50%", "80%"],
     ["2026-08-10 08:30", "2026-08-10 16:36"], "over a weekend that is not counted"),
    (Unit.WORKING_DAYS, 1, "2026-08-08 11:00", ["50%", "80%"],
     ["2026-08-10 12:00", "2026-08-10 17:30"], "from a day off, which is not counted"),
    (Unit.NATURAL_DAYS, 3, "2026-06-09 16:30", ["50%", "80%"],
     ["2026-06-11 08:30", "2026-06-12 08:30"], "of three days"),
    (Unit.NATURAL_DAYS, 0, "2026-06-09 08:00", ["50%"], ["2026-06-09 16:00"], "of the same day"),
    (Unit.NATURAL_DAYS, 0, "2026-06-09 19:00", ["50%"], [], "not before the start"),
    (Unit.NATURAL_DAYS, 5, "2026-06-09 09:00", ["T-5", "T-9"], [], "not on the start day"),
    (Unit.WORKING_DAYS_BEFORE, 2, "2026-11-10 09:00", ["T-1"], ["2026-11-05 08:30"], "back"),
    (Unit.HOURS, 24, "2026-05-03 15:00", ["50%", "75%", "90%"],
     ["2026-05-04 03:00", "2026-05-04 09:00", "2026-05-04 12:36"], "of a clock, by night too"),
    (Unit.HOURS, 24, "2026-05-03 15:00", ["T-1"], [], "in days, which a clock does not know"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "length", "start", "points", "instants", "why"),
    INSTANTS,
    ids=[case[-1] for case in INSTANTS],
)
def test_a_warning_comes(
    unit: Unit, length: int, start: str, points: list[str], instants: list[str], why: str
) -> None:
    terms = Terms(span=Span(unit=unit, length=length), points=points_from_texts(points))
    warnings = reckon(terms, start=at(start), calendar=CHINA).warnings
    assert [local(one)[:16] for one in warnings] == instants
