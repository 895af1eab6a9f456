"""Reads of drafts: the one of a process, and the stamp by which a page says what it has seen."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflows.diagram_drafts.models import DiagramDraftRow


def draft_of(
    session: Session, tenant: str, process: str, *, hold: bool = False
) -> DiagramDraftRow | None:
    """The draft of a process, if somebody has begun one; held, nobody saves over it meanwhile."""
    row = DiagramDraftRow
    query = select(row).where(row.tenant == tenant, row.process == process)
    return session.scalar(query.with_for_update() if hold else query)


def stamp_of(row: DiagramDraftRow | None) -> str:
    """What a page has seen: "" when there was no draft."""
    return "" if row is None else f"{row.id}.{row.revision}"
