"""Find a task's row, check who holds it, and write what was done with it into the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import history, signals
from engine.actors import Actor
from engine.models import TaskRow, TaskStatus
from engine.tasks.refusals import AlreadyClosed, NoSuchTask, NotCandidate, NotYours, ReasonMissing


def load(session: Session, actor: Actor, task_id: str, *, lock: bool = False) -> TaskRow:
    """The task's row, fresh; refuses when there is none in this tenant."""
    query = select(TaskRow).where(TaskRow.tenant == actor.tenant, TaskRow.id == task_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = session.scalar(query)
    if row is None:
        raise NoSuchTask(task=task_id)
    return row


def held(session: Session, actor: Actor, task_id: str) -> TaskRow:
    """The open task, locked, which must be in the actor's hands."""
    row = load(session, actor, task_id, lock=True)
    require_open(row)
    if row.assignee != actor.id:
        if row.assignee is None:
            require_candidate(actor, row)
        raise NotYours(holder=row.assignee_name or "nobody")
    return row


def require_open(row: TaskRow) -> None:
    if row.status != TaskStatus.OPEN:
        raise AlreadyClosed(status=row.status.value, at=row.completed_at, by=row.completed_by)


def require_candidate(actor: Actor, row: TaskRow) -> None:
    if row.candidate_group not in actor.groups:
        raise NotCandidate(task=row.id)


def require_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing()


def remember(
    session: Session,
    actor: Actor,
    row: TaskRow,
    tag: str,
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
    *,
    event_time: datetime | None = None,
) -> None:
    entry = history.Entry(
        tag=tag, instance_id=row.instance_id, task_id=row.id, node=row.node,
        facts={"form": row.form_key, "item": row.item, **(facts or {})},
        detail={"reason": reason} if reason else None,
    )  # fmt: skip
    history.record(
        session, actor, row.business_key, row.unit, [entry], event_time=event_time
    )
    signals.announce(session, row.tenant, row.unit, "inbox", f"case:{row.business_key}")
