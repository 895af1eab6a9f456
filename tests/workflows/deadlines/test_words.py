from __future__ import annotations

from datetime import timedelta

import pytest

from tests.workflows.deadlines.moments import at
from workflows import deadlines
from workflows.deadlines.words import Instant, Urgency, chip, countdown

CALENDAR = deadlines.house_calendar()

CLOCKS = [
    ("2026-05-02 20:58", "2026-05-02 20:51:48", "剩 6 分 12 秒", "6 min 12 s left", "running"),
    ("2026-05-02 20:58", "2026-05-02 20:57:48", "剩 12 秒", "12 s left", "running"),
    ("2026-05-02 20:58", "2026-05-02 20:58:00", "刚刚超期", "just overdue", "overdue"),
    ("2026-05-02 20:58", "2026-05-02 21:04:30", "超期 6 分", "6 min overdue", "overdue"),
    ("2026-05-02 20:58", "2026-05-02 22:59:00", "超期 2 小时", "2 hours overdue", "overdue"),
    ("2026-05-02 20:58", "2026-05-03 20:59:00", "超期 1 天", "1 day overdue", "overdue"),
    ("2026-08-20 15:00", "2026-08-20 13:36:00", "今天 15:00", "today 15:00", "today"),
    ("2026-08-21 17:30", "2026-08-20 13:36:00", "明天 17:30", "tomorrow 17:30", "calm"),
    ("2026-08-21 10:30", "2026-08-20 13:36:00", "明天 10:30", "tomorrow 10:30", "soon"),
    ("2026-08-21 00:10", "2026-08-20 23:30:00", "剩 40 分 0 秒", "40 min 0 s left", "running"),
    ("2026-05-06 15:00", "2026-05-03 15:00:00", "5 月 6 日 15:00", "6 May 15:00", "calm"),
    ("2027-01-02 15:00", "2026-12-30 15:00:00", "2027 年 1 月 2 日 15:00", "2 Jan 2027 15:00",
     "calm"),
]  # fmt: skip


@pytest.mark.parametrize(("due", "now", "zh", "en", "urgency"), CLOCKS)
def test_a_moment_is_said(due: str, now: str, zh: str, en: str, urgency: str) -> None:
    found = chip(Instant(effective=at(due)), now=at(now), calendar=CALENDAR)
    assert (found.text.zh, found.text.en, found.urgency) == (zh, en, urgency)


#: code, start, now, zh, en, urgency.
DAYS = [
    ("H05", "2026-08-05 11:00", "2026-08-05 15:00", "剩 1 个工作日", "1 working day left", "soon"),
    ("H05", "2026-08-05 11:00", "2026-08-06 15:00", "今天到期", "due today", "today"),
    ("H05", "2026-08-05 11:00", "2026-08-06 23:59:59", "今天到期", "due today", "today"),
    ("H05", "2026-08-05 11:00", "2026-08-07 00:00", "超期 1 天", "1 day overdue", "overdue"),
    ("H09", "2026-03-30 09:20", "2026-03-30 10:00", "剩 3 个工作日", "3 working days left", "calm"),
    ("H05", "2026-08-07 11:00", "2026-08-09 10:00", "剩 1 个工作日", "1 working day left", "soon"),
    ("H15", "2026-07-14 09:00", "2026-07-14 10:00", "8 月 4 日", "4 Aug", "calm"),
    ("H10.1", "2026-05-03 10:00", "2026-05-11 09:00", "超期 1 天", "1 day overdue", "overdue"),
    ("H10.1", "2026-05-03 10:00", "2026-05-12 09:00", "超期 2 天", "2 days overdue", "overdue"),
    ("H10.1", "2026-05-03 10:00", "2026-05-09 09:00", "剩 1 天", "1 day left", "soon"),
    ("H10.1", "2026-05-03 10:00", "2026-05-03 11:00", "剩 7 天", "7 days left", "calm"),
    ("H11.2", "2026-08-20 15:00", "2026-08-20 16:00", "9 月 20 日", "20 Sep", "calm"),
    ("T25.limitation", "2026-03-20", "2026-07-06 09:30", "2027 年 3 月 22 日", "22 Mar 2027",
     "calm"),
    ("H03", "2026-03-02 22:30", "2026-03-02 22:40", "今天 23:59", "today 23:59", "today"),
    ("H03", "2026-03-02 22:30", "2026-03-02 23:40", "剩 20 分 0 秒", "20 min 0 s left", "running"),
    ("H03", "2026-03-02 22:30", "2026-03-03 00:00", "超期 1 天", "1 day overdue", "overdue"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "start", "now", "zh", "en", "urgency"), DAYS)
def test_a_deadline_is_said(
    code: str, start: str, now: str, zh: str, en: str, urgency: str
) -> None:
    due = deadlines.reckon(code, start=at(start))
    found = chip(due, now=at(now), calendar=CALENDAR)
    assert (found.text.zh, found.text.en, found.urgency) == (zh, en, urgency)


@pytest.mark.parametrize(
    ("left", "zh"),
    [
        (timedelta(seconds=0.2), "剩 1 秒"),
        (timedelta(seconds=59, microseconds=1), "剩 1 分 0 秒"),
        (timedelta(minutes=59, seconds=59), "剩 59 分 59 秒"),
    ],
)
def test_a_begun_second_counts_whole(left: timedelta, zh: str) -> None:
    assert countdown(left).zh == zh


def test_urgency_is_ordered_from_calm_to_overdue() -> None:
    assert list(Urgency) == ["calm", "soon", "today", "running", "overdue"]
