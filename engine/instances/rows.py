"""The difference between what an instance waits for now and the rows that say so.

Tasks, timers and subscriptions are derived from the saved state: what is open and has no row gets
one, what has a row and is gone is closed. The same function therefore repairs rows after a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Session, make_transient_to_detached

from engine import signals
from engine.actors import group
from engine.database import new_id, on_tables, table
from engine.deferring import learnt
from engine.definitions import Version
from engine.instances.calls import DeadlineCall
from engine.instances.turn import Post, Turn
from engine.instances.waiting import Waiting, cancel_timers, unsubscribe, waiting
from engine.models import (
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

_MESSAGES: Final = table(MessageRow)
_ARM: Final = insert(table(TimerRow))
_OPEN: Final = insert(table(TaskRow))
_SUBSCRIBE: Final = insert(table(SubscriptionRow))
_KEPT: Final = (
    select(_MESSAGES)
    .where(
        _MESSAGES.c.tenant == bindparam("of_tenant"),
        _MESSAGES.c.name.in_(bindparam("names", expanding=True)),
        _MESSAGES.c.correlation.in_(bindparam("correlations", expanding=True)),
        _MESSAGES.c.expires_at > bindparam("now"),
    )
    .order_by(_MESSAGES.c.id)
    .with_for_update(skip_locked=True)
)
_HAND_OUT: Final = delete(_MESSAGES).where(
    _MESSAGES.c.tenant == bindparam("of_tenant"), _MESSAGES.c.id == bindparam("of_id")
)


def write_difference(
    turn: Turn, instance: InstanceRow, definition: Version, diagram: Diagram, result: Advance
) -> list[TaskRow]:
    """Bring the rows of an instance in line with its advanced state; gives the newly opened tasks.

    1. timers first, so that a task finds the deadline its boundary timers started;
    2. tasks opened and closed; 3. subscriptions; 4. open pages are told.
    """
    before = waiting(turn.session, instance)
    _sync_timers(turn, instance, before, result.timers)
    opened, closed = _sync_tasks(turn, instance, definition, diagram, before, result.tasks)
    _sync_subscriptions(turn, instance, diagram, before, result.subscriptions)
    # Where a new task lies is known at the end: who opens it often takes it at once.
    lists: Sequence[str | Callable[[], str]] = [
        partial(list_with, row) for row in (*opened, *closed)
    ]
    # A step that moves no task may still change how those stand that were open and stay so.
    told = lists or [signals.list_of(whose) for whose in sorted(before.whose)]
    signals.announce(
        turn.session, instance.tenant, instance.unit, *told, f"case:{instance.business_key}"
    )
    return opened


#: With a task's id: it was opened by this transaction, so nobody has seen it yet.
NEW: Final = "task opened here"


def list_with(row: TaskRow) -> str:
    """The topic of the list in which a task stands: its holder's, or the pool of its group."""
    return signals.list_of(row.assignee or row.candidate_group)


def _sync_timers(
    turn: Turn, instance: InstanceRow, before: Waiting, armed: Iterable[ArmedTimer]
) -> None:
    new = []
    for timer in armed:
        row_id, due = before.timers.pop(timer.token, ("", None))
        if not row_id:
            new.append(_timer_row(instance, timer))
        elif due != timer.due:
            row = turn.session.get_one(TimerRow, (instance.tenant, row_id))
            row.due_at = row.next_try_at = timer.due
            row.state, row.attempts, row.last_error = TimerState.ARMED, 0, None
    if new:
        on_tables(turn.session, _ARM, new)
    cancel_timers(turn.session, instance.tenant, before.timers.values(), turn.event_time)


def _timer_row(instance: InstanceRow, timer: ArmedTimer) -> dict[str, Any]:
    return {
        "tenant": instance.tenant, "unit": instance.unit, "instance_id": instance.id,
        "business_key": instance.business_key, "node": timer.node, "token": timer.token,
        "anchor": timer.anchor, "interrupting": timer.interrupting, "due_at": timer.due,
        "next_try_at": timer.due, "state": TimerState.ARMED,
    }  # fmt: skip


def _sync_tasks(
    turn: Turn,
    instance: InstanceRow,
    definition: Version,
    diagram: Diagram,
    before: Waiting,
    wanted: Iterable[OpenTask],
) -> tuple[list[TaskRow], list[TaskRow]]:
    """The tasks that opened, and those that closed undone."""
    opened = [
        _task_values(turn, instance, definition, diagram.nodes[task.node], task)
        for task in wanted
        if before.tasks.pop(task.token, None) is None
    ]
    gone = before.tasks.values()
    closed = [turn.session.get_one(TaskRow, (instance.tenant, each)) for each in gone]
    for row in closed:
        row.status, row.completed_at = TaskStatus.CANCELLED, turn.event_time
        row.version += 1
        turn.calls.deadlines.settle(
            turn.session, instance.tenant, instance.id, row.anchor, turn.event_time,
            outcome="cancelled",
        )  # fmt: skip
    return _open(turn.session, opened), closed


def _open(session: Session, opened: Sequence[dict[str, Any]]) -> list[TaskRow]:
    """Insert tasks in one go; they are then objects of the session as if it had read them."""
    if not opened:
        return []
    on_tables(session, _OPEN, opened)
    rows = [TaskRow(**values) for values in opened]
    for row in rows:
        make_transient_to_detached(row)
    session.add_all(rows)
    learnt(session).update({(NEW, row.id): True for row in rows})
    return rows


def _task_values(
    turn: Turn, instance: InstanceRow, definition: Version, node: Node, task: OpenTask
) -> dict[str, Any]:
    seen = dict(task.data)
    unit = _text(node.unit, seen) or instance.unit
    assignee = _text(node.assignee, seen) or None
    return {
        "tenant": instance.tenant, "id": new_id(), "unit": unit, "instance_id": instance.id,
        "business_key": instance.business_key, "process": instance.process, "node": node.id,
        "token": task.token, "anchor": task.anchor, "name": node.name, "name_en": node.name_en,
        "stage": node.stage or "", "item": str(task.item or ""), "role": node.role or "",
        "candidate_group": group(node.role or "", unit), "form_key": node.form or "",
        "form_id": definition.pins.get("forms", {}).get(node.form or ""),
        "assignee": assignee,
        "assignee_name": assignee and turn.calls.name_of(turn.session, instance.tenant, assignee),
        "claimed_at": turn.event_time if assignee else None,
        "opened_at": turn.event_time, "due_at": _due(turn, instance, node, task),
        "due_code": node.deadline or "", "priority": _priority(node, seen),
        "status": TaskStatus.OPEN, "version": 1,
    }  # fmt: skip


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
    turn: Turn,
    instance: InstanceRow,
    diagram: Diagram,
    before: Waiting,
    wanted: Iterable[Subscription],
) -> None:
    session, new = turn.session, []
    for sub in wanted:
        row_id, correlation = before.subscriptions.pop((sub.token, sub.message), ("", ""))
        if not row_id:
            new.append(sub)
        elif correlation != sub.correlation:
            row = session.get_one(SubscriptionRow, (instance.tenant, row_id))
            row.correlation = sub.correlation
    unsubscribe(session, instance.tenant, before.subscriptions.values())
    if new:
        on_tables(session, _SUBSCRIBE, [_subscription_row(instance, diagram, sub) for sub in new])
        _post_kept(turn, instance, new)


def _subscription_row(instance: InstanceRow, diagram: Diagram, sub: Subscription) -> dict[str, Any]:
    return {
        "tenant": instance.tenant, "unit": instance.unit, "instance_id": instance.id,
        "business_key": instance.business_key, "token": sub.token, "node": sub.node,
        "message": sub.message, "correlation": sub.correlation,
        "act": diagram.nodes[sub.node].act,
    }  # fmt: skip


def _post_kept(turn: Turn, instance: InstanceRow, waiting: list[Subscription]) -> None:
    """A message that came too early is delivered to the subscription it was kept for."""
    wanted = {(sub.message, sub.correlation) for sub in waiting}
    names, correlations = (sorted(set(each)) for each in zip(*wanted, strict=True))
    rows = on_tables(turn.session, _KEPT,
        {
            "of_tenant": instance.tenant, "names": names, "correlations": correlations,
            "now": turn.event_time,
        },
    )  # fmt: skip
    for row in rows.all():
        if (row.name, row.correlation) not in wanted:
            continue
        thrown = Thrown(
            message=row.name, node="", payload=dict(row.payload), correlation=row.correlation
        )
        turn.waiting.append(Post(message=thrown, unit=row.unit, sender=""))
        on_tables(turn.session, _HAND_OUT, {"of_tenant": instance.tenant, "of_id": row.id})
