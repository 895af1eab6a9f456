"""What waits in an instance at rest is read off its tokens."""

from __future__ import annotations

from collections.abc import Iterator

from SpiffWorkflow.util.task import TaskState

from engine.spiff.activities import is_open_task
from engine.spiff.catching import waiting
from engine.spiff.instance import Instance
from engine.spiff.nodes import EventKind
from engine.spiff.outcome import (
    Advance,
    ArmedTimer,
    OpenTask,
    PendingOperation,
    Subscription,
)
from engine.spiff.script import plain_data
from engine.spiff.services import is_pending
from engine.spiff.state import dump
from engine.spiff.timers import due_of, remaining_of
from engine.spiff.tokens import Token, anchor_of


def report(instance: Instance) -> Advance:
    """The result of a step, with the new state."""
    return Advance(
        state=dump(instance),
        data=plain_data(instance.data),
        tasks=tuple(_tasks(instance)),
        timers=tuple(armed_timers(instance)),
        subscriptions=tuple(_subscriptions(instance)),
        pending=tuple(_pending(instance)),
        facts=tuple(instance.facts),
        thrown=tuple(instance.thrown),
        ended=instance.ended,
        end_event=instance.end_event if instance.ended else None,
        stopped=instance.stopped,
        failed=instance.failed,
    )


def armed_timers(instance: Instance) -> Iterator[ArmedTimer]:
    """All timers that wait."""
    for token, node in waiting(instance):
        due = due_of(token)
        if due is not None:
            yield ArmedTimer(
                token=token.name,
                node=node.key,
                anchor=anchor_of(token),
                due=due,
                interrupting=node.interrupting,
                remaining=remaining_of(token),
            )


def _tasks(instance: Instance) -> Iterator[OpenTask]:
    around: dict[object, dict[str, object]] = {}
    for token in instance.tokens.values():
        if token.state == TaskState.READY and is_open_task(token):
            scope = token.workflow
            if scope.parent_task_id not in around:
                around[scope.parent_task_id] = instance.visible(scope)
            own = plain_data(token.data) if "loop_of" in token.internal_data else {}
            yield OpenTask(
                token=token.name,
                node=token.task_spec.node.key,
                anchor=anchor_of(token),
                data=around[scope.parent_task_id] | own,
                item=_item(instance, token),
            )


def _item(instance: Instance, token: Token) -> object:
    """The item of the nearest multi-instance around a token: its own, or that of a sub-process."""
    around: Token | None = token
    while around is not None:
        item: object = around.internal_data.get("item")
        if item is not None:
            return item
        around = instance.owner_of(around.workflow)
    return None


def _subscriptions(instance: Instance) -> Iterator[Subscription]:
    for token, node in waiting(instance):
        for event in node.events:
            if event.kind in {EventKind.MESSAGE, EventKind.SIGNAL}:
                message = event.kind is EventKind.MESSAGE
                yield Subscription(
                    token=token.name,
                    node=node.key,
                    message=event.name,
                    correlation=token.internal_data.get("key", "") if message else "",
                    kind=event.kind,
                    anchor=anchor_of(token),
                )


def _pending(instance: Instance) -> Iterator[PendingOperation]:
    for token in instance.tokens.values():
        if is_pending(token):
            yield PendingOperation(
                token=token.name,
                node=token.task_spec.node.key,
                operation=token.task_spec.operation() or "",
                reference=token.internal_data["reference"],
            )
