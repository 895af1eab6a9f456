"""An administrator enters the holidays of a year, and running deadlines are counted again.

The order for the next year comes out in autumn; until it is entered, dates that reach into that
year are provisional. Clocks in hours do not look at a calendar and are left alone.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.calendars import CalendarKind
from workflows.deadlines.models import DeadlineRow, HolidayYearRow
from workflows.deadlines.moving import Rearming, recount_row
from workflows.deadlines.queries import OPEN, calendar_for, forget_calendar
from workflows.deadlines.years import HolidayYear


def enter_year(session: Session, actor: Actor, year: HolidayYear, *, at: datetime) -> None:
    """Keep the holidays of a year for the actor's tenant; the same year again replaces it."""
    session.merge(
        HolidayYearRow(
            tenant=actor.tenant, year=year.year, source_zh=year.source.zh,
            source_en=year.source.en, holidays=_texts(year.holidays),
            makeup_days=_texts(year.makeup_days), entered_by=actor.id, entered_at=at,
        )
    )  # fmt: skip
    session.flush()
    forget_calendar(session, actor.tenant)


def recompute_after_calendar_change(
    session: Session, actor: Actor, *, reason: str
) -> list[Rearming]:
    """Count every open deadline of the actor's tenant again; gives those that changed."""
    calendar = calendar_for(session, actor.tenant)
    row = DeadlineRow
    rows = session.scalars(
        select(row)
        .where(
            row.tenant == actor.tenant, row.state.in_(OPEN), row.calendar != CalendarKind.CLOCK
        )
        .order_by(row.business_key, row.id)
    )  # fmt: skip
    moved = (recount_row(session, actor, one, calendar=calendar, reason=reason) for one in rows)
    return [rearming for rearming in moved if rearming is not None]


def _texts(days: frozenset[object]) -> list[str]:
    return sorted(map(str, days))
