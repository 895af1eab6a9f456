"""A holiday year is the order of one year, read from the pack or entered by an administrator.

Together the years make the calendar of the house. A year that is missing is announced from the
first of December before it, because every date reckoned into it is provisional until it comes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from engine.calendars import Calendar, OfficeHours
from workflows.codes import PACK, Node, Wording, read_document
from workflows.deadlines.reading import load_table

_SATURDAY = 5
_WARN_FROM_MONTH = 12


@dataclass(frozen=True, kw_only=True)
class HolidayYear:
    """The days off and the make-up days of one year."""

    year: int
    #: The order it comes from.
    source: Wording
    holidays: frozenset[date]
    makeup_days: frozenset[date]


def read_year(top: Node) -> HolidayYear:
    """Read one year's document; PackBroken when it contradicts itself.

    The days may reach into the last week of the year before: some orders move them there.
    """
    top.allow("year", "source", "holidays", "makeup_days")
    year = top.at("year").integer()
    holidays: set[date] = set()
    for node in top.at("holidays").items():
        days = _holiday(node, year)
        if holidays & days:
            node.broken("a day stands in two holidays")
        holidays |= days
    makeup = [_makeup(node, year, holidays) for node in top.at("makeup_days").items()]
    if not holidays or len(set(makeup)) != len(makeup):
        top.broken("a day is missing or stands twice")
    return HolidayYear(
        year=year, source=top.at("source").wording(), holidays=frozenset(holidays),
        makeup_days=frozenset(makeup),
    )  # fmt: skip


def _holiday(node: Node, year: int) -> set[date]:
    node.allow("zh", "en", "from", "to")
    node.at("zh").text()
    node.at("en").text()
    first, last = _day(node.at("from"), year), _day(node.at("to"), year)
    if last < first:
        node.broken("it ends before it begins")
    return {first + timedelta(days=step) for step in range((last - first).days + 1)}


def _makeup(node: Node, year: int, holidays: set[date]) -> date:
    day = _day(node, year)
    if day in holidays:
        node.broken("a holiday cannot be a make-up day")
    if day.weekday() < _SATURDAY:
        node.broken("a make-up day falls on a weekend")
    return day


def _day(node: Node, year: int) -> date:
    day = node.day()
    if not date(year - 1, 12, 25) <= day <= date(year, 12, 31):
        node.broken(f"the day does not belong to {year}")
    return day


@cache
def load_years(pack: Path = PACK) -> tuple[HolidayYear, ...]:
    """Every calendar-<year>.json of the pack; PackBroken when a name and a year disagree."""
    years = []
    for path in sorted(pack.glob("calendar-*.json")):
        top = read_document(path)
        found = read_year(top)
        if path.name != f"calendar-{found.year}.json":
            top.at("year").broken("the file is named for another year")
        years.append(found)
    return tuple(years)


def calendar_of(years: Iterable[HolidayYear], *, zone: ZoneInfo, office: OfficeHours) -> Calendar:
    """One calendar of several years; of two tables of one year the later one counts."""
    by_year = {one.year: one for one in years}
    return Calendar(
        holidays=frozenset().union(*(one.holidays for one in by_year.values())),
        makeup_days=frozenset().union(*(one.makeup_days for one in by_year.values())),
        known_years=frozenset(by_year), zone=zone, office=office,
    )  # fmt: skip


def house_calendar(extra: Iterable[HolidayYear] = (), pack: Path = PACK) -> Calendar:
    """The pack's calendar, with years entered by an administrator taking precedence."""
    table = load_table(pack)
    return calendar_of([*load_years(pack), *extra], zone=table.zone, office=table.office)


def missing_years(calendar: Calendar, now: datetime) -> tuple[int, ...]:
    """Years that ought to be entered by now: this one, and from 1 December the next one."""
    today = calendar.local(now).date()
    due = [today.year] + [today.year + 1] * (today.month == _WARN_FROM_MONTH)
    return tuple(year for year in due if year not in calendar.known_years)
