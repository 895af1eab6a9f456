"""An activity must say what it does; a compensation must find its handlers in its own scope.

Source: BPMN 2.0.2 §10.3, §10.7.
"""

from __future__ import annotations

from engine.spiff.drawing import Drawing
from engine.spiff.nodes import EventKind, Node

_MUST_SAY = {
    "serviceTask": ("operation", "operation-missing"),
    "businessRuleTask": ("decision", "decision-missing"),
    "scriptTask": ("script", "script-missing"),
    "callActivity": ("called", "called-process-missing"),
}
_UNDOING = {EventKind.COMPENSATE, EventKind.CANCEL}


def work_is_named(drawing: Drawing) -> None:
    """A task names its operation, decision, script or called process."""
    for node in drawing.nodes.values():
        attribute, rule = _MUST_SAY.get(node.kind, ("key", ""))
        if getattr(node, attribute) is None:
            drawing.findings.add(rule, node.id)


def items_do_not_interrupt_themselves(drawing: Drawing) -> None:
    """An event that an item throws when done may not end the items that still run."""
    for node in drawing.nodes.values():
        thrown = node.loop and node.loop.throws
        for key in node.boundaries if thrown else ():
            boundary = drawing.nodes.get(key)
            if boundary and boundary.interrupting and thrown in boundary.events:
                drawing.findings.add("unsupported-multi-instance-behaviour", node.id, event=key)


def handlers_stand_aside(drawing: Drawing) -> None:
    """A compensation handler is joined by an association only, to one activity."""
    handlers = {node.compensation for node in drawing.nodes.values() if node.compensation}
    for node in drawing.nodes.values():
        if node.for_compensation and (node.incoming or node.outgoing):
            drawing.findings.add("compensation-handler-in-flow", node.id)
        if EventKind.COMPENSATE in node.waits_for and node.kind == "boundaryEvent":
            host = drawing.nodes.get(node.attached_to or "")
            if host is not None and not _has_handler(host, drawing):
                drawing.findings.add("compensation-without-handler", node.id)
        if node.compensation is not None and node.loop is not None:
            drawing.findings.add("unsupported-compensated-loop", node.id)
        if node.key in handlers and not node.for_compensation:
            drawing.findings.add("compensation-handler-in-flow", node.id)


def _has_handler(host: Node, drawing: Drawing) -> bool:
    handler = drawing.nodes.get(host.compensation or "")
    return handler is not None and handler.scope == host.scope and handler.kind != "callActivity"


def compensations_reach(drawing: Drawing) -> None:
    """A compensation undoes activities of its own scope; what lies deeper is not executed."""
    for node in drawing.nodes.values():
        if node.kind == "boundaryEvent" or not set(node.waits_for) & _UNDOING:
            continue
        if _handlers_below(node, drawing):
            drawing.findings.add("unsupported-nested-compensation", node.id)
        for event in node.events:
            if event.kind is EventKind.COMPENSATE and event.name:
                meant = drawing.nodes.get(drawing.prefix + event.name)
                if meant is None or not meant.compensation or meant.scope != node.scope:
                    drawing.findings.add("compensation-activity-unknown", node.id)


def _handlers_below(node: Node, drawing: Drawing) -> bool:
    inner = {n.id for n in drawing.nodes.values() if n.scope == node.scope and _opens(n, drawing)}
    while inner:
        held = [n for n in drawing.nodes.values() if n.scope in inner]
        if any(n.compensation for n in held):
            return True
        inner = {n.id for n in held if _opens(n, drawing)}
    return False


def _opens(node: Node, drawing: Drawing) -> bool:
    return node.key in drawing.scopes


RULES = (
    work_is_named,
    items_do_not_interrupt_themselves,
    handlers_stand_aside,
    compensations_reach,
)
