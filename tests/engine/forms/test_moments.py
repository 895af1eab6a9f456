"""Dates, times and instants as people write them in China."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forms import moments
from engine.forms.refusals import Unreadable

BEIJING = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
EARLY, LATE = datetime.fromisoformat("1901-01-01"), datetime.fromisoformat("2199-12-31")


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-02",
        "2026-3-2",
        "2026/3/2",
        "2026.03.02",
        "20260302",
        "2026年3月2日",
        "2026年03月02号",
        "２０２６－０３－０２",
        "3-2",
        "3/2",
        "3月2日",
        " 2026 年 3 月 2 日 ",
        "2026—3—2",
    ],
)
def test_one_day_is_written_in_many_ways(written: str) -> None:
    assert moments.day(written, today=TODAY) == TODAY


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-29",
        "2026-13-01",
        "13-1",
        "3-2-2026",
        "2026",
        "明天",
        "0001-01-01",
        "1899-12-31",
        "2201-01-01",
        "2026-03-02 09:10",
        "",
        "x" * 50,
    ],
)
def test_what_the_calendar_does_not_have_is_refused(written: str) -> None:
    with pytest.raises(Unreadable, match="not-a-date"):
        moments.day(written, today=TODAY)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("9:10", time(9, 10)),
        ("09:10", time(9, 10)),
        ("9：10", time(9, 10)),
        ("09:10:30", time(9, 10, 30)),
        ("9时10分", time(9, 10)),
        ("9点", time(9, 0)),
        ("9点半", time(9, 30)),
        ("上午9点", time(9, 0)),
        ("下午3点20分", time(15, 20)),
        ("下午15:20", time(15, 20)),
        ("中午12点", time(12, 0)),
        ("晚上8点半", time(20, 30)),
    ],
)
def test_a_time_of_day_is_written_in_many_ways(written: str, kept: time) -> None:
    assert moments.clock_time(written) == kept


@pytest.mark.parametrize("written", ["24:00", "25:00", "9:60", "九点", "9", "", "9:1:99"])
def test_what_is_no_time_of_day_is_refused(written: str) -> None:
    with pytest.raises(Unreadable, match="not-a-time"):
        moments.clock_time(written)


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-02 09:10",
        "2026-03-02T09:10",
        "2026年3月2日 9时10分",
        "2026年3月2日9:10",
        "3-2 9:10",
        "9:10",
        "2026-03-02T01:10:00Z",
        "2026-03-02T09:10:00+08:00",
        "20260302 9:10",
    ],
)
def test_an_instant_is_local_unless_it_says_otherwise(written: str) -> None:
    kept = moments.instant(written, now=NOW, zone=BEIJING)
    assert kept == datetime(2026, 3, 2, 1, 10, tzinfo=UTC)
    assert kept.tzinfo is UTC


def test_a_time_alone_belongs_to_the_local_day() -> None:
    late = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)  # already the third in Beijing
    assert moments.instant("0:30", now=late, zone=BEIJING) == datetime(
        2026, 3, 2, 16, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2026-03-02", "not-a-time"),
        ("2026-02-30 9:10", "not-a-date"),
        ("soon", "not-a-date"),
        ("2026-03-02 25:10", "not-a-time"),
        ("2026-99-02T09:10:00Z", "not-a-date"),
    ],
)
def test_half_an_instant_is_refused(written: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        moments.instant(written, now=NOW, zone=BEIJING)
    assert refused.value.code == code


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(Unreadable):
        moments.instant(EARLY, now=NOW, zone=BEIJING)


@given(st.datetimes(EARLY, LATE, timezones=st.just(UTC)))
def test_an_instant_reads_as_itself_typed_and_stored(instant: datetime) -> None:
    kept = moments.instant(instant, now=NOW, zone=BEIJING)
    assert kept == instant.replace(microsecond=0)
    assert moments.instant(kept.isoformat(), now=NOW, zone=BEIJING) == kept


@given(st.text("0123456789-:/.年月日时分点半上下午 TZ+", max_size=30))
def test_no_text_breaks_the_readers(written: str) -> None:
    for attempt in (
        lambda: moments.day(written, today=TODAY),
        lambda: moments.clock_time(written),
        lambda: moments.instant(written, now=NOW, zone=BEIJING),
    ):
        with contextlib.suppress(Unreadable):
            attempt()
