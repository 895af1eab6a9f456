"""The record of a consultation; the question and the answer stay in the encrypted submission."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.database import Base, Identified


class ConsultationRow(Identified, Base):
    """One question and its answer."""

    __tablename__ = "consultation"
    __table_args__ = (Index("ix_consultation_case", "tenant", "case_id"),)

    station: Mapped[str]
    case_id: Mapped[str]
    visit_id: Mapped[str] = mapped_column(default="")
    channel: Mapped[str] = mapped_column(default="")
    category_d: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(default="")
    interruptions: Mapped[int] = mapped_column(default=0)
    danger_at: Mapped[datetime | None]
