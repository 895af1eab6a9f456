"""Notices: somebody (or everybody in a group) should look at a case; worded from a template.

Beside them stand the ways out of the house: how a person wants to be told, and the robots that
speak into a station's group chat.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.database import Base, Identified, Json
from engine.protection import Protected


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


class ContactRow(Identified, Base):
    """How one person wants to be told outside the product; the id is the person's."""

    __tablename__ = "contact"

    unit: Mapped[str]
    email: Mapped[str | None] = mapped_column(Protected("C2"))
    #: What is mailed: `choosing.Mailed`.
    mailed: Mapped[str]
    #: Minutes of the day in the house's zone between which only emergencies are sent.
    quiet_from: Mapped[int | None]
    quiet_until: Mapped[int | None]
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]


class RobotRow(Identified, Base):
    """A robot in the group chat of a unit; its address is a secret, since who knows it may post."""

    __tablename__ = "robot"
    __table_args__ = (Index("ix_robot_unit", "tenant", "unit"),)

    unit: Mapped[str]
    #: `robots.Kind`.
    kind: Mapped[str]
    name: Mapped[str]
    address: Mapped[str] = mapped_column(Protected("C4"))
    #: With which DingTalk lets us sign.
    secret: Mapped[str | None] = mapped_column(Protected("C4"))
    urgent_only: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)
    added_by: Mapped[str]
    added_at: Mapped[datetime]
