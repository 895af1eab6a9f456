"""The length of a period in words, in both languages."""

from __future__ import annotations

from engine.calendars import Terms, Unit
from workflows.codes import Wording

_WORDS = {
    Unit.MINUTES: ("{} 分钟", "minute"),
    Unit.HOURS: ("{} 小时", "hour"),
    Unit.NATURAL_DAYS: ("{} 日（自然日）", "natural day"),
    Unit.WORKING_DAYS: ("{} 个工作日", "working day"),
    Unit.CALENDAR_MONTHS: ("{} 个月", "calendar month"),
    Unit.NATURAL_DAYS_BEFORE: ("之前 {} 日（自然日）", "natural day"),
    Unit.WORKING_DAYS_BEFORE: ("之前 {} 个工作日", "working day"),
}
_YEAR = 12


def unit_text(terms: Terms) -> Wording:
    """The length as people say it: "3 个工作日", "2 年", "当日"."""
    unit, length = terms.span.unit, terms.span.length
    if unit is Unit.DAY_OF_MONTH:
        return Wording(zh=f"每月 {length} 日前", en=f"by day {length} of the month")
    if unit is Unit.NATURAL_DAYS and length == 0:
        return Wording(zh="当日", en="the same day")
    if unit is Unit.CALENDAR_MONTHS and length % _YEAR == 0:
        return Wording(zh=f"{length // _YEAR} 年", en=counted(length // _YEAR, "year"))
    zh, en = _WORDS[unit]
    before = " before" if terms.span.is_before else ""
    text = Wording(zh=zh.format(length), en=counted(length, en) + before)
    if terms.within_day:
        return Wording(zh=f"{text.zh}，且不过当日", en=f"{text.en}, the same day at the latest")
    return text


def counted(number: int, noun: str) -> str:
    """A number with an English noun: "1 day", "3 days"."""
    return f"{number} {noun}" + ("" if number == 1 else "s")
