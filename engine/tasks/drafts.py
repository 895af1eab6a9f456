"""Typed answers go with a task from one person to the next, or come back with a step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock
from engine.database import insert_if_absent
from engine.models import DraftRow, SubmissionRow, TaskRow


def pass_draft(session: Session, row: TaskRow, giver: str, taker: str) -> None:
    """What one person typed becomes the draft of the next; an older one of theirs is replaced."""
    draft = session.get(DraftRow, (row.tenant, row.id, giver), populate_existing=True)
    if draft is not None:
        lay_draft(session, row, taker, draft.fields)


def lay_draft(session: Session, row: TaskRow, person: str, fields: Mapping[str, Any]) -> None:
    """Put answers before a person as if they had typed them."""
    typed, now = dict(fields), clock.now()
    insert_if_absent(
        session, DraftRow, tenant=row.tenant, task_id=row.id, person=person, fields=typed,
        saved_at=now,
    )  # fmt: skip
    draft = session.get_one(DraftRow, (row.tenant, row.id, person), populate_existing=True)
    draft.fields, draft.saved_at = typed, now


def answers_of(session: Session, row: TaskRow) -> Mapping[str, Any] | None:
    """What was sent with a finished task, or typed into one that was given up unfinished."""
    rows = SubmissionRow
    query = select(rows.fields).where(rows.tenant == row.tenant, rows.task_id == row.id)
    sent = session.scalar(query.order_by(rows.id.desc()).limit(1))
    if sent is not None or row.assignee is None:
        return sent
    draft = session.get(DraftRow, (row.tenant, row.id, row.assignee))
    return draft.fields if draft is not None else None
