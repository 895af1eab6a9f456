"""A thrown event finds its catcher between two steps, before anything else runs.

A signal reaches everybody who waits now. An error, an escalation or a cancellation travels outwards
from where it was thrown: events on the activity itself, event sub-processes of the scope, events on
the activity around it, and so on; the first that matches catches it, one naming the code before one
that catches all. Messages leave the instance. Source: BPMN 2.0.2 §10.5.1, §10.5.6.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.spiff.catching import catches, correlation_of, happen, waiting
from engine.spiff.instance import Instance
from engine.spiff.leaving import inputs_of
from engine.spiff.nodes import EventDefinition, EventKind, Node
from engine.spiff.occurrences import Occurrence
from engine.spiff.outcome import FactTag, Thrown
from engine.spiff.refusals import UncaughtError
from engine.spiff.tokens import Token
from engine.spiff.waits import event_of

_THROWN = {
    EventKind.SIGNAL: FactTag.SIGNAL_THROWN,
    EventKind.ERROR: FactTag.ERROR_THROWN,
    EventKind.ESCALATION: FactTag.ESCALATION_THROWN,
    EventKind.CANCEL: FactTag.CANCEL_THROWN,
}


def throw(instance: Instance, token: Token, node: Node, event: EventDefinition) -> None:
    """Throw one event definition of a node."""
    if event.kind is EventKind.MESSAGE:
        _send(instance, token, node, event)
    elif event.kind in _THROWN:
        instance.note(_THROWN[event.kind], node, token, name=event.name)
        payload = inputs_of(instance, token, node) if event.kind is EventKind.SIGNAL else {}
        instance.occurrences.append(
            Occurrence(
                kind=event.kind,
                name=event.name,
                node=node.key,
                scope=token.workflow,
                payload=payload,
            )
        )
        if event.kind is EventKind.SIGNAL:
            _broadcast(instance, node, event, payload)


def _send(instance: Instance, token: Token, node: Node, event: EventDefinition) -> None:
    key = correlation_of(instance, token.workflow, token, node)
    payload = inputs_of(instance, token, node)
    instance.note(FactTag.MESSAGE_THROWN, node, token, name=event.name, correlation=key)
    instance.thrown.append(
        Thrown(message=event.name, node=node.key, payload=payload, correlation=key)
    )


def _broadcast(
    instance: Instance, node: Node, event: EventDefinition, payload: Mapping[str, object]
) -> None:
    instance.thrown.append(
        Thrown(
            message=event.name,
            node=node.key,
            payload=payload,
            correlation="",
            kind=EventKind.SIGNAL,
        )
    )


def fail(instance: Instance, token: Token, code: str) -> None:
    """Throw an error out of an activity; refuse it at once when nobody would catch it."""
    node: Node = token.task_spec.node
    instance.note(FactTag.ERROR_THROWN, node, token, name=code)
    occurrence = Occurrence(
        kind=EventKind.ERROR, name=code, node=node.key, scope=token.workflow, token=token.name
    )
    if _catcher(instance, occurrence) is None:
        raise UncaughtError(node=node.id, error=code)
    instance.occurrences.appendleft(occurrence)


def deliver(instance: Instance, occurrence: Occurrence) -> None:
    """Bring one thrown event to whoever catches it, then let the thrower go on."""
    _bring(instance, occurrence)
    thrower = instance.tokens.get(occurrence.resume or "")
    if thrower is not None:
        thrower.complete()


def _bring(instance: Instance, occurrence: Occurrence) -> None:
    if occurrence.kind is EventKind.SIGNAL:
        signal(instance, occurrence.name, occurrence.payload)
        return
    if not instance.alive(occurrence.scope):
        return
    catcher = _catcher(instance, occurrence)
    if catcher is not None:
        happen(instance, catcher, occurrence.kind, occurrence.name, {"code": occurrence.name})
    else:
        _uncaught(instance, occurrence)


def signal(instance: Instance, name: str, payload: Mapping[str, object]) -> int:
    """Let a signal happen to everybody who waits for it now; the count of those reached."""
    reached, event = 0, event_of(EventKind.SIGNAL, name)
    for token in [t for t, _ in waiting(instance) if catches(instance, t, event)]:
        if token.id in instance.event_manager.tasks:
            happen(instance, token, EventKind.SIGNAL, name, payload)
            reached += 1
    return reached


def _catcher(instance: Instance, occurrence: Occurrence) -> Token | None:
    scope, event = occurrence.scope, event_of(occurrence.kind, occurrence.name)
    activity = instance.tokens.get(occurrence.token) if occurrence.token else None
    while True:
        here = [
            (token, node)
            for token, node in waiting(instance)
            if token.workflow is scope and catches(instance, token, event)
        ]
        found = _best_of(here, activity, occurrence)
        if found is not None:
            return found
        activity = instance.owner_of(scope)
        if activity is None:
            return None
        scope = activity.workflow


def _best_of(
    here: list[tuple[Token, Node]], activity: Token | None, occurrence: Occurrence
) -> Token | None:
    """The catcher in one scope: on the activity left, else an event sub-process of the scope.

    What an event sub-process throws is never caught by the event sub-processes beside it.
    """
    hosts = _hosts(activity)
    found = _best([(t, n) for t, n in here if t.internal_data.get("host") in hosts], occurrence)
    if found is not None or (activity is not None and "triggered" in activity.internal_data):
        return found
    return _best([(t, n) for t, n in here if "arm" in t.internal_data], occurrence)


def _hosts(activity: Token | None) -> set[Any]:
    if activity is None:
        return set()
    return {activity.name, activity.internal_data.get("loop_of", activity.name)}


def _best(candidates: list[tuple[Token, Node]], occurrence: Occurrence) -> Token | None:
    """Of those who catch it, one that names it rather than one that catches all."""
    exact = [
        token
        for token, node in candidates
        if any(e.kind is occurrence.kind and e.name == occurrence.name for e in node.events)
    ]
    return next(iter(exact or [token for token, _ in candidates]), None)


def _uncaught(instance: Instance, occurrence: Occurrence) -> None:
    node = instance.diagram.nodes[occurrence.node]
    if occurrence.kind is EventKind.ESCALATION:
        instance.note(FactTag.ESCALATION_UNCAUGHT, node, None, name=occurrence.name)
        return
    instance.note(FactTag.ERROR_UNCAUGHT, node, None, name=occurrence.name)
    instance.failed = occurrence.name
    instance.end_event = node.id
    for token in list(instance.tokens_here()):
        token.cancel()
    instance.occurrences.clear()
