"""The table of drafts: at most one for each process of a centre, saved over and over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.database import Base, Identified


class DiagramDraftRow(Identified, Base):
    """The draft of one process; its id and revision together say which state somebody has seen."""

    __tablename__ = "diagram_draft"
    __table_args__ = (UniqueConstraint("tenant", "process"),)

    unit: Mapped[str]
    process: Mapped[str]
    revision: Mapped[int]
    #: The drawing as it was saved last, finished or not.
    source: Mapped[bytes] = mapped_column(LargeBinary)
    #: The version in use when the draft was begun.
    base_version: Mapped[int]
    begun_by: Mapped[str]
    begun_at: Mapped[datetime]
    saved_by: Mapped[str]
    saved_at: Mapped[datetime]
