"""Who holds a task: claim, release, reassign, and how urgent it is.

A claim is one conditional UPDATE; its row count says who won, and losing is normal.
"""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from engine import clock, signals
from engine.actors import Actor
from engine.errors import require_reason
from engine.instances import Calls
from engine.models import TaskRow, TaskStatus
from engine.tasks.refusals import AlreadyClaimed
from engine.tasks.rows import (
    held,
    load,
    remember,
    require_candidate,
    require_open,
)
from engine.tasks.standings import end_delegation, require_act, require_fresh, require_unhindered


def claim(session: Session, calls: Calls, actor: Actor, task_id: str) -> TaskRow:
    """Take a task out of the pool; exactly one of many wins, the others learn who."""
    row = load(session, actor, task_id, lock=True)
    require_candidate(actor, row)
    calls.guard(session, actor, "claim", row)
    taken = session.execute(
        update(TaskRow)
        .where(
            TaskRow.tenant == actor.tenant, TaskRow.id == task_id, TaskRow.assignee.is_(None),
            TaskRow.status == TaskStatus.OPEN,
        )
        .values(
            assignee=actor.id, assignee_name=actor.name, claimed_at=clock.now(),
            version=TaskRow.version + 1,
        )
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    session.refresh(row)
    if cast("CursorResult[Any]", taken).rowcount == 1:
        remember(session, actor, row, "task:claimed")
    elif row.assignee != actor.id or row.status != TaskStatus.OPEN:
        require_open(row)
        raise AlreadyClaimed(winner=row.assignee_name, at=row.claimed_at)
    return row


def release(session: Session, calls: Calls, actor: Actor, task_id: str, reason: str) -> TaskRow:
    """Give a task back to the pool, with a reason."""
    row = held(session, actor, task_id)
    calls.guard(session, actor, "release", row)
    require_unhindered(session, row)
    require_reason(reason)
    row.assignee = row.assignee_name = row.instead_of = row.claimed_at = None
    row.version += 1
    remember(session, actor, row, "task:released", reason)
    return row


def reassign(
    session: Session,
    calls: Calls,
    actor: Actor,
    task_id: str,
    person: str,
    reason: str,
    *,
    version: int | None = None,
) -> TaskRow:
    """Give an open task to another person, with a reason; the guard says who may."""
    row = load(session, actor, task_id, lock=True)
    calls.guard(session, actor, "reassign", row)
    require_open(row)
    require_fresh(row, version)
    require_act(session, row, "reassign")
    require_reason(reason)
    before = row.assignee
    end_delegation(session, row)
    row.assignee, row.assignee_name = person, calls.name_of(session, actor.tenant, person)
    row.claimed_at, row.instead_of = clock.now(), None
    row.version += 1
    remember(session, actor, row, "task:reassigned", reason, {"from": before, "to": person})
    return row


def set_priority(
    session: Session, tenant: str, business_key: str, priority: int, *, unit: str
) -> None:
    """Give all open tasks of a case another urgency (0 emergency … 5 ordinary).

    Every list that shows one of them is told at once, whoever holds it.
    """
    changed = session.execute(
        update(TaskRow)
        .where(
            TaskRow.tenant == tenant, TaskRow.business_key == business_key,
            TaskRow.status == TaskStatus.OPEN, TaskRow.priority != priority,
        )
        .values(priority=priority)
    )  # fmt: skip
    if cast("CursorResult[Any]", changed).rowcount:
        signals.announce(session, tenant, unit, "inbox")
