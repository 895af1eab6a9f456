"""Find a task's row, check who holds it, and write what was done with it into the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine import forms, history, signals
from engine.actors import Actor
from engine.deferring import learnt
from engine.instances.locking import lock_task
from engine.instances.rows import NEW, list_with
from engine.models import TaskRow, TaskStatus
from engine.tasks.refusals import AlreadyClosed, NoSuchTask, NotCandidate, NotYours


def load(session: Session, actor: Actor, task_id: str, *, lock: bool = False) -> TaskRow:
    """The task's row; refuses when there is none in this tenant.

    With `lock` it is fresh and locked until the end of the transaction, its case before it.
    """
    if lock:
        row = lock_task(session, actor.tenant, task_id)
    else:
        row = session.get(TaskRow, (actor.tenant, task_id))
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
    """Write one fact about a task into the history of its case and tell open pages.

    That somebody finished a task, or took a new one at once, changes no other list than theirs;
    that they took it out of a pool, that of its group. Who else looks on hears of it by and by.
    """
    entry = history.Entry(
        tag=tag, instance_id=row.instance_id, task_id=row.id, node=row.node,
        facts={"form": row.form_key, "item": row.item, **(facts or {})},
        detail={"reason": reason} if reason else None,
    )  # fmt: skip
    history.record(session, actor, row.business_key, row.unit, [entry], event_time=event_time)
    signals.announce(
        session, row.tenant, row.unit, *_lists(session, row, tag), f"case:{row.business_key}"
    )


def _lists(session: Session, row: TaskRow, tag: str) -> Sequence[str]:
    """The topics of the lists that a fact changes."""
    if tag == "task:completed":
        return (list_with(row),)
    if tag == "task:claimed":
        unseen = (NEW, row.id) in learnt(session)
        return (list_with(row), *(() if unseen else (signals.list_of(row.candidate_group),)))
    return ("inbox",)
