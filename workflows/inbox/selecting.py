"""The SQL of the inbox: one limited index range for each group of the actor, merged by urgency.

A group's open pool is an index range sorted by priority and due date; taking a page from each and
sorting the few rows keeps the cost independent of how many tasks are open.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, literal_column, or_, select, union_all

from engine.actors import Actor
from engine.database import microseconds
from engine.models import TaskRow, TaskStatus
from workflows.access.policy import sealed_from

#: Written into the statement: a partial index is used only for a value that is plain to see.
_OPEN: ColumnElement[str] = literal_column(f"'{TaskStatus.OPEN.value}'")


def urgency() -> tuple[Any, ...]:
    """Priority, then effective due, then age."""
    return (TaskRow.priority, TaskRow.urgent_by, TaskRow.id)


def mine(actor: Actor) -> ColumnElement[bool]:
    """Open tasks in the actor's hands."""
    return (
        (TaskRow.tenant == actor.tenant)
        & (TaskRow.assignee == actor.id)
        & (TaskRow.status == _OPEN)
    )


def pool_of(tenant: str, candidate_group: str) -> ColumnElement[bool]:
    """Open tasks of one group that nobody has taken."""
    return (
        (TaskRow.tenant == tenant)
        & (TaskRow.candidate_group == candidate_group)
        & (TaskRow.status == _OPEN)
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
        .where(
            TaskRow.tenant == actor.tenant,
            TaskRow.id.in_(select(merged.c.id)),
            # Asked of the few rows of a page only; a sealed case waits in nobody else's list.
            or_(TaskRow.assignee == actor.id, ~sealed_from(actor, TaskRow.business_key)),
        )
        .order_by(*urgency())
        .limit(most)
    )


def _limited(condition: ColumnElement[bool], due_before: datetime | None, most: int) -> Select[Any]:
    query = select(TaskRow.id).where(condition)
    if due_before is not None:
        query = query.where(TaskRow.urgent_by < microseconds(due_before))
    return query.order_by(*urgency()).limit(most)
