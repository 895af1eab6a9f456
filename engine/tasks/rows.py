"""Find a task's row, check who holds it, and write what was done with it into the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import forms, history, signals
from engine.actors import Actor
from engine.database import one_writer
from engine.models import TaskRow, TaskStatus
from engine.tasks.refusals import AlreadyClosed, NoSuchTask, NotCandidate, NotYours


def load(session: Session, actor: Actor, task_id: str, *, lock: bool = False) -> TaskRow:
    """The task's row; refuses when there is none in this tenant.

    With `lock` it is fresh and locked until the end of the transaction, its case before it.
    """
    query = select(TaskRow).where(TaskRow.tenant == actor.tenant, TaskRow.id == task_id)
    row = session.scalar(query)
    if row is not None and lock and not one_writer(session):
        history.hold(session, actor.tenant, row.business_key)
        fresh = query.with_for_update().execution_options(populate_existing=True)
        row = session.scalar(fresh)
    if row is None:
        raise NoSuchTask(task=task_id)
    return row


def held(session: Session, actor: Actor, task_id: str) -> TaskRow:
    """The open task, locked, which must be in the actor's hands."""
    row = load(session, actor, task_id, lock=True)
    require_hands(actor, row)
    return row


def require_hands(actor: Actor, row: TaskRow) -> None:
    """Refuse whoever does not hold an open task; to strangers it does not exist."""
    if row.assignee != actor.id:
        require_candidate(actor, row)
    require_open(row)
    if row.assignee != actor.id:
        raise NotYours(holder=row.assignee_name or "nobody")


def require_open(row: TaskRow) -> None:
    """Refuse a task that is over, saying since when and by whom."""
    if row.status != TaskStatus.OPEN:
        raise AlreadyClosed(status=row.status.value, at=row.completed_at, by=row.completed_by)


def require_candidate(actor: Actor, row: TaskRow) -> None:
    """Refuse whoever is in no group that may take the task."""
    if row.candidate_group not in actor.groups:
        raise NotCandidate(task=row.id)


def plain(values: Mapping[str, object]) -> dict[str, Any]:
    """The clean values of a form as they are stored."""
    return {key: forms.to_plain(value) for key, value in values.items()}


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
    """Write one fact about a task into the history of its case and tell open pages."""
    entry = history.Entry(
        tag=tag, instance_id=row.instance_id, task_id=row.id, node=row.node,
        facts={"form": row.form_key, "item": row.item, **(facts or {})},
        detail={"reason": reason} if reason else None,
    )  # fmt: skip
    history.record(session, actor, row.business_key, row.unit, [entry], event_time=event_time)
    signals.announce(session, row.tenant, row.unit, "inbox", f"case:{row.business_key}")
