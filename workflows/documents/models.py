"""Tables of the papers: templates, papers, their versions, and the printed files.

A version never changes once it is written; what it says and its files are encrypted, because a
paper holds what the case holds. A later version stands beside the earlier one.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.database import Base, Identified, Json, Tenanted
from engine.protection import Protected


class PaperTemplateRow(Identified, Base):
    """One version of the template of a kind of paper; it holds nothing of any case."""

    __tablename__ = "paper_template"
    __table_args__ = (UniqueConstraint("tenant", "kind", "version"),)

    kind: Mapped[str]
    version: Mapped[int]
    #: The file of Word as it was uploaded.
    source: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str]
    #: Highest class among the fields that it names.
    sensitivity: Mapped[str]
    author: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    made_at: Mapped[datetime]
    #: New papers are made from it.
    active: Mapped[bool] = mapped_column(default=False)


class PaperRow(Identified, Base):
    """One paper of a case, under its number, whatever its versions."""

    __tablename__ = "paper"
    __table_args__ = (
        UniqueConstraint("tenant", "number"),
        UniqueConstraint("tenant", "case_id", "kind", "subject"),
    )

    station: Mapped[str]
    case_id: Mapped[str]
    kind: Mapped[str]
    #: Id of what it is about within the case: the visit, the mediation, one session.
    subject: Mapped[str]
    #: What tells it from others of its kind, e.g. the session's number.
    mark: Mapped[str] = mapped_column(default="")
    number: Mapped[str]
    #: The newest version.
    latest: Mapped[int] = mapped_column(default=0)


class VersionState(StrEnum):
    """How far a version has come."""

    #: Written down, its files are being made.
    WAITING = "waiting"
    PRINTED = "printed"
    #: It would have said what it must not, or what cannot be printed; there are no files.
    WITHHELD = "withheld"


class PaperVersionRow(Identified, Base):
    """What a paper said at one moment."""

    __tablename__ = "paper_version"
    __table_args__ = (
        UniqueConstraint("tenant", "paper_id", "version"),
        Index("ix_paper_version_case", "tenant", "case_id"),
    )

    station: Mapped[str]
    case_id: Mapped[str]
    paper_id: Mapped[str]
    version: Mapped[int]
    state: Mapped[VersionState]
    #: Why it was withheld: the refusal's code and its fields.
    problem: Mapped[Any] = mapped_column(Json, nullable=True)
    sensitivity: Mapped[str]
    template_id: Mapped[str]
    #: The values; none when it was withheld.
    content: Mapped[Any] = mapped_column(Protected("C4"), nullable=True)
    #: Hash over number, version, template and values; its beginning is printed on the paper.
    content_sha256: Mapped[str] = mapped_column(default="")
    #: Why a further version was made.
    reason: Mapped[Any] = mapped_column(Protected("C3"), nullable=True)
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    #: It was signed and stamped; it is the one that counts.
    sealed_by: Mapped[str] = mapped_column(default="")
    sealed_at: Mapped[datetime | None]


class PaperFileRow(Tenanted, Base):
    """One printed file of a version."""

    __tablename__ = "paper_file"
    __table_args__ = (Index("ix_paper_file_case", "tenant", "case_id"),)

    version_id: Mapped[str] = mapped_column(primary_key=True)
    #: docx or pdf.
    format: Mapped[str] = mapped_column(primary_key=True)
    station: Mapped[str]
    case_id: Mapped[str]
    #: The bytes as base64.
    body: Mapped[Any] = mapped_column(Protected("C4"))
    size: Mapped[int]
    #: Hash over the bytes.
    sha256: Mapped[str]
    printed_at: Mapped[datetime]
