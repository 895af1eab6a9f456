"""Time in words: what stands on a chip, and the lines behind it.

A chip never shows a bare date on something that is due soon; it says what is left or by how much
it is late, in both languages, with an urgency that colour may repeat. Pure: now and calendar are
given.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from engine.calendars import Calendar, CalendarKind
from workflows.codes import Wording
from workflows.deadlines.units import counted

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_MINUTE = 60
#: Further away than this a date says more than a count.
_NEAR_WORKING_DAYS = 10
_NEAR_DAYS = 7
_SOON_WORKING_DAYS = 1
_SOON_DAYS = 2
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Urgency(StrEnum):
    """How pressing it is, most relaxed first."""

    CALM = "calm"
    SOON = "soon"
    TODAY = "today"
    #: Under an hour on a clock: seconds are shown.
    RUNNING = "running"
    OVERDUE = "overdue"


class Dated(Protocol):
    """A reckoning or a deadline row."""

    @property
    def effective(self) -> datetime: ...
    @property
    def expires(self) -> datetime: ...
    @property
    def calendar(self) -> CalendarKind: ...
    @property
    def whole_day(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Instant:
    """A moment that is no deadline of its own, e.g. a session at 15:00, made fit for a chip."""

    effective: datetime
    calendar: CalendarKind = CalendarKind.CLOCK
    whole_day: bool = False

    @property
    def expires(self) -> datetime:
        """It is missed when it comes."""
        return self.effective


@dataclass(frozen=True, kw_only=True)
class Chip:
    """What stands on a chip."""

    text: Wording
    urgency: Urgency


def chip(due: Dated, *, now: datetime, calendar: Calendar) -> Chip:
    """The chip of something due, seen at an aware instant."""
    if now >= due.expires:
        return Chip(text=_late(due, now, calendar), urgency=Urgency.OVERDUE)
    if due.whole_day and due.calendar is not CalendarKind.CLOCK:
        return _days_left(due, now, calendar)
    return _time_left(due, now, calendar)


def _late(due: Dated, now: datetime, calendar: Calendar) -> Wording:
    late = now - due.expires
    if due.whole_day or late >= _DAY:
        ended = calendar.local(due.effective).date()
        days = max((calendar.local(now).date() - ended).days, 1)
        return Wording(zh=f"超期 {days} 天", en=f"{counted(days, 'day')} overdue")
    if late >= _HOUR:
        hours = late // _HOUR
        return Wording(zh=f"超期 {hours} 小时", en=f"{counted(hours, 'hour')} overdue")
    minutes = int(late.total_seconds()) // _MINUTE
    if not minutes:
        return Wording(zh="刚刚超期", en="just overdue")
    return Wording(zh=f"超期 {minutes} 分", en=f"{minutes} min overdue")


def _days_left(due: Dated, now: datetime, calendar: Calendar) -> Chip:
    today, last = calendar.local(now).date(), calendar.local(due.effective).date()
    if last <= today:
        return Chip(text=Wording(zh="今天到期", en="due today"), urgency=Urgency.TODAY)
    if due.calendar is CalendarKind.WORKING:
        left = calendar.working_days_between(today, last)
        near, soon = left <= _NEAR_WORKING_DAYS, left <= _SOON_WORKING_DAYS
        text = Wording(zh=f"剩 {left} 个工作日", en=f"{counted(left, 'working day')} left")
    else:
        left = (last - today).days
        near, soon = left <= _NEAR_DAYS, left <= _SOON_DAYS
        text = Wording(zh=f"剩 {left} 天", en=f"{counted(left, 'day')} left")
    urgency = Urgency.SOON if soon else Urgency.CALM
    return Chip(text=text if near else day_words(last, today), urgency=urgency)


def _time_left(due: Dated, now: datetime, calendar: Calendar) -> Chip:
    left = due.expires - now
    if left < _HOUR:
        return Chip(text=countdown(left), urgency=Urgency.RUNNING)
    here, there = calendar.local(now), calendar.local(due.effective)
    moment, away = f"{there:%H:%M}", (there.date() - here.date()).days
    if away == 0:
        return Chip(text=Wording(zh=f"今天 {moment}", en=f"today {moment}"), urgency=Urgency.TODAY)
    urgency = Urgency.SOON if left < _DAY else Urgency.CALM
    if away == 1:
        text = Wording(zh=f"明天 {moment}", en=f"tomorrow {moment}")
    else:
        day = day_words(there.date(), here.date())
        text = Wording(zh=f"{day.zh} {moment}", en=f"{day.en} {moment}")
    return Chip(text=text, urgency=urgency)


def countdown(left: timedelta) -> Wording:
    """What is left of a running clock: "剩 6 分 12 秒"; a begun second counts whole."""
    minutes, seconds = divmod(math.ceil(left.total_seconds()), _MINUTE)
    if not minutes:
        return Wording(zh=f"剩 {seconds} 秒", en=f"{seconds} s left")
    return Wording(zh=f"剩 {minutes} 分 {seconds} 秒", en=f"{minutes} min {seconds} s left")


def day_words(day: date, today: date) -> Wording:
    """A date in words, with its year only when that is another one."""
    zh, en = f"{day.month} 月 {day.day} 日", f"{day.day} {_MONTHS[day.month - 1]}"
    if day.year == today.year:
        return Wording(zh=zh, en=en)
    return Wording(zh=f"{day.year} 年 {zh}", en=f"{en} {day.year}")
