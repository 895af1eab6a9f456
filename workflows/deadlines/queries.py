"""Reads of deadlines: a row by its place, a row as a reckoning, the calendar of a tenant."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from engine.calendars import Calendar, Pause, Span, Terms, Unit, points_from_texts
from engine.deferring import learnt
from engine.errors import NotFound
from workflows.codes import Wording
from workflows.deadlines.law import LawTable
from workflows.deadlines.models import DeadlineRow, DeadlineState, HolidayYearRow
from workflows.deadlines.reading import load_table
from workflows.deadlines.reckoning import Reckoning, recount
from workflows.deadlines.years import HolidayYear, house_calendar

#: A deadline that may still be missed.
OPEN = (DeadlineState.RUNNING, DeadlineState.PAUSED)


_OF_INSTANCE: Final = select(DeadlineRow).where(
    DeadlineRow.tenant == bindparam("of_tenant"),
    DeadlineRow.instance_id == bindparam("of_instance"),
)
_OF_ACTIVITY: Final = _OF_INSTANCE.where(DeadlineRow.anchor == bindparam("of_anchor"))
_OPEN_OF_INSTANCE: Final = _OF_INSTANCE.where(DeadlineRow.state.in_(OPEN))
_YEARS: Final = (
    select(HolidayYearRow)
    .where(HolidayYearRow.tenant == bindparam("of_tenant"))
    .order_by(HolidayYearRow.year)
)


class NoSuchDeadline(NotFound):
    """The tenant has no such deadline."""

    code = "no-such-deadline"
    sentence = "Expected the deadline {deadline}, but there is none."


def of_activity(
    session: Session, tenant: str, instance_id: str, anchor: str
) -> dict[str, DeadlineRow]:
    """The deadlines of one activity by their codes, in whatever state.

    They are kept for the transaction, because a step asks for one activity many times; who starts
    one adds it. Only who holds the instance's lock may ask.
    """
    kept = learnt(session)
    key = (DeadlineRow, tenant, instance_id, anchor)
    if key not in kept:
        of = {"of_tenant": tenant, "of_instance": instance_id, "of_anchor": anchor}
        kept[key] = {row.code: row for row in session.scalars(_OF_ACTIVITY, of)}
    found: dict[str, DeadlineRow] = kept[key]
    return found


def find(
    session: Session, tenant: str, instance_id: str, code: str, anchor: str
) -> DeadlineRow | None:
    """The deadline of an activity by the code as asked, in whatever state."""
    return of_activity(session, tenant, instance_id, anchor).get(code)


def get(session: Session, tenant: str, deadline_id: str) -> DeadlineRow:
    """A deadline by its id; NoSuchDeadline for any other tenant."""
    found = session.get(DeadlineRow, (tenant, deadline_id))
    if found is None:
        raise NoSuchDeadline(deadline=deadline_id)
    return found


def of_case(session: Session, tenant: str, business_key: str) -> list[DeadlineRow]:
    """All deadlines of a case, the first to end first."""
    row = DeadlineRow
    return list(
        session.scalars(
            select(row)
            .where(row.tenant == tenant, row.business_key == business_key)
            .order_by(row.effective, row.id)
        )
    )


def open_of(
    session: Session, tenant: str, instance_id: str, anchor: str | None = None
) -> list[DeadlineRow]:
    """The deadlines of an instance, or of one activity, that may still be missed."""
    if anchor is not None:
        found = of_activity(session, tenant, instance_id, anchor)
        return [row for row in found.values() if row.state in OPEN]
    of_instance = {"of_tenant": tenant, "of_instance": instance_id}
    return list(session.scalars(_OPEN_OF_INSTANCE, of_instance))


def reckoning_of(
    row: DeadlineRow,
    calendar: Calendar,
    *,
    table: LawTable | None = None,
    start: datetime | None = None,
) -> Reckoning:
    """A row counted again on its own terms, by a calendar and optionally from another start."""
    rule = (table or load_table()).rules[row.rule]
    return recount(
        rule, terms_from(row.terms), start=start or row.start, calendar=calendar,
        pauses=_pauses(row.pauses), extensions=[one["days"] for one in row.extensions],
    )  # fmt: skip


def terms_from(stored: Any) -> Terms:
    """Terms as a row keeps them."""
    return Terms(
        span=Span(unit=Unit(stored["unit"]), length=stored["length"]), roll=stored["roll"],
        within_day=stored["within_day"], points=points_from_texts(stored["points"]),
    )  # fmt: skip


def terms_to(terms: Terms) -> dict[str, Any]:
    """Terms for a row to keep."""
    return {
        "unit": terms.span.unit, "length": terms.span.length, "roll": terms.roll,
        "within_day": terms.within_day, "points": [str(point) for point in terms.points],
    }  # fmt: skip


def _pauses(stored: Iterable[Any]) -> list[Pause]:
    """The pauses that are over; one that still lasts has taken no day out yet."""
    return [
        Pause(
            since=datetime.fromisoformat(one["since"]),
            until=datetime.fromisoformat(one["until"]),
            reason=one["reason"],
        )
        for one in stored
        if one["until"]
    ]


def calendar_for(session: Session, tenant: str) -> Calendar:
    """The calendar of a tenant: the pack's years, with the entered ones in their place.

    It is kept for the session, because one step of a process asks many times.
    """
    key = ("workflows.deadlines.calendar", tenant)
    if key not in session.info:
        session.info[key] = house_calendar(entered_years(session, tenant))
    calendar: Calendar = session.info[key]
    return calendar


def forget_calendar(session: Session, tenant: str) -> None:
    """Let the session read the years again, because one of them changed."""
    session.info.pop(("workflows.deadlines.calendar", tenant), None)


def entered_years(session: Session, tenant: str) -> list[HolidayYear]:
    """The years that an administrator entered, earliest first."""
    rows = session.scalars(_YEARS, {"of_tenant": tenant})
    return [
        HolidayYear(
            year=one.year, source=Wording(zh=one.source_zh, en=one.source_en),
            holidays=frozenset(map(date.fromisoformat, one.holidays)),
            makeup_days=frozenset(map(date.fromisoformat, one.makeup_days)),
        )
        for one in rows
    ]  # fmt: skip
