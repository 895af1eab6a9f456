"""The clocks of a resting task: which they are, and how they go on.

A clock around several resting tasks goes on with the last of them. When the case leaves a resting
task behind, its clocks go on by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, definitions, tasks
from engine.actors import Actor
from engine.instances import Calls, corridor
from engine.models import TaskRow, TaskStatus
from engine.spiff.advance import anchors_around
from workflows.cases.standstill import set_going
from workflows.deadlines import moving
from workflows.deadlines.models import DeadlineRow, DeadlineState
from workflows.deadlines.queries import calendar_for, open_of

_LEFT_BEHIND = "the case has gone on"


def clocks_of(session: Session, row: TaskRow) -> list[DeadlineRow]:
    """The open deadlines of a step and of the activities around it, the first to end first."""
    instance = corridor.load(session, row.tenant, row.instance_id)
    diagram = definitions.diagram(session, row.tenant, instance.definition_id)
    around = anchors_around(diagram, instance.state, row.token)
    found = open_of(session, row.tenant, row.instance_id)
    return sorted((each for each in found if each.anchor in around), key=lambda d: d.effective)


def go_on(
    session: Session, calls: Calls, actor: Actor, row: TaskRow, reason: str
) -> list[DeadlineRow]:
    """Resume the clocks of a task that no other resting task of the instance holds still.

    A task that is over has no place any more; then every clock that nobody holds still goes on.
    """
    session.flush()
    held = {each.id for other in _others(session, row) for each in clocks_of(session, other)}
    mine = (
        clocks_of(session, row)
        if row.status == TaskStatus.OPEN
        else open_of(session, row.tenant, row.instance_id)
    )
    moved = [each for each in mine if each.state is DeadlineState.PAUSED and each.id not in held]
    for each in moved:
        rearming = moving.resume(
            session, actor, each, at=clock.now(), reason=reason,
            calendar=calendar_for(session, row.tenant),
        )  # fmt: skip
        set_going(session, calls, actor, each, rearming, reason)
    return moved


def wake_left_behind(session: Session, calls: Calls, actor: Actor, case_id: str) -> None:
    """Let clocks go on that rest for a task which the case has left meanwhile."""
    rows, standings = TaskRow, tasks.StandingRow
    left = session.scalars(
        select(rows.id)
        .join(standings, (standings.tenant == rows.tenant) & (standings.task_id == rows.id))
        .where(
            rows.tenant == actor.tenant, rows.business_key == case_id,
            rows.status != TaskStatus.OPEN, standings.suspended_because.is_not(None),
        )
    ).all()  # fmt: skip
    for task_id in left:
        row = tasks.wake(session, actor, task_id)
        go_on(session, calls, actor, row, _LEFT_BEHIND)


def _others(session: Session, row: TaskRow) -> Iterable[TaskRow]:
    """Other tasks of the same instance that rest."""
    rows, standings = TaskRow, tasks.StandingRow
    return session.scalars(
        select(rows)
        .join(
            standings, (standings.tenant == rows.tenant) & (standings.task_id == rows.id)
        )
        .where(
            rows.tenant == row.tenant, rows.instance_id == row.instance_id, rows.id != row.id,
            rows.status == TaskStatus.OPEN, standings.suspended_because.is_not(None),
        )
    ).all()  # fmt: skip
