"""Notices: somebody (or everybody in a group) should look at a case; worded from a template."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.database import Base, Identified, Json


class NoticeRow(Identified, Base):
    """One notice for one candidate group or person."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_group", "tenant", "member_group", "read_at"),
        Index("ix_notice_person", "tenant", "person_id", "read_at"),
        Index("ix_notice_case", "tenant", "case_id"),
    )

    unit: Mapped[str]
    case_id: Mapped[str]
    member_group: Mapped[str | None]
    person_id: Mapped[str | None]
    #: Key of the words, e.g. "deadline-missed".
    template: Mapped[str]
    #: Step of the escalation ladder, 0 when it is no escalation.
    level: Mapped[int] = mapped_column(default=0)
    #: Codes and ids for the words; nothing personal.
    facts: Mapped[Any] = mapped_column(Json, default=dict)
    sent_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    read_by: Mapped[str | None]
