"""What an event waits for or throws, as SpiffWorkflow's event definitions compare it.

Timers are our own: the library's read the clock of the machine, ours know only their due instant.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions import (
    CancelEventDefinition,
    ConditionalEventDefinition,
    ErrorEventDefinition,
    EscalationEventDefinition,
    MessageEventDefinition,
    MultipleEventDefinition,
    NoneEventDefinition,
    SignalEventDefinition,
    TerminateEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.util import BpmnEvent

from engine.spiff.nodes import EventDefinition, EventKind, Node


class DueTimer(TimerEventDefinition):
    """A timer that has fired when the world's time has reached its due instant."""

    def has_fired(self, my_task: Any) -> bool:
        due: str | None = my_task.internal_data.get("due")
        return due is not None and due <= my_task.workflow.top_workflow.world.now.isoformat()


class Compensation(NoneEventDefinition):
    """A compensation; the library has none, and none but ours acts on it."""


_MAKERS: dict[EventKind, Callable[[EventDefinition], Any]] = {
    EventKind.MESSAGE: lambda e: MessageEventDefinition(e.name),
    EventKind.SIGNAL: lambda e: SignalEventDefinition(e.name),
    EventKind.ERROR: lambda e: ErrorEventDefinition(e.name, e.name or None),
    EventKind.ESCALATION: lambda e: EscalationEventDefinition(e.name, e.name or None),
    EventKind.TIMER: lambda e: DueTimer(e.timer.form, e.timer.text) if e.timer else None,
    EventKind.CONDITIONAL: lambda e: ConditionalEventDefinition(
        e.condition.text if e.condition else ""
    ),
    EventKind.CANCEL: lambda _: CancelEventDefinition(),
    EventKind.TERMINATE: lambda _: TerminateEventDefinition(),
    EventKind.COMPENSATE: lambda _: Compensation(),
}


def definition_of(node: Node) -> Any:
    """The library's event definition of a node; several become one that knows them all."""
    made = [_MAKERS[event.kind](event) for event in node.events]
    if not made:
        return NoneEventDefinition()
    return made[0] if len(made) == 1 else MultipleEventDefinition(made, node.parallel_multiple)


def event_of(kind: EventKind, name: str) -> BpmnEvent:
    """Something that happened, as the library's definitions compare it."""
    return BpmnEvent(_MAKERS[kind](EventDefinition(kind=kind, name=name)))
