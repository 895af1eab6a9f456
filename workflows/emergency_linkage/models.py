"""Tables of the emergency: the incident, a notice for each department, reports up, measures.

Instants and codes are readable; where it happens, with which weapon, to which child and by whom it
was reported stands in encrypted columns only.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.database import Base, Identified, Json
from engine.protection import Protected


class IncidentRow(Identified, Base):
    """One emergency of one case, with the number that all bodies quote."""

    __tablename__ = "incident"
    __table_args__ = (
        UniqueConstraint("tenant", "number"),
        Index("ix_incident_case", "tenant", "case_id"),
        Index("ix_incident_running", "tenant", "stood_down_at", "opened_at"),
        Index("ix_incident_instance", "tenant", "instance_id"),
    )

    station: Mapped[str]
    case_id: Mapped[str]
    instance_id: Mapped[str]
    #: E.g. TF-2026-0031.
    number: Mapped[str]
    #: What began it: duty, visit, consultation, mediation, recontact, grid …
    source: Mapped[str] = mapped_column(default="duty")
    channel: Mapped[str] = mapped_column(default="")
    incident_type: Mapped[str] = mapped_column(default="")
    reported_at: Mapped[datetime]
    opened_at: Mapped[datetime]
    #: Until when a person should have graded it.
    grade_due_at: Mapped[datetime]
    #: "" until a person has confirmed it.
    severity: Mapped[str] = mapped_column(default="")
    graded_at: Mapped[datetime | None]
    graded_by: Mapped[str] = mapped_column(default="")
    #: A lower grade that waits for a second person, and who proposed it.
    proposed_severity: Mapped[str] = mapped_column(default="")
    proposed_by: Mapped[str] = mapped_column(default="")
    people: Mapped[int | None]
    dead: Mapped[int | None]
    injured: Mapped[int | None]
    missing: Mapped[int | None]
    #: From then on nobody calls back or sends a text.
    silent_since: Mapped[datetime | None]
    police_called_at: Mapped[datetime | None]
    ambulance_called_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    scene_state: Mapped[str] = mapped_column(default="")
    #: stood_down, false_alarm, handed_over; "" while it runs.
    outcome: Mapped[str] = mapped_column(default="")
    #: When the response was over, whatever the outcome.
    stood_down_at: Mapped[datetime | None]
    stood_down_by: Mapped[str] = mapped_column(default="")
    false_alarm_kind: Mapped[str] = mapped_column(default="")
    handed_over_to: Mapped[str] = mapped_column(default="")
    planned_at: Mapped[datetime | None]
    reviewed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    #: place, what_happens, weapon, threat, minors, reporter, commander, report number …
    protected: Mapped[Any] = mapped_column(Protected("C4"))


class IncidentNoticeRow(Identified, Base):
    """One department of one incident: told, acknowledged, arrived, closed."""

    __tablename__ = "incident_notice"
    __table_args__ = (
        UniqueConstraint("tenant", "incident_id", "department"),
        Index("ix_incident_notice_case", "tenant", "case_id"),
    )

    station: Mapped[str]
    case_id: Mapped[str]
    incident_id: Mapped[str]
    department: Mapped[str]
    #: Why it is told: grade, help, hand-over, substitute.
    reason: Mapped[str]
    wanted_at: Mapped[datetime]
    #: When it went into a round of notices.
    chosen_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    #: The first limit (H08.1), by which statistics judge.
    ack_due_at: Mapped[datetime | None]
    #: {channel, at} of every attempt, in order.
    attempts: Mapped[Any] = mapped_column(Json, default=list)
    #: How many limits have passed without an answer, 0 … 3.
    rung: Mapped[int] = mapped_column(default=0)
    acked_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
    eta_minutes: Mapped[int | None]
    arrived_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(default="")
    handed_over_to: Mapped[str] = mapped_column(default="")
    #: The silent department that this one replaces.
    substitute_of: Mapped[str] = mapped_column(default="")
    substituted_at: Mapped[datetime | None]
    substituted_by: Mapped[str] = mapped_column(default="")
    #: A silent department is looked at afterwards.
    inspected: Mapped[bool] = mapped_column(default=False)
    #: Told to stop, because the incident was none or went elsewhere.
    released_at: Mapped[datetime | None]
    #: Name and telephone of those who move out.
    responder: Mapped[Any] = mapped_column(Protected("C2"))


class InfoReportRow(Identified, Base):
    """One report up the chain (H07) and whether it was in time."""

    __tablename__ = "info_report"
    __table_args__ = (
        UniqueConstraint("tenant", "incident_id", "kind", "number"),
        Index("ix_info_report_case", "tenant", "case_id"),
    )

    station: Mapped[str]
    case_id: Mapped[str]
    incident_id: Mapped[str]
    #: street, county, written, follow_up, final.
    kind: Mapped[str]
    number: Mapped[int] = mapped_column(default=1)
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime]
    in_time: Mapped[bool]
    sent_by: Mapped[str]


class MeasureRow(Identified, Base):
    """One protection measure, what came of it and what follows from it."""

    __tablename__ = "incident_measure"
    __table_args__ = (
        Index("ix_incident_measure_incident", "tenant", "incident_id"),
        Index("ix_incident_measure_case", "tenant", "case_id"),
    )

    station: Mapped[str]
    case_id: Mapped[str]
    incident_id: Mapped[str]
    #: As in the form `choose-measures`.
    kind: Mapped[str]
    chosen_at: Mapped[datetime]
    result: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime | None]
    #: A mandatory report: whether its number was logged in time (H02).
    in_time: Mapped[bool | None]
    settled_at: Mapped[datetime | None]
    #: {code, due, warnings} that follow from it, ISO texts.
    dates: Mapped[Any] = mapped_column(Json, default=list)
    #: Numbers of papers, places, names.
    details: Mapped[Any] = mapped_column(Protected("C4"))
