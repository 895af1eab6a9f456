"""What stands beside a task: whose it really is, whether it rests, who was asked to sign.

A task has a row here only once somebody did one of these acts, so that the inbox's own table stays
small. Reasons are in the history, what signers wrote is protected.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.database import Base, Identified, Tenanted
from engine.protection import Protected


class Signing(StrEnum):
    """How many of the signers of one kind must sign before the task can be finished."""

    ALL = "all"
    ANY = "any"


class StandingRow(Tenanted, Base):
    """The standing of one task beyond open and held."""

    __tablename__ = "task_standing"

    task_id: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str]
    #: Who delegated the task and gets it back; None when it was not delegated.
    owner: Mapped[str | None]
    owner_name: Mapped[str | None]
    delegated_at: Mapped[datetime | None]
    #: Why the task rests, as a code of the rules; None when it does not.
    suspended_because: Mapped[str | None]
    suspended_at: Mapped[datetime | None]
    suspended_by: Mapped[str | None]
    #: How often it was urged, and by whom and when the last time.
    urges: Mapped[int] = mapped_column(default=0)
    urged_at: Mapped[datetime | None]
    urged_by: Mapped[str | None]


class SignerRow(Identified, Base):
    """One person who was asked to sign a task."""

    __tablename__ = "task_signer"
    __table_args__ = (
        Index("ix_task_signer_task", "tenant", "task_id"),
        Index("ix_task_signer_person", "tenant", "person", "signed_at"),
    )

    unit: Mapped[str]
    task_id: Mapped[str]
    business_key: Mapped[str]
    signing: Mapped[Signing]
    person: Mapped[str]
    person_name: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    #: When the person signed or objected last; None while awaited.
    signed_at: Mapped[datetime | None]
    #: Whether the person agreed; an objection keeps the task open.
    agreed: Mapped[bool | None]
    remark: Mapped[Any] = mapped_column(Protected("C3"), default=None, nullable=True)
    dropped_at: Mapped[datetime | None]
