"""Tables of deadlines: one row for each clock that runs for an activity, and entered holiday years.

A row keeps the terms on which it was counted, so that a later change of a house rule never moves a
clock that already runs; only its own pauses, extensions, start, or a new calendar do.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.calendars import CalendarKind
from engine.database import Base, Identified, Json, Tenanted
from workflows.deadlines.law import BasisKind


class DeadlineState(StrEnum):
    """The life of a deadline; being overdue is no state, because expiry closes nothing."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    CANCELLED = "cancelled"


class DeadlineRow(Identified, Base):
    """One deadline of one activity of one instance."""

    __tablename__ = "deadline"
    __table_args__ = (
        UniqueConstraint("tenant", "instance_id", "code", "anchor"),
        Index("ix_deadline_due", "tenant", "state", "effective"),
        Index("ix_deadline_case", "tenant", "business_key", "state"),
    )

    unit: Mapped[str]
    business_key: Mapped[str]
    instance_id: Mapped[str]
    #: Token of the activity that it belongs to; the engine's timers carry the same.
    anchor: Mapped[str]
    #: Nodes that asked for it: the task shown with it and the timers that wait for it.
    nodes: Mapped[Any] = mapped_column(Json, default=list)
    #: The code as the diagram asked, e.g. "T14".
    code: Mapped[str]
    #: The rule that the facts chose, e.g. "T14.urgent".
    rule: Mapped[str]
    #: The facts that chose it; codes and flags only.
    facts: Mapped[Any] = mapped_column(Json, default=dict)
    basis_kind: Mapped[BasisKind]
    basis_zh: Mapped[str]
    basis_en: Mapped[str]
    #: What happens at the end.
    at_end_zh: Mapped[str]
    at_end_en: Mapped[str]
    start: Mapped[datetime]
    nominal: Mapped[datetime]
    effective: Mapped[datetime]
    #: The first instant at which it is missed; timers fire then.
    expires: Mapped[datetime]
    #: Warning points as instants, ISO in UTC.
    warnings: Mapped[Any] = mapped_column(Json, default=list)
    calendar: Mapped[CalendarKind]
    whole_day: Mapped[bool]
    rolled: Mapped[bool]
    #: It rests on a year whose holidays are not known yet.
    provisional: Mapped[bool]
    #: Unit, length, roll, within_day and points on which it was counted.
    terms: Mapped[Any] = mapped_column(Json)
    #: {since, until or null, reason}, instants ISO in UTC, reason a code of the law table.
    pauses: Mapped[Any] = mapped_column(Json, default=list)
    #: {days, asked_at} in the order granted.
    extensions: Mapped[Any] = mapped_column(Json, default=list)
    state: Mapped[DeadlineState]
    #: When it was met or cancelled.
    settled_at: Mapped[datetime | None]


class HolidayYearRow(Tenanted, Base):
    """The holidays of a year as an administrator entered them; it takes the place of the pack's."""

    __tablename__ = "holiday_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source_zh: Mapped[str]
    source_en: Mapped[str]
    #: Dates as ISO texts.
    holidays: Mapped[Any] = mapped_column(Json)
    makeup_days: Mapped[Any] = mapped_column(Json)
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
