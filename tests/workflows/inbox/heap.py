"""A heap of tasks made by chance but always the same, and what a patient reader would find in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from engine.actors import Actor, group
from engine.database import microseconds
from engine.models import TaskRow, TaskStatus
from tests.cast import EAST_LAKE, SOUTH_GATE, TENANT, person
from workflows.inbox.filters import RISKS, Due, Filter, View, due_of

#: She receives and mediates at one station; her colleague leads it.
READER = person("reader", ("R02", EAST_LAKE), ("R04", EAST_LAKE))
LEADER = person("leader", ("R06", EAST_LAKE))
PROCESSES = ("visit", "joint-mediation", "consultation")
_GROUPS = (
    group("R02", EAST_LAKE), group("R04", EAST_LAKE), group("R04", SOUTH_GATE),
    group("R08", "police"),
)  # fmt: skip


def pile(session: Session, now: datetime, number: int = 300) -> list[TaskRow]:
    """Open, done and held tasks of several groups, with and without a due date."""
    chance = Random(7)
    rows = [_task(chance, now, position) for position in range(number)]
    session.add_all(rows)
    session.flush()
    return rows


def _task(chance: Random, now: datetime, position: int) -> TaskRow:
    candidate_group = chance.choice(_GROUPS)
    holder = chance.choice([None, None, "reader", "colleague"])
    due = chance.choice([None, now + timedelta(hours=chance.randrange(-48, 24 * 12))])
    return TaskRow(
        tenant=TENANT, id=f"task-{position:04}", unit=candidate_group.partition("@")[2],
        instance_id=f"i{position}", business_key=f"c{position}", process=chance.choice(PROCESSES),
        node=f"step-{chance.randrange(4)}", token=f"t{position}", anchor=f"t{position}",
        name="一步", role=candidate_group[:3], candidate_group=candidate_group, assignee=holder,
        assignee_name=holder, opened_at=now, due_at=due, priority=chance.choice([0, 1, 2, 3, 4, 5]),
        status=chance.choice([TaskStatus.OPEN] * 5 + [TaskStatus.COMPLETED]),
    )  # fmt: skip


def found_by_hand(
    rows: list[TaskRow], actor: Actor, wanted: Filter, now: datetime, end_of_today: datetime
) -> list[str]:
    """What the view holds, row by row, without any index."""
    kept = [row for row in rows if _holds(row, actor, wanted, now, end_of_today)]
    return [row.id for row in sorted(kept, key=_urgency)]


def _urgency(row: TaskRow) -> tuple[int, int, str]:
    by = microseconds(row.due_at) if row.due_at else 9_000_000_000_000_000_000
    return (row.priority, by, row.id)


def _holds(
    row: TaskRow, actor: Actor, wanted: Filter, now: datetime, end_of_today: datetime
) -> bool:
    in_pool = row.assignee is None and row.candidate_group in actor.groups
    held = row.assignee == actor.id
    seen: dict[View, bool] = {
        View.POOL: in_pool, View.MINE: held, View.TEAM: row.unit == EAST_LAKE,
    }  # fmt: skip
    ends: dict[Due, datetime] = {
        Due.OVERDUE: now, Due.TODAY: end_of_today, Due.WEEK: end_of_today + timedelta(days=6),
    }  # fmt: skip
    due = due_of(wanted)
    checks: list[Callable[[], bool]] = [
        lambda: row.status == TaskStatus.OPEN,
        lambda: seen.get(wanted.view, in_pool or held),
        lambda: not wanted.process or row.process == wanted.process,
        lambda: not wanted.node or row.node == wanted.node,
        lambda: not wanted.unit or row.unit == wanted.unit,
        lambda: not wanted.risk or row.priority in RISKS[wanted.risk],
        lambda: due != Due.NEVER or row.due_at is None,
        lambda: due not in ends or (row.due_at is not None and row.due_at < ends[due]),
    ]
    return all(check() for check in checks)
