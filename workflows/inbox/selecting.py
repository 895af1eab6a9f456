"""The SQL of the inbox: one limited index range for each group of the actor, merged by urgency.

A group's open pool is an index range sorted by priority and due date; taking a page from each and
sorting the few rows keeps the cost independent of how many tasks are open.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, select, union_all

from engine.actors import Actor
from engine.models import TaskRow, TaskStatus

#: Rows without a due date come after all that have one.
_NEVER = 2**62


def urgency() -> tuple[Any, ...]:
    """Priority, then effective due, then age."""
    due = case((TaskRow.due_at.is_(None), _NEVER), else_=TaskRow.due_at)
    return (TaskRow.priority, due, TaskRow.id)


def mine(actor: Actor) -> ColumnElement[bool]:
    """Open tasks in the actor's hands."""
    return (
        (TaskRow.tenant == actor.tenant)
        & (TaskRow.assignee == actor.id)
        & (TaskRow.status == TaskStatus.OPEN)
    )


def pool_of(tenant: str, candidate_group: str) -> ColumnElement[bool]:
    """Open tasks of one group that nobody has taken."""
    return (
        (TaskRow.tenant == tenant)
        & (TaskRow.candidate_group == candidate_group)
        & (TaskRow.status == TaskStatus.OPEN)
        & (TaskRow.assignee.is_(None))
    )


def page(
    actor: Actor, *, with_mine: bool, with_pool: bool, due_before: datetime | None, most: int
) -> Select[Any]:
    """The ids of one page, most urgent first."""
    wanted: list[ColumnElement[bool]] = [mine(actor)] if with_mine else []
    if with_pool:
        wanted += [pool_of(actor.tenant, name) for name in sorted(actor.groups)]
    if not wanted:
        return select(TaskRow.id).where(TaskRow.id.is_(None))
    parts = [_limited(condition, due_before, most).subquery() for condition in wanted]
    merged = union_all(*[select(part.c.id) for part in parts]).subquery()
    return (
        select(TaskRow)
        .where(TaskRow.tenant == actor.tenant, TaskRow.id.in_(select(merged.c.id)))
        .order_by(*urgency())
        .limit(most)
    )


def _limited(
    condition: ColumnElement[bool], due_before: datetime | None, most: int
) -> Select[Any]:
    query = select(TaskRow.id).where(condition)
    if due_before is not None:
        query = query.where(TaskRow.due_at < due_before)
    return query.order_by(TaskRow.priority, TaskRow.due_at, TaskRow.id).limit(most)
