"""Tables of joint mediation: the file, its sessions, contact attempts, terms, follow-ups, settings.

What people said or promised stands in encrypted columns; dates, codes and counts stay readable,
because deadlines and statistics are computed on them. The full minutes stay in the submissions.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.database import Base, Identified, Json, Tenanted
from engine.protection import Protected


class MediationRow(Identified, Base):
    """One mediation file (人民调解案卷); counted in K03m when it has been accepted."""

    __tablename__ = "mediation"
    __table_args__ = (
        UniqueConstraint("tenant", "number"),
        UniqueConstraint("tenant", "instance_id"),
        Index("ix_mediation_case", "tenant", "case_id"),
        Index("ix_mediation_accepted", "tenant", "station", "accepted_at"),
        Index("ix_mediation_ended", "tenant", "station", "ended_at"),
    )

    station: Mapped[str]
    case_id: Mapped[str]
    instance_id: Mapped[str]
    number: Mapped[str]
    #: applied, initiated, police, court, petition, assigned.
    source: Mapped[str]
    #: The visit it came from, if any.
    visit_id: Mapped[str | None]
    opened_at: Mapped[datetime]
    #: Local date of the application, ISO.
    applied_on: Mapped[str] = mapped_column(default="")
    #: C-list code.
    dispute_type: Mapped[str] = mapped_column(default="")
    difficulty: Mapped[str] = mapped_column(default="")
    people: Mapped[int] = mapped_column(default=0)
    #: people, administrative, judicial, professional.
    mediation_type: Mapped[str] = mapped_column(default="")
    #: What they quarrel about: facts and claims.
    matter: Mapped[Any] = mapped_column(Protected("C3"), nullable=True)
    #: The sum in dispute.
    amount: Mapped[Any] = mapped_column(Protected("C2"), nullable=True)
    mediability: Mapped[str] = mapped_column(default="")
    #: consent, refuse, silent, unreachable.
    respondent_answer: Mapped[str] = mapped_column(default="")
    accepted_at: Mapped[datetime | None]
    #: Person id; empty while nobody is confirmed.
    mediator: Mapped[str] = mapped_column(default="")
    co_mediator: Mapped[str] = mapped_column(default="")
    #: parties or appointed; empty after a claim.
    chosen_by: Mapped[str] = mapped_column(default="")
    #: Person ids that stepped back or were replaced.
    excluded: Mapped[Any] = mapped_column(Json, default=list)
    recusals: Mapped[int] = mapped_column(default=0)
    #: Unexplained absences from sessions.
    no_shows: Mapped[int] = mapped_column(default=0)
    extensions: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str] = mapped_column(default="")
    turned_from_crime: Mapped[bool] = mapped_column(default=False)
    turned_people: Mapped[int] = mapped_column(default=0)
    end_reason: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
    #: Local date on which the agreement came into force, ISO.
    effective_on: Mapped[str] = mapped_column(default="")
    #: requested, accepted, not_accepted, corrected, confirmed, rejected, declined, lapsed.
    confirmation: Mapped[str] = mapped_column(default="")
    notified_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]


class SessionRow(Identified, Base):
    """One session (调解会), from its date to its result."""

    __tablename__ = "mediation_session"
    __table_args__ = (UniqueConstraint("tenant", "mediation_id", "seq"),)

    station: Mapped[str]
    mediation_id: Mapped[str]
    seq: Mapped[int]
    scheduled_for: Mapped[datetime]
    mode: Mapped[str] = mapped_column(default="")
    checked_at: Mapped[datetime | None]
    #: clear, with_measures, unsafe.
    safety: Mapped[str] = mapped_column(default="")
    held_at: Mapped[datetime | None]
    attendance: Mapped[str] = mapped_column(default="")
    result: Mapped[str] = mapped_column(default="")


class AttemptRow(Identified, Base):
    """One try to reach a party (H13)."""

    __tablename__ = "mediation_attempt"
    __table_args__ = (Index("ix_mediation_attempt", "tenant", "mediation_id"),)

    station: Mapped[str]
    mediation_id: Mapped[str]
    side: Mapped[str]
    method: Mapped[str]
    attempted_at: Mapped[datetime]
    reached: Mapped[bool]


class TermRow(Identified, Base):
    """One term of an agreement: who owes what is encrypted, by when is not.

    The date drives reminders, follow-up and K16, and tells nothing about a person by itself.
    """

    __tablename__ = "mediation_term"
    __table_args__ = (UniqueConstraint("tenant", "mediation_id", "seq"),)

    station: Mapped[str]
    mediation_id: Mapped[str]
    seq: Mapped[int]
    #: obligor, content, amount, manner.
    promise: Mapped[Any] = mapped_column(Protected("C3"))
    #: Local date, ISO; empty for a monthly term without end.
    due_on: Mapped[str] = mapped_column(default="")
    #: open, done, late, broken; moved by the follow-ups.
    status: Mapped[str] = mapped_column(default="open")


class FollowUpRow(Identified, Base):
    """One planned follow-up of an agreement (H11)."""

    __tablename__ = "mediation_follow_up"
    __table_args__ = (UniqueConstraint("tenant", "mediation_id", "seq"),)

    station: Mapped[str]
    mediation_id: Mapped[str]
    seq: Mapped[int]
    #: H11.1, H11.2, H11.3.
    code: Mapped[str]
    #: Local dates, ISO.
    nominal_on: Mapped[str]
    due_on: Mapped[str]


class MediationRulesRow(Tenanted, Base):
    """What one station has chosen where local rules differ; absent means the defaults."""

    __tablename__ = "mediation_rules"

    station: Mapped[str] = mapped_column(primary_key=True)
    #: A mediator must step back when one party asks for it.
    recusal_on_request: Mapped[bool] = mapped_column(default=True)
