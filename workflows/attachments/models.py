"""Table of what was brought to a case; the bytes lie sealed on the disk under the row's id."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engine.database import Base, Identified
from engine.protection import Protected, Sensitivity


class Purpose(StrEnum):
    """What a file is for; it decides who may read it."""

    EVIDENCE = "evidence"
    OTHER = "other"


#: The class of what is kept for a purpose.
CLASS_OF: dict[Purpose, Sensitivity] = {
    Purpose.EVIDENCE: Sensitivity.C4,
    Purpose.OTHER: Sensitivity.C3,
}


class AttachmentRow(Identified, Base):
    """One file of a case."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_case", "tenant", "case_id"),)

    station: Mapped[str]
    case_id: Mapped[str]
    #: The task at which it was added, if at one.
    task_id: Mapped[str | None]
    purpose: Mapped[Purpose]
    #: Kind of file, e.g. "jpeg".
    kind: Mapped[str]
    #: name, taken_at: what the owner calls it and when the camera took it.
    about: Mapped[Any] = mapped_column(Protected("C4"))
    #: Bytes as they are kept.
    size: Mapped[int]
    #: SHA-256 of the bytes as they came, before anything was taken out.
    original_hash: Mapped[str]
    #: SHA-256 of the bytes as they are kept.
    kept_hash: Mapped[str]
    person_id: Mapped[str]
    person_name: Mapped[str]
    acting_role: Mapped[str]
    added_at: Mapped[datetime]
    #: Taken back by whom, and when; its bytes are gone then.
    withdrawn_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
