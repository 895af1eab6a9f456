"""The difference between what an instance waits for now and the rows that say so.

Tasks, timers and subscriptions are derived from the saved state: what is open and has no row gets
one, what has a row and is gone is closed. The same function therefore repairs rows after a fault.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from engine import signals
from engine.actors import group
from engine.instances.calls import DeadlineCall
from engine.instances.turn import Post, Turn
from engine.models import (
    DefinitionRow,
    InstanceRow,
    MessageRow,
    SubscriptionRow,
    TaskRow,
    TaskStatus,
    TimerRow,
    TimerState,
)
from engine.spiff.advance import Advance, ArmedTimer, OpenTask, Subscription, Thrown
from engine.spiff.parser import Diagram, Node

ORDINARY = 5


def write_difference(
    turn: Turn, instance: InstanceRow, definition: DefinitionRow, diagram: Diagram, result: Advance
) -> list[TaskRow]:
    """Bring the rows of an instance in line with its advanced state; gives the newly opened tasks.

    1. timers first, so that a task finds the deadline its boundary timers started;
    2. tasks opened and closed; 3. subscriptions; 4. open pages are told.
    """
    _sync_timers(turn, instance, result.timers)
    opened = _sync_tasks(turn, instance, definition, diagram, result.tasks)
    _sync_subscriptions(turn, instance, diagram, result.subscriptions)
    signals.announce(
        turn.session, instance.tenant, instance.unit, "inbox", f"case:{instance.business_key}"
    )
    return opened


def _sync_timers(turn: Turn, instance: InstanceRow, armed: Iterable[ArmedTimer]) -> None:
    rows = {
        row.token: row
        for row in turn.session.scalars(
            select(TimerRow).where(
                TimerRow.tenant == instance.tenant,
                TimerRow.instance_id == instance.id,
                TimerRow.state.in_([TimerState.ARMED, TimerState.DEAD]),
            )
        )
    }
    for timer in armed:
        row = rows.pop(timer.token, None)
        if row is None:
            turn.session.add(_timer_row(instance, timer))
        elif row.due_at != timer.due:
            row.due_at = row.next_try_at = timer.due
            row.state, row.attempts, row.last_error = TimerState.ARMED, 0, None
    for row in rows.values():
        row.state, row.settled_at = TimerState.CANCELLED, turn.event_time


def _timer_row(instance: InstanceRow, timer: ArmedTimer) -> TimerRow:
    return TimerRow(
        tenant=instance.tenant, unit=instance.unit, instance_id=instance.id,
        business_key=instance.business_key, node=timer.node, token=timer.token,
        anchor=timer.anchor, interrupting=timer.interrupting, due_at=timer.due,
        next_try_at=timer.due, state=TimerState.ARMED,
    )  # fmt: skip


def _sync_tasks(
    turn: Turn,
    instance: InstanceRow,
    definition: DefinitionRow,
    diagram: Diagram,
    waiting: Iterable[OpenTask],
) -> list[TaskRow]:
    rows = {
        row.token: row
        for row in turn.session.scalars(
            select(TaskRow).where(
                TaskRow.tenant == instance.tenant,
                TaskRow.instance_id == instance.id,
                TaskRow.status == TaskStatus.OPEN,
            )
        )
    }
    opened = [
        _open(turn, instance, definition, diagram.nodes[task.node], task)
        for task in waiting
        if rows.pop(task.token, None) is None
    ]
    for row in rows.values():
        row.status, row.completed_at = TaskStatus.CANCELLED, turn.event_time
        row.version += 1
        turn.calls.deadlines.settle(
            turn.session, instance.tenant, instance.id, row.anchor, turn.event_time,
            outcome="cancelled",
        )  # fmt: skip
    return opened


def _open(
    turn: Turn, instance: InstanceRow, definition: DefinitionRow, node: Node, task: OpenTask
) -> TaskRow:
    seen = dict(task.data)
    unit = _text(node.unit, seen) or instance.unit
    assignee = _text(node.assignee, seen) or None
    row = TaskRow(
        tenant=instance.tenant, unit=unit, instance_id=instance.id,
        business_key=instance.business_key, process=instance.process, node=node.id,
        token=task.token, anchor=task.anchor, name=node.name, name_en=node.name_en,
        stage=node.stage or "", item=str(task.item or ""), role=node.role or "",
        candidate_group=group(node.role or "", unit), form_key=node.form or "",
        form_id=definition.pins.get("forms", {}).get(node.form or ""),
        assignee=assignee,
        assignee_name=assignee and turn.calls.name_of(turn.session, instance.tenant, assignee),
        claimed_at=turn.event_time if assignee else None,
        opened_at=turn.event_time, due_at=_due(turn, instance, node, task),
        due_code=node.deadline or "", priority=_priority(node, seen), status=TaskStatus.OPEN,
    )  # fmt: skip
    turn.session.add(row)
    return row


def _text(expression: Any, seen: dict[str, Any]) -> str:
    value = None if expression is None else expression.evaluate(seen)
    return "" if value is None else str(value)


def _priority(node: Node, seen: dict[str, Any]) -> int:
    value: Any = seen.get("priority")
    if node.priority is not None:
        value = node.priority.evaluate(seen)
    return int(value) if value is not None else ORDINARY


def _due(turn: Turn, instance: InstanceRow, node: Node, task: OpenTask) -> datetime | None:
    if node.due is not None:
        value = node.due.evaluate(dict(task.data))
        return datetime.fromisoformat(str(value)) if value is not None else None
    if not node.deadline:
        return None
    call = DeadlineCall(
        session=turn.session, actor=turn.actor, tenant=instance.tenant, unit=instance.unit,
        business_key=instance.business_key, instance_id=instance.id, code=node.deadline,
        anchor=task.anchor, node=node.id, start=turn.event_time, arguments=task.data,
    )  # fmt: skip
    return turn.calls.deadlines.due(call).effective


def _sync_subscriptions(
    turn: Turn, instance: InstanceRow, diagram: Diagram, waiting: Iterable[Subscription]
) -> None:
    session, rows = turn.session, SubscriptionRow
    wanted = {(sub.token, sub.message): sub for sub in waiting}
    query = select(rows).where(rows.tenant == instance.tenant, rows.instance_id == instance.id)
    for row in session.scalars(query):
        sub = wanted.pop((row.token, row.message), None)
        if sub is None:
            session.execute(delete(rows).where(rows.tenant == row.tenant, rows.id == row.id))
        elif row.correlation != sub.correlation:
            row.correlation = sub.correlation
    session.add_all(
        rows(
            tenant=instance.tenant, unit=instance.unit, instance_id=instance.id,
            business_key=instance.business_key, token=sub.token, node=sub.node,
            message=sub.message, correlation=sub.correlation, act=diagram.nodes[sub.node].act,
        )
        for sub in wanted.values()
    )  # fmt: skip
    _post_kept(turn, instance, list(wanted.values()))


def _post_kept(turn: Turn, instance: InstanceRow, waiting: list[Subscription]) -> None:
    """A message that came too early is delivered to the subscription it was kept for."""
    if not waiting:
        return
    kept = MessageRow
    rows = turn.session.scalars(
        select(kept)
        .where(
            kept.tenant == instance.tenant,
            kept.name.in_({sub.message for sub in waiting}),
            kept.correlation.in_({sub.correlation for sub in waiting}),
            kept.expires_at > turn.event_time,
        )
        .order_by(kept.id)
        .with_for_update(skip_locked=True)
    )
    wanted = {(sub.message, sub.correlation) for sub in waiting}
    for row in rows:
        if (row.name, row.correlation) not in wanted:
            continue
        thrown = Thrown(
            message=row.name, node="", payload=dict(row.payload), correlation=row.correlation
        )
        turn.waiting.append(Post(message=thrown, unit=row.unit, sender=""))
        turn.session.delete(row)
