"""A waiting event is a token that knows what it waits for and what its happening leads to.

An intermediate event goes on; a boundary event that interrupts first cancels the activity it sits
on, one that does not sends a further token out and keeps waiting while it can happen again; an
event sub-process does the same to the scope around it. Source: BPMN 2.0.2 §13.5.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.util.task import TaskState

from engine.spiff import timers
from engine.spiff.instance import Instance
from engine.spiff.leaving import assign, send_on
from engine.spiff.nodes import EventDefinition, EventKind, Node
from engine.spiff.outcome import FactTag
from engine.spiff.script import evaluate, may_hold
from engine.spiff.tokens import Token, anchor_of

_FACTS = {
    EventKind.TIMER: FactTag.TIMER_FIRED,
    EventKind.MESSAGE: FactTag.MESSAGE_RECEIVED,
    EventKind.SIGNAL: FactTag.SIGNAL_RECEIVED,
    EventKind.CONDITIONAL: FactTag.CONDITION_MET,
    EventKind.ERROR: FactTag.ERROR_CAUGHT,
    EventKind.ESCALATION: FactTag.ESCALATION_CAUGHT,
    EventKind.CANCEL: FactTag.CANCEL_CAUGHT,
}
#: Kinds that can happen again to a waiting event that does not interrupt.
_RECURRING = frozenset(
    {EventKind.MESSAGE, EventKind.SIGNAL, EventKind.CONDITIONAL, EventKind.ESCALATION}
)


def awaited(instance: Instance, token: Token) -> Node:
    """The event that a waiting token stands for: its own, or the start of its event sub-process."""
    arm: str | None = token.internal_data.get("arm")
    node: Node = token.task_spec.node
    return instance.diagram.nodes[arm] if arm else node


def waiting(instance: Instance) -> Iterator[tuple[Token, Node]]:
    """All waiting events, oldest first."""
    held = instance.event_manager.tasks
    for token in list(instance.tokens.values()):
        if token.id in held:
            yield token, awaited(instance, token)


def catches(instance: Instance, token: Token, event: BpmnEvent) -> bool:
    """Whether what a waiting token waits for is this event, as the library compares them."""
    spec = token.task_spec
    arm = token.internal_data.get("arm")
    if arm:
        spec = instance.diagram.specs[spec.spec].task_specs[instance.diagram.nodes[arm].id]
    return bool(spec.event_definition.catches(token, event))


def wait(instance: Instance, token: Token) -> bool:
    """Begin to wait; False when there is nothing to wait for, as with an empty schedule."""
    node = awaited(instance, token)
    armed = [_begin(instance, token, node, event) for event in node.events]
    token._set_state(TaskState.WAITING)  # noqa: SLF001  the library's own way for waiting tasks
    instance.event_manager.add_task(token)
    return any(armed)


def _begin(instance: Instance, token: Token, node: Node, event: EventDefinition) -> bool:
    if event.kind is EventKind.TIMER:
        return timers.arm(instance, token, node, event, anchor_of(token))
    if event.kind is EventKind.MESSAGE:
        token.internal_data["key"] = correlation_of(instance, token.workflow, token, node)
    if event.kind is EventKind.CONDITIONAL:
        token.internal_data["held"] = False
        instance.data_changed = True
    return True


def correlation_of(instance: Instance, scope: Any, token: Token | None, node: Node) -> str:
    """The key of a message here: all parts of the author's expression, else the business key."""
    if node.correlation is None:
        return instance.world.business_key
    value = evaluate(node.correlation, instance.visible(scope, token), node=node.id)
    parts = value if isinstance(value, list) else [value]
    return "|".join("" if part is None else str(part) for part in parts)


def refresh_keys(instance: Instance) -> None:
    """Let the keys that messages are awaited by follow the data that they are made of."""
    for token, node in waiting(instance):
        if node.correlation is not None and "key" in token.internal_data:
            key = correlation_of(instance, token.workflow, token, node)
            token.internal_data["key"] = key


def happen(
    instance: Instance, token: Token, kind: EventKind, name: str, payload: Mapping[str, object]
) -> None:
    """Let the awaited event of a waiting token happen."""
    node = awaited(instance, token)
    if kind is EventKind.TIMER:
        name = token.internal_data.get("due", "")
    if node.parallel_multiple and not _complete_set(token, node, kind, name):
        return
    if token.task_spec.node.kind == "boundaryEvent":
        instance.note(FactTag.NODE_ENTERED, node, token)
    instance.note(_FACTS[kind], node, token, name=name)
    assign(instance, token, node, payload)
    token.task_spec.caught(token, kind)


def stays(token: Token, node: Node, kind: EventKind) -> bool:
    """Whether an event that does not interrupt keeps waiting after it has happened."""
    more_time = timers.advance_schedule(token) if kind is EventKind.TIMER else False
    if kind in _RECURRING:
        return True
    return more_time or any(
        event.kind in _RECURRING or (event.kind is EventKind.TIMER and "due" in token.internal_data)
        for event in node.events
    )


def branch(instance: Instance, token: Token) -> None:
    """Send a further token out of an event that keeps waiting."""
    send_on(instance, token, token.task_spec.node)


def _complete_set(token: Token, node: Node, kind: EventKind, name: str) -> bool:
    seen = token.internal_data.setdefault("seen", [])
    wanted = [f"{e.kind}:{e.name}" for e in node.events]
    this = f"{kind}:" if kind is EventKind.TIMER else f"{kind}:{name}"
    if this not in seen:
        seen.append(this)
    if kind is EventKind.TIMER:
        timers.disarm(token)
    if any(each not in seen for each in wanted):
        return False
    token.internal_data["seen"] = []
    return True


def meet_conditions(instance: Instance) -> bool:
    """Let one conditional event happen whose condition has become true; False when none has."""
    if not instance.data_changed:
        return False
    for token, node in waiting(instance):
        for event in node.events:
            if event.condition is not None and _became_true(instance, token, node, event):
                happen(instance, token, EventKind.CONDITIONAL, "", {})
                return True
    instance.data_changed = False
    return False


def _became_true(instance: Instance, token: Token, node: Node, event: EventDefinition) -> bool:
    if event.condition is None:
        return False
    scope = token.workflow
    data = instance.visible(scope, _place_of(instance, token))
    before = token.internal_data.get("held", False)
    holds = may_hold(event.condition, data, node=node.id)
    token.internal_data["held"] = holds
    return holds and not before


def _place_of(instance: Instance, token: Token) -> Token | None:
    host: str | None = token.internal_data.get("host")
    return instance.tokens.get(host) if host else token
