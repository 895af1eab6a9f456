"""What people lay beside their tasks: dates, watched cases, saved views, and acts to take back.

None of it decides anything in a case; a task is what the engine's row says.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.database import Base, Identified, Json, Tenanted
from engine.protection import Protected


class TaskMarkRow(Identified, Base):
    """Dates that the holder of a task has set for it; the id is the task's."""

    __tablename__ = "task_mark"

    unit: Mapped[str]
    #: The holder's list leaves the task out until then.
    snoozed_until: Mapped[datetime | None]
    #: Whose sleep it is: the next holder sees the task at once.
    snoozed_by: Mapped[str | None]
    snooze_reason: Mapped[str | None] = mapped_column(Protected("C3"))
    #: The day on which somebody wants to look at it again; it stays in the list.
    follow_up_at: Mapped[datetime | None]
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]


class WatchRow(Tenanted, Base):
    """A person wants to see what is open in a case."""

    __tablename__ = "case_watch"

    person_id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str]
    since: Mapped[datetime]


class SavedViewRow(Identified, Base):
    """A named view of the inbox, perhaps shared with the owner's station."""

    __tablename__ = "saved_view"
    __table_args__ = (
        Index("ix_saved_view_owner", "tenant", "owner_id"),
        Index("ix_saved_view_unit", "tenant", "unit", "shared"),
    )

    owner_id: Mapped[str]
    unit: Mapped[str]
    name: Mapped[str]
    shared: Mapped[bool] = mapped_column(default=False)
    #: The filter as codes: `workflows.inbox.filters.to_plain`.
    filter: Mapped[Any] = mapped_column(Json)
    saved_at: Mapped[datetime]


class UndoRow(Identified, Base):
    """An act on some tasks that its actor may take back for a few seconds."""

    __tablename__ = "undo"
    __table_args__ = (Index("ix_undo_ends", "ends_at"),)

    person_id: Mapped[str]
    unit: Mapped[str]
    verb: Mapped[str]
    #: What each task was before; ids, codes, instants and names of staff.
    steps: Mapped[Any] = mapped_column(Json)
    ends_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class DeskRow(Tenanted, Base):
    """How one person likes the desk, on whatever machine they sit."""

    __tablename__ = "desk"

    person_id: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str]
    #: Single-key shortcuts; some people's tools type letters by themselves.
    keys: Mapped[bool] = mapped_column(default=True)
