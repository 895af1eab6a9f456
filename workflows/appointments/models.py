"""Tables of the calendar: the rooms of a station, and the secret addresses of calendar feeds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.database import Base, Identified


class RoomRow(Identified, Base):
    """A room in which sessions are held; one that is no longer used stays for the past."""

    __tablename__ = "room"
    __table_args__ = (UniqueConstraint("tenant", "station", "name"),)

    station: Mapped[str]
    name: Mapped[str]
    seats: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]


class FeedRow(Identified, Base):
    """One secret address of a person's calendar; the id is the hash of the secret."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        Index("ix_calendar_feed_id", "id"),
        Index("ix_calendar_feed_person", "tenant", "person_id"),
    )

    person_id: Mapped[str]
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
