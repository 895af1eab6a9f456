"""One command, one step: the state goes in, the step loop runs to rest, the new state comes out.

Pure: nothing is stored and no clock is read. Every refusal leaves the caller with the state it had.
The names that callers need stand here together.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import UTC

from engine.spiff import loop, subprocesses, throwing, timers
from engine.spiff.activities import is_open_task, is_pending
from engine.spiff.catching import happen, waiting
from engine.spiff.commands import (
    Command,
    CompleteTask,
    Deliver,
    FailOperation,
    FinishOperation,
    FireTimer,
    Rearm,
    Stop,
)
from engine.spiff.diagram import Diagram
from engine.spiff.instance import Instance
from engine.spiff.leaving import assign_start
from engine.spiff.nodes import EventKind, Node
from engine.spiff.outcome import (
    Advance,
    ArmedTimer,
    Fact,
    FactTag,
    OpenTask,
    PendingOperation,
    Subscription,
    Thrown,
)
from engine.spiff.refusals import HasEnded, NobodyWaits, NotYetDue, StartUnknown, TokenGone
from engine.spiff.report import armed_timers, report
from engine.spiff.state import load, new_instance
from engine.spiff.tokens import Token
from engine.spiff.world import BpmnError, OperationCall, Pending, World

__all__ = [
    "Advance",
    "ArmedTimer",
    "BpmnError",
    "Command",
    "CompleteTask",
    "Deliver",
    "Diagram",
    "EventKind",
    "Fact",
    "FactTag",
    "FailOperation",
    "FinishOperation",
    "FireTimer",
    "HasEnded",
    "NobodyWaits",
    "NotYetDue",
    "OpenTask",
    "OperationCall",
    "Pending",
    "PendingOperation",
    "Rearm",
    "StartUnknown",
    "Stop",
    "Subscription",
    "Thrown",
    "TokenGone",
    "World",
    "advance",
    "start",
    "timers_of",
]


def start(
    diagram: Diagram,
    data: Mapping[str, object],
    world: World,
    *,
    start_event: str | None = None,
    payload: Mapping[str, object] | None = None,
    seed: uuid.UUID | None = None,
) -> Advance:
    """Begin an instance with its data, at its plain start or at a named start event.

    The payload is that of the message that starts it. The seed names its tokens; a caller who may
    have to repeat the step gives the same one.
    """
    instance = new_instance(diagram, world, seed or uuid.uuid4())
    begin(instance, data, start_event=start_event, payload=payload or {})
    return report(instance)


def advance(diagram: Diagram, state: bytes, command: Command, world: World) -> Advance:
    """Apply one command to a saved state."""
    instance = load(diagram, state, world)
    step(instance, command)
    return report(instance)


def begin(
    instance: Instance,
    data: Mapping[str, object],
    *,
    start_event: str | None,
    payload: Mapping[str, object],
) -> None:
    """Start a new instance in memory."""
    instance.write(instance, None, data)
    entries = _entries(instance.diagram, start_event)
    instance.note_process(FactTag.PROCESS_STARTED, start_event=start_event)
    assign_start(instance, [instance.diagram.nodes[key] for key in entries], payload)
    subprocesses.open_scope(instance, instance, entries)
    loop.run(instance)


def step(instance: Instance, command: Command) -> None:
    """Apply one command to an instance in memory."""
    if instance.ended:
        raise HasEnded
    _apply(instance, command)
    loop.run(instance)


def timers_of(diagram: Diagram, state: bytes) -> tuple[ArmedTimer, ...]:
    """All timers that are armed in a saved state."""
    return tuple(armed_timers(load(diagram, state, None)))


def _entries(diagram: Diagram, start_event: str | None) -> tuple[str, ...]:
    plan = diagram.scopes[diagram.process_id]
    if start_event is not None:
        if start_event not in plan.starts:
            raise StartUnknown(process=diagram.process_id, problem=f"{start_event} is none")
        return (start_event,)
    if plan.entries:
        return plan.entries
    if len(plan.starts) != 1:
        raise StartUnknown(process=diagram.process_id, problem=f"it has {len(plan.starts)}")
    return plan.starts


def _apply(instance: Instance, command: Command) -> None:
    if isinstance(command, CompleteTask):
        _complete(instance, command)
    elif isinstance(command, FireTimer):
        _fire(instance, command)
    elif isinstance(command, Deliver):
        _deliver(instance, command)
    elif isinstance(command, FinishOperation):
        token = _token(instance, command.token, wanted=is_pending)
        token.internal_data.pop("reference")
        token.task_spec.take(token, command.result)
        token.complete()
    elif isinstance(command, FailOperation):
        token = _token(instance, command.token, wanted=is_pending)
        throwing.fail(instance, token, command.error_code)
    elif isinstance(command, Rearm):
        _rearm(instance, command)
    else:
        _stop(instance, command)


def _complete(instance: Instance, command: CompleteTask) -> None:
    token = _token(instance, command.token, wanted=is_open_task)
    instance.write(token.workflow, token, command.data)
    token.run()


def _fire(instance: Instance, command: FireTimer) -> None:
    token, node = _armed(instance, command.token)
    due = timers.due_of(token)
    if due is None or due > instance.world.now:
        raise NotYetDue(node=node.id, due=due)
    happen(instance, token, EventKind.TIMER, "", {})


def _rearm(instance: Instance, command: Rearm) -> None:
    token, node = _armed(instance, command.token)
    timers.move(token, command.due)
    due = command.due.astimezone(UTC).isoformat()
    instance.note(FactTag.TIMER_MOVED, node, token, due=due)


def _deliver(instance: Instance, command: Deliver) -> None:
    if command.kind is EventKind.SIGNAL:
        if not throwing.signal(instance, command.message, command.payload):
            raise NobodyWaits(message=command.message)
        return
    for token, node in waiting(instance):
        if _receives(token, node, command):
            happen(instance, token, EventKind.MESSAGE, command.message, command.payload)
            return
    if command.token is not None and command.token not in instance.tokens:
        raise TokenGone(token=command.token)
    raise NobodyWaits(message=command.message)


def _receives(token: Token, node: Node, command: Deliver) -> bool:
    if command.token not in {None, token.name}:
        return False
    if command.correlation is None and command.token is None:
        return False
    if command.correlation not in {None, token.internal_data.get("key")}:
        return False
    return any(e.kind is EventKind.MESSAGE and e.name == command.message for e in node.events)


def _armed(instance: Instance, name: str) -> tuple[Token, Node]:
    for token, node in waiting(instance):
        if token.name == name and timers.due_of(token) is not None:
            return token, node
    raise TokenGone(token=name)


def _token(instance: Instance, name: str, *, wanted: Callable[[Token], bool]) -> Token:
    token = instance.tokens.get(name)
    if token is None or not wanted(token):
        raise TokenGone(token=name)
    return token


def _stop(instance: Instance, command: Stop) -> None:
    instance.stopped = True
    for token in instance.tokens_here():
        if token.name in instance.tokens:
            token.cancel()
    instance.occurrences.clear()
    subprocesses.end(instance, reason=command.reason)
