"""The timers and dates of a clock that stands still, and of one that goes on.

A timer of a paused deadline waits beyond all time instead of going away, so that it keeps its place
in the diagram and how many firings it has left.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from engine import definitions, instances
from engine.actors import Actor
from engine.instances import Calls, corridor
from engine.models import TaskRow, TaskStatus
from engine.spiff.advance import ArmedTimer, timers_of
from engine.spiff.nodes import Node, TimerForm
from workflows.deadlines.models import DeadlineRow
from workflows.deadlines.moving import Rearming

#: When a parked timer is due.
PARKED = datetime(9999, 1, 1, tzinfo=UTC)


def park(session: Session, calls: Calls, actor: Actor, deadline: DeadlineRow, reason: str) -> None:
    """Let no timer of a deadline fire, and show no due date, until it goes on."""
    session.flush()
    for timer, _ in _timers(session, deadline):
        instances.rearm(session, calls, actor, deadline.instance_id, timer.token, PARKED, reason)
    _show(session, deadline, None)


def set_going(
    session: Session,
    calls: Calls,
    actor: Actor,
    deadline: DeadlineRow,
    rearming: Rearming,
    reason: str,
) -> None:
    """Arm the timers of a deadline for their new instants, and show the new due date."""
    session.flush()
    for timer, node in _timers(session, deadline):
        due, *more = _instants(timer, node, rearming)
        instances.rearm(
            session, calls, actor, deadline.instance_id, timer.token, due, reason,
            more=tuple(more),
        )  # fmt: skip
    _show(session, deadline, deadline.effective)
    _amend(session, calls, actor, deadline, reason)


def _instants(timer: ArmedTimer, node: Node, rearming: Rearming) -> list[datetime]:
    """The instants that a timer has still to come: its last warnings, or the end."""
    forms = {event.timer.form for event in node.events if event.timer is not None}
    if TimerForm.CYCLE in forms and timer.remaining is not None and rearming.warnings:
        return list(rearming.warnings[-timer.remaining :])
    return [rearming.expires or PARKED]


def _timers(session: Session, deadline: DeadlineRow) -> Iterator[tuple[ArmedTimer, Node]]:
    instance = corridor.lock(session, deadline.tenant, deadline.instance_id)
    diagram = definitions.diagram(session, deadline.tenant, instance.definition_id)
    for timer in timers_of(diagram, instance.state):
        node = diagram.nodes[timer.node]
        if timer.anchor == deadline.anchor and node.id in deadline.nodes:
            yield timer, node


def _show(session: Session, deadline: DeadlineRow, due: datetime | None) -> None:
    """The tasks that show this deadline show its new end, also when it is a wider activity's."""
    session.execute(
        update(TaskRow)
        .where(
            TaskRow.tenant == deadline.tenant, TaskRow.instance_id == deadline.instance_id,
            TaskRow.due_code == deadline.code, TaskRow.status == TaskStatus.OPEN,
        )
        .values(due_at=due)
        .execution_options(synchronize_session="fetch")
    )  # fmt: skip


def _amend(
    session: Session, calls: Calls, actor: Actor, deadline: DeadlineRow, reason: str
) -> None:
    """Tasks opened later read the end of a wider activity from the process data."""
    instance = corridor.lock(session, deadline.tenant, deadline.instance_id)
    diagram = definitions.diagram(session, deadline.tenant, instance.definition_id)
    names = {
        node.due.text
        for node in diagram.nodes.values()
        if node.due is not None and node.deadline == deadline.code and node.due.text.isidentifier()
    }
    known = {name: deadline.effective.isoformat() for name in names if name in instance.facts}
    if known:
        instances.amend_data(
            session, calls, actor, deadline.instance_id, values=known, reason=reason
        )
