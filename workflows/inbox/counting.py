"""How much waits: the numbers beside the views and in the navigation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from engine import clock
from engine.actors import Actor
from engine.database import microseconds
from engine.models import FailureRow, TaskRow
from workflows.access import Permission, may
from workflows.inbox.selecting import mine, pool_of

#: Priority of tasks that belong to a running emergency.
EMERGENCY = 0


def counts(
    session: Session, actor: Actor, *, end_of_today: datetime | None = None
) -> dict[str, int]:
    """Numbers by view: all, mine, pool, overdue, today, emergency, failures."""
    conditions = [mine(actor), *(pool_of(actor.tenant, name) for name in sorted(actor.groups))]
    found = {"mine": 0, "pool": 0, "overdue": 0, "today": 0, "emergency": 0}
    parts = [
        _numbers(position, condition, clock.now(), end_of_today)
        for position, condition in enumerate(conditions)
    ]
    # One statement for all groups, because each round trip costs more than the counting.
    for position, total, overdue, today, emergency in session.execute(union_all(*parts)):
        found["pool" if position else "mine"] += total
        found["overdue"] += overdue
        found["today"] += today
        found["emergency"] += emergency
    found["all"] = found["mine"] + found["pool"]
    if may(actor, Permission.FAILURE_READ):
        found["failures"] = _failures(session, actor)
    return found


def _numbers(
    position: int, condition: ColumnElement[bool], now: datetime, end_of_today: datetime | None
) -> Select[int, int, int, int, int]:
    return select(
        literal(position),
        func.count(),
        func.count().filter(TaskRow.urgent_by < microseconds(now)),
        func.count().filter(TaskRow.urgent_by < microseconds(end_of_today or now)),
        func.count().filter(TaskRow.priority == EMERGENCY),
    ).where(condition)


def _failures(session: Session, actor: Actor) -> int:
    query = select(func.count()).where(
        FailureRow.tenant == actor.tenant, FailureRow.resolved_at.is_(None)
    )
    return session.scalar(query) or 0
