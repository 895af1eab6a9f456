"""What the law looks at: how a case can be reached, who is a member of it, and who read what.

These tables stand here, below the case file itself, because the law must not depend on what it
guards.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.database import Base, Identified
from engine.protection import Protected


class ReachableRow(Identified, Base):
    """Per case (same id): its station, whether it is sealed and whether an incident runs."""

    __tablename__ = "case_reach"
    __table_args__ = (Index("ix_case_reach_station", "tenant", "station", "sealed"),)

    station: Mapped[str]
    sealed: Mapped[bool] = mapped_column(default=False)
    incident_running: Mapped[bool] = mapped_column(default=False)


#: The basis of a membership that somebody gave themselves by breaking the glass: it lends reading,
#: never work.
BREAK_GLASS = "break-glass"


class MemberRow(Identified, Base):
    """A person, or everybody holding a role in a unit, works on a case for a time."""

    __tablename__ = "case_member"
    __table_args__ = (
        Index("ix_case_member_case", "tenant", "case_id"),
        # With the case, because the law asks for one case of a group that has thousands.
        Index("ix_case_member_person", "tenant", "person_id", "case_id"),
        Index("ix_case_member_group", "tenant", "member_group", "case_id"),
    )

    case_id: Mapped[str]
    person_id: Mapped[str | None]
    #: Candidate group instead of a person, e.g. "R08@police".
    member_group: Mapped[str | None]
    #: Why: visit, claim, assignment, notice, circle, transfer, break-glass.
    basis: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class AccessRow(Identified, Base):
    """One reading, or one refused attempt to read a sealed case."""

    __tablename__ = "access_log"
    __table_args__ = (Index("ix_access_log_case", "tenant", "case_id"),)

    person_id: Mapped[str]
    person_name: Mapped[str]
    acting_role: Mapped[str]
    unit: Mapped[str]
    case_id: Mapped[str]
    #: Page or paper that was opened, e.g. "case", "task:check-safety".
    opened: Mapped[str]
    #: Highest class among what was shown.
    sensitivity: Mapped[str]
    allowed: Mapped[bool] = mapped_column(default=True)
    reason: Mapped[str | None] = mapped_column(Protected("C3"))
    at: Mapped[datetime]
