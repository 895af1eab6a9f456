"""Tables of comments: what is said now, and what was said before it was changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.database import Base, Identified, Json
from engine.protection import Protected


class CommentRow(Identified, Base):
    """One comment on a case, perhaps made at one of its tasks."""

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_case", "tenant", "case_id"),)

    station: Mapped[str]
    case_id: Mapped[str]
    task_id: Mapped[str | None]
    text: Mapped[str] = mapped_column(Protected("C3"))
    #: Ids of the people it calls.
    mentions: Mapped[Any] = mapped_column(Json, default=list)
    person_id: Mapped[str]
    person_name: Mapped[str]
    acting_role: Mapped[str]
    said_at: Mapped[datetime]
    #: Grows with each change; a page that is older is stale.
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime | None]


class EarlierTextRow(Identified, Base):
    """What a comment said before it was changed."""

    __tablename__ = "comment_earlier"
    __table_args__ = (Index("ix_comment_earlier_comment", "tenant", "comment_id"),)

    station: Mapped[str]
    comment_id: Mapped[str]
    text: Mapped[str] = mapped_column(Protected("C3"))
    #: When these words were replaced.
    until: Mapped[datetime]
