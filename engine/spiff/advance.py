"""One command, one step: the state goes in, the step loop runs to rest, the new state comes out.

Pure: nothing is stored and no clock is read. Every refusal leaves the caller with the state it had.
The names that callers need stand here together.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from engine.spiff import loop, subprocesses
from engine.spiff.applying import apply
from engine.spiff.commands import (
    AmendData,
    Command,
    CompleteTask,
    Deliver,
    FailOperation,
    FinishOperation,
    FireTimer,
    MoveToken,
    Rearm,
    SkipTimer,
    Stop,
)
from engine.spiff.diagram import Diagram
from engine.spiff.enclosing import anchors_around
from engine.spiff.instance import Instance
from engine.spiff.leaving import assign_start
from engine.spiff.nodes import EventKind
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
from engine.spiff.refusals import (
    HasEnded,
    NobodyWaits,
    NotYetDue,
    StartUnknown,
    TokenGone,
)
from engine.spiff.report import armed_timers, report
from engine.spiff.state import load, new_instance
from engine.spiff.world import BpmnError, OperationCall, Pending, World

__all__ = [
    "Advance",
    "AmendData",
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
    "MoveToken",
    "NobodyWaits",
    "NotYetDue",
    "OpenTask",
    "OperationCall",
    "Pending",
    "PendingOperation",
    "Rearm",
    "SkipTimer",
    "StartUnknown",
    "Stop",
    "Subscription",
    "Thrown",
    "TokenGone",
    "World",
    "advance",
    "anchors_around",
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
    apply(instance, command)
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
