"""An event may have only the definitions that this engine executes at its place.

Source: BPMN 2.0.2 table 10.93 and §10.5.6; what the standard allows and we do not execute is
refused all the same.
"""

from __future__ import annotations

from engine.spiff.drawing import Drawing
from engine.spiff.nodes import EventKind, Node
from engine.spiff.vocabulary import ACTIVITIES, EVENTS

_WAITING = {EventKind.MESSAGE, EventKind.SIGNAL, EventKind.TIMER}
_PLACES: dict[str, set[EventKind]] = {
    "process-start": _WAITING,
    "sub-process-start": set(),
    "event-sub-process-start": _WAITING
    | {EventKind.CONDITIONAL, EventKind.ERROR, EventKind.ESCALATION},
    "intermediateCatchEvent": _WAITING | {EventKind.CONDITIONAL},
    "intermediateThrowEvent": {
        EventKind.MESSAGE,
        EventKind.SIGNAL,
        EventKind.ESCALATION,
        EventKind.COMPENSATE,
    },
    "boundaryEvent": set(EventKind) - {EventKind.TERMINATE},
    "endEvent": set(EventKind) - {EventKind.TIMER, EventKind.CONDITIONAL},
}
_THROWN = {"intermediateThrowEvent", "endEvent"}
_ALWAYS_INTERRUPT = {EventKind.ERROR, EventKind.CANCEL}
_NAMED = {EventKind.MESSAGE, EventKind.SIGNAL}


def _place(node: Node, drawing: Drawing) -> str:
    if node.kind != "startEvent":
        return node.kind
    owner = drawing.nodes.get(drawing.prefix + node.scope)
    if owner is None:
        return "process-start"
    return "event-sub-process-start" if owner.triggered_by_event else "sub-process-start"


def definitions_fit(drawing: Drawing) -> None:
    """Every definition is one that is executed where it stands."""
    for node in drawing.nodes.values():
        if node.kind not in EVENTS:
            continue
        place = _place(node, drawing)
        for event in node.events:
            if event.kind not in _PLACES[place]:
                drawing.findings.add(
                    "event-not-executable-here", node.id, event=event.kind, place=place
                )
        if place in {"intermediateCatchEvent", "boundaryEvent"} and not node.events:
            drawing.findings.add("event-without-definition", node.id)


def definitions_are_complete(drawing: Drawing) -> None:
    """What is thrown has a name or code, and an event waits for one timer at most."""
    for node in drawing.nodes.values():
        kinds = list(node.waits_for)
        if kinds.count(EventKind.TIMER) > 1:
            drawing.findings.add("several-timers-in-event", node.id)
        if node.parallel_multiple and node.kind == "startEvent":
            drawing.findings.add("unsupported-parallel-multiple-start", node.id)
        if len(kinds) > 1 and set(kinds) & {EventKind.COMPENSATE, EventKind.CANCEL}:
            drawing.findings.add("event-mixed", node.id)
        for event in node.events:
            throws_nameless = event.kind is EventKind.ERROR and node.kind in _THROWN
            if not event.name and (event.kind in _NAMED or throws_nameless):
                drawing.findings.add(f"{event.kind}-missing", node.id)


def boundaries_sit(drawing: Drawing) -> None:
    """A boundary event sits on an activity of its own scope and interrupts where it must."""
    for node in drawing.nodes.values():
        if node.kind != "boundaryEvent":
            continue
        host = drawing.nodes.get(node.attached_to or "")
        if host is None or host.kind not in ACTIVITIES or host.scope != node.scope:
            drawing.findings.add("boundary-host-unknown", node.id, host=node.attached_to)
        elif EventKind.CANCEL in node.waits_for and host.kind != "transaction":
            drawing.findings.add("cancel-outside-transaction", node.id)
        if not node.interrupting and set(node.waits_for) & _ALWAYS_INTERRUPT:
            drawing.findings.add("must-interrupt", node.id)


def starts_interrupt(drawing: Drawing) -> None:
    """An error that starts an event sub-process always interrupts."""
    for node in drawing.nodes.values():
        beside = node.kind == "startEvent" and not node.interrupting
        if beside and set(node.waits_for) & _ALWAYS_INTERRUPT:
            drawing.findings.add("must-interrupt", node.id)


def cancellations_are_caught(drawing: Drawing) -> None:
    """A cancel end stands in a transaction that has a cancel event on its edge."""
    for node in drawing.nodes.values():
        if node.kind != "endEvent" or EventKind.CANCEL not in node.waits_for:
            continue
        owner = drawing.nodes.get(drawing.prefix + node.scope)
        if owner is None or owner.kind != "transaction":
            drawing.findings.add("cancel-outside-transaction", node.id)
        elif not any(_cancels(drawing.nodes.get(key)) for key in owner.boundaries):
            drawing.findings.add("cancel-without-catcher", node.id)


def _cancels(boundary: Node | None) -> bool:
    return boundary is not None and EventKind.CANCEL in boundary.waits_for


RULES = (
    definitions_fit,
    definitions_are_complete,
    boundaries_sit,
    starts_interrupt,
    cancellations_are_caught,
)
