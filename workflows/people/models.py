"""Tables of centres, units, people, posts, duty and sessions.

A unit is a station, a centre or a department; its id appears in candidate groups. Names of staff
are shown to colleagues and stay readable; their telephone numbers are protected like a party's.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.database import Base, Identified, Json, Tenanted
from engine.protection import Protected


class CentreRow(Tenanted, Base):
    """A social-governance centre 综治中心: the tenant."""

    __tablename__ = "centre"

    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    #: First part of case numbers, e.g. "XG".
    code: Mapped[str]


class UnitKind(StrEnum):
    """What kind of body a unit is."""

    CENTRE = "centre"
    STATION = "station"
    DEPARTMENT = "department"
    FEDERATION = "federation"


class UnitRow(Identified, Base):
    """A body in which people hold posts; the id is a short readable key."""

    __tablename__ = "unit"

    kind: Mapped[UnitKind]
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    short_name: Mapped[str] = mapped_column(default="")
    #: Second part of case numbers, e.g. "DH"; only stations have one.
    code: Mapped[str] = mapped_column(default="")
    #: Key of the department in the jurisdiction pack.
    department: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")


class PersonRow(Identified, Base):
    """Somebody who signs in."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("tenant", "username"),
        Index("ix_person_username", "username"),
    )

    username: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str]
    #: Somebody else knows the password; it opens nothing but the choice of an own one.
    password_is_given: Mapped[bool] = mapped_column(default=False)
    phone: Mapped[str | None] = mapped_column(Protected("C2"))
    #: Fingerprints by which a match with a party is noticed (conflict of interest).
    name_print: Mapped[str] = mapped_column(default="")
    phone_print: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="zh")
    active: Mapped[bool] = mapped_column(default=True)
    failed_attempts: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]


class PostRow(Identified, Base):
    """A person holds a role in a unit for a time."""

    __tablename__ = "post"
    __table_args__ = (Index("ix_post_person", "tenant", "person_id"),)

    person_id: Mapped[str]
    unit_id: Mapped[str]
    role: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class DutyRow(Identified, Base):
    """Somebody is on duty in a unit between two instants."""

    __tablename__ = "duty"
    __table_args__ = (Index("ix_duty_unit", "tenant", "unit_id", "since"),)

    unit_id: Mapped[str]
    person_id: Mapped[str]
    role: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime]


class AbsenceRow(Identified, Base):
    """Somebody is away between two instants, and who stands in for what kinds of cases."""

    __tablename__ = "absence"
    __table_args__ = (
        Index("ix_absence_person", "tenant", "person_id", "until"),
        Index("ix_absence_substitute", "tenant", "substitute_id", "until"),
    )

    #: Where the absent person acts; whoever leads this unit sees the absence.
    unit_id: Mapped[str]
    person_id: Mapped[str]
    substitute_id: Mapped[str]
    #: Processes that the substitute takes over; none means all of them.
    processes: Mapped[Any] = mapped_column(Json, default=list)
    since: Mapped[datetime]
    until: Mapped[datetime]
    #: What the substitute should know; it may speak of cases.
    note: Mapped[str | None] = mapped_column(Protected("C3"))
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    #: Set when somebody comes back early; the planned end stays readable.
    ended_at: Mapped[datetime | None]


class StrangerRow(Identified, Base):
    """Wrong passwords for a name that nobody has; the id is the name's fingerprint.

    Such a name locks as a real one does, so that nobody can tell them apart.
    """

    __tablename__ = "sign_in_stranger"
    __table_args__ = (Index("ix_sign_in_stranger_tried", "tried_at"),)

    failed_attempts: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    tried_at: Mapped[datetime]


class SignInRow(Identified, Base):
    """One signed-in browser; the id is the hash of the cookie's secret."""

    __tablename__ = "sign_in"
    __table_args__ = (
        Index("ix_sign_in_person", "tenant", "person_id"),
        Index("ix_sign_in_id", "id"),
    )

    person_id: Mapped[str]
    post_id: Mapped[str | None]
    csrf: Mapped[str]
    language: Mapped[str]
    since: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class DeskPinRow(Identified, Base):
    """A short number by which a person takes a seat at a shared computer; the id is theirs."""

    __tablename__ = "desk_pin"

    pin_hash: Mapped[str]
    set_at: Mapped[datetime]
    #: Wrong tries since the last right one; after a few only the password helps.
    failed_attempts: Mapped[int] = mapped_column(default=0)


class DeskPlaceRow(Identified, Base):
    """A person at one shared browser: when the password was given there, where they were."""

    __tablename__ = "desk_place"
    __table_args__ = (
        UniqueConstraint("tenant", "browser", "person_id"),
        Index("ix_desk_place_seen", "tenant", "password_at"),
    )

    #: Hash of the browser's own random secret.
    browser: Mapped[str]
    person_id: Mapped[str]
    #: The short number counts only for a while after the password.
    password_at: Mapped[datetime]
    #: The page that was open when the person made room, and the post acted in.
    page: Mapped[str] = mapped_column(default="")
    post_id: Mapped[str | None]
    left_at: Mapped[datetime | None]
