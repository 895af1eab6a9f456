"""Reads of papers: those of a case, one version, its files; every reading of a file is logged."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.actors import Actor
from engine.errors import Denied, NotFound
from engine.protection import Sensitivity
from workflows.access import Sight, log_reading
from workflows.documents.models import PaperFileRow, PaperRow, PaperVersionRow


class NoSuchPaper(NotFound):
    """The case has no such paper."""

    code = "no-such-paper"
    sentence = "Expected a paper of this case, but there is none."


class PaperTooSensitive(Denied):
    """The paper holds what this reader may not see in this case."""

    code = "paper-too-sensitive"
    sentence = "Expected a reader of {sensitivity}, but this post does not read it here."


def paper_of(
    session: Session, tenant: str, case_id: str, kind: str, subject: str
) -> PaperRow | None:
    """The paper of a kind about a subject."""
    return session.scalar(
        select(PaperRow).where(
            PaperRow.tenant == tenant, PaperRow.case_id == case_id, PaperRow.kind == kind,
            PaperRow.subject == subject,
        )
    )  # fmt: skip


def papers_of(session: Session, tenant: str, case_id: str) -> Sequence[PaperRow]:
    """The papers of a case in the order they came into being."""
    query = select(PaperRow).where(PaperRow.tenant == tenant, PaperRow.case_id == case_id)
    return session.scalars(query.order_by(PaperRow.id)).all()


def versions_of(session: Session, tenant: str, case_id: str) -> Sequence[PaperVersionRow]:
    """Every version of every paper of a case, newest first."""
    query = select(PaperVersionRow).where(
        PaperVersionRow.tenant == tenant, PaperVersionRow.case_id == case_id
    )
    return session.scalars(query.order_by(PaperVersionRow.id.desc())).all()


def latest_of(session: Session, paper: PaperRow) -> PaperVersionRow:
    """The newest version of a paper."""
    return session.scalars(
        select(PaperVersionRow).where(
            PaperVersionRow.tenant == paper.tenant, PaperVersionRow.paper_id == paper.id,
            PaperVersionRow.version == paper.latest,
        )
    ).one()  # fmt: skip


def version(session: Session, tenant: str, case_id: str, version_id: str) -> PaperVersionRow:
    """One version, which must be of this case."""
    row = session.get(PaperVersionRow, (tenant, version_id))
    if row is None or row.case_id != case_id:
        raise NoSuchPaper
    return row


def may_open(row: PaperVersionRow, sight: Sight) -> bool:
    """Whether a reader with this sight of the case reads everything that the paper says."""
    return Sensitivity(row.sensitivity) in sight.clear


def open_paper(
    session: Session, actor: Actor, case_id: str, version_id: str, sight: Sight
) -> PaperVersionRow:
    """A version for reading, which is written down; refused when it says more than one may read."""
    row = version(session, actor.tenant, case_id, version_id)
    if not may_open(row, sight):
        raise PaperTooSensitive(sensitivity=row.sensitivity)
    paper = session.get_one(PaperRow, (row.tenant, row.paper_id))
    opened = f"paper:{paper.kind}"
    log_reading(session, actor, case_id, opened, Sensitivity(row.sensitivity))
    return row


def files_of(session: Session, tenant: str, version_id: str) -> dict[str, PaperFileRow]:
    """The printed files of a version by format."""
    rows = PaperFileRow
    query = select(rows).where(rows.tenant == tenant, rows.version_id == version_id)
    return {row.format: row for row in session.scalars(query)}


def hashes_of(session: Session, tenant: str, case_id: str) -> dict[tuple[str, str], str]:
    """(version, format) → hash over the bytes, without reading the files."""
    rows = PaperFileRow
    query = select(rows.version_id, rows.format, rows.sha256).where(
        rows.tenant == tenant, rows.case_id == case_id
    )
    return {(each.version_id, each.format): each.sha256 for each in session.execute(query)}


def body_of(file: PaperFileRow) -> bytes:
    """The bytes of a printed file."""
    return base64.b64decode(file.body)
