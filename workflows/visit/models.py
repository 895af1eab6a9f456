"""Tables of the reception: the visit, its transfer to a department, its referral elsewhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.database import Base, Identified, Json
from engine.protection import Protected


class VisitRow(Identified, Base):
    """One reception of one visitor or group."""

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_case", "tenant", "case_id"),
        Index("ix_visit_arrived", "tenant", "station", "arrived_at"),
    )

    station: Mapped[str]
    case_id: Mapped[str]
    number: Mapped[str]
    channel: Mapped[str] = mapped_column(default="")
    #: Number of the order from a hotline or another body.
    order_no: Mapped[str] = mapped_column(default="")
    arrived_at: Mapped[datetime]
    visitor_count: Mapped[int] = mapped_column(default=1)
    on_behalf: Mapped[bool] = mapped_column(default=False)
    receptionist: Mapped[str]
    screened_at: Mapped[datetime | None]
    danger: Mapped[bool | None]
    route: Mapped[str] = mapped_column(default="")
    refuse_reason: Mapped[str] = mapped_column(default="")
    right_channel: Mapped[str] = mapped_column(default="")
    routed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class WaitingRow(Identified, Base):
    """Somebody sits in the waiting room; the visit is open and its clock runs, nobody has it yet.

    Who has taken the visit is what the task says; here stands what only the door knows.
    """

    __tablename__ = "waiting_visitor"
    __table_args__ = (Index("ix_waiting_visitor", "tenant", "station", "arrived_at"),)

    station: Mapped[str]
    case_id: Mapped[str]
    instance_id: Mapped[str]
    #: The first step of the visit.
    task_id: Mapped[str]
    arrived_at: Mapped[datetime]
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]
    #: By what she is called in: a word, a number, a name if she gives one.
    called: Mapped[Any] = mapped_column(Protected("C2"), nullable=True)
    people: Mapped[int] = mapped_column(default=1)
    #: Something at the door looked dangerous: she is heard first.
    danger: Mapped[bool] = mapped_column(default=False)
    left_at: Mapped[datetime | None]
    #: A code: tired, elsewhere, unsafe, unknown.
    left_reason: Mapped[str] = mapped_column(default="")


class TransferRow(Identified, Base):
    """A matter sent to a department, its acknowledgement and its objections."""

    __tablename__ = "transfer"
    __table_args__ = (
        Index("ix_transfer_case", "tenant", "case_id"),
        Index("ix_transfer_department", "tenant", "department", "sent_at"),
    )

    station: Mapped[str]
    case_id: Mapped[str]
    visit_id: Mapped[str]
    department: Mapped[str]
    co_departments: Mapped[Any] = mapped_column(Json, default=list)
    #: A transfer under the petition rules (T03) instead of the centre's own.
    petition: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    objected_at: Mapped[datetime | None]
    objection_reason: Mapped[str] = mapped_column(default="")
    proposed_department: Mapped[str] = mapped_column(default="")


class ReferralRow(Identified, Base):
    """A matter for a service whose own process comes later: petition, legal aid, hardship."""

    __tablename__ = "referral"
    __table_args__ = (Index("ix_referral_case", "tenant", "case_id"),)

    station: Mapped[str]
    case_id: Mapped[str]
    visit_id: Mapped[str]
    kind: Mapped[str]
    category_d: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime]
