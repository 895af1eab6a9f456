"""Tables of the case file: case, party, search key, number counter.

Personal values stand in three encrypted columns, one a class, and a keyed fingerprint stands in
`search_key` for each value that must be found again.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.database import Base, Identified, Json, Tenanted
from engine.protection import Protected


class CaseState(StrEnum):
    """The life of a case."""

    DRAFT = "draft"
    REGISTERED = "registered"
    TRIAGED = "triaged"
    CONSULT = "consult"
    ACCEPTED = "accepted"
    TRANSFERRED = "transferred"
    REFUSED = "refused"
    IN_PROGRESS = "in_progress"
    SUSPENDED = "suspended"
    RESOLVED = "resolved"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"
    ARCHIVED = "archived"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Track(StrEnum):
    """The three tracks that are never mixed."""

    CONSULTATION = "consultation"
    MEDIATION = "mediation"
    PROTECTION = "protection"


class Risk(StrEnum):
    """Risk level, lowest first."""

    NONE = "none"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


class CaseRow(Identified, Base):
    """One matter with one number for all bodies."""

    __tablename__ = "case_file"
    __table_args__ = (
        UniqueConstraint("tenant", "number"),
        Index("ix_case_file_station", "tenant", "station", "opened_at"),
        Index("ix_case_file_merged", "tenant", "merged_into"),
        # By the handle alone: a visitor with a code names no centre.
        Index("ix_case_file_query", "query_handle"),
    )

    station: Mapped[str]
    #: The number all bodies share; none while the visit is only being heard.
    number: Mapped[str | None]
    state: Mapped[CaseState]
    track: Mapped[Track | None]
    risk: Mapped[Risk] = mapped_column(default=Risk.NONE)
    #: Key of the stage that the stepper shows.
    stage: Mapped[str] = mapped_column(default="")
    #: Codes after the three national lists.
    category_a: Mapped[str] = mapped_column(default="")
    category_c: Mapped[str] = mapped_column(default="")
    category_d: Mapped[str] = mapped_column(default="")
    service_type: Mapped[str] = mapped_column(default="")
    channel: Mapped[str] = mapped_column(default="")
    #: One line without names for lists, chosen from code lists.
    headline: Mapped[Any] = mapped_column(Json, default=dict)
    receptionist: Mapped[str] = mapped_column(default="")
    mediator: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(default="")
    merged_into: Mapped[str | None]
    #: First block of the query code; finds the case, proves nothing.
    query_handle: Mapped[str | None]
    #: The code itself, for printing the receipt again.
    query_code: Mapped[str | None] = mapped_column(Protected("C2"))
    #: Fingerprint of the whole query code.
    query_print: Mapped[str | None]
    query_failures: Mapped[int] = mapped_column(default=0)
    query_locked_until: Mapped[datetime | None]
    #: What the visitor may read by code: stage words and the next date.
    public_next_at: Mapped[datetime | None]


class PartyRole(StrEnum):
    """What a person is in a case."""

    VISITOR = "visitor"
    APPLICANT = "applicant"
    RESPONDENT = "respondent"
    CHILD = "child"
    REPORTER = "reporter"
    OTHER = "other"


class PartyRow(Identified, Base):
    """A person of a case, class by class."""

    __tablename__ = "party"
    __table_args__ = (Index("ix_party_case", "tenant", "case_id"),)

    station: Mapped[str]
    case_id: Mapped[str]
    role: Mapped[PartyRole]
    #: name, sex, birth_date, phone, address, job, relation, sms_ok …
    personal: Mapped[Any] = mapped_column(Protected("C2"))
    #: id_type, id_no, ethnicity, special_group, emotion …
    sensitive: Mapped[Any] = mapped_column(Protected("C3"))
    #: safe_contact, safe_time, whereabouts, shelter …
    protected: Mapped[Any] = mapped_column(Protected("C4"))
    #: The address is protected as well (C4): the person has moved out or is in danger.
    hidden_address: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime]


class SearchKeyRow(Tenanted, Base):
    """The fingerprint of one value of one party."""

    __tablename__ = "search_key"
    __table_args__ = (Index("ix_search_key_print", "tenant", "print"),)

    party_id: Mapped[str] = mapped_column(primary_key=True)
    #: name, phone, phone_tail, id_no, household, pinyin.
    kind: Mapped[str] = mapped_column(primary_key=True)
    print: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str]
    station: Mapped[str]


class CounterRow(Tenanted, Base):
    """The last number given in one series, e.g. case numbers of one station and year."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]
