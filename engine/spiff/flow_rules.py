"""Flows must leave no question open at a gateway, and events keep to their end of a flow.

Source: BPMN 2.0.2 §8.4.13, §10.6.
"""

from __future__ import annotations

from engine.spiff.drawing import Drawing
from engine.spiff.nodes import EventKind, Node

_AWAITABLE = {EventKind.MESSAGE, EventKind.SIGNAL, EventKind.TIMER, EventKind.CONDITIONAL}


def events_keep_their_end(drawing: Drawing) -> None:
    """Nothing flows into a start or a boundary event, nor out of an end event."""
    for node in drawing.nodes.values():
        if node.kind == "startEvent" and node.incoming:
            drawing.findings.add("flow-into-start", node.id)
        if node.kind == "boundaryEvent" and node.incoming:
            drawing.findings.add("flow-into-boundary", node.id)
        if node.kind == "endEvent" and node.outgoing:
            drawing.findings.add("flow-out-of-end", node.id)


def choices_are_decided(drawing: Drawing) -> None:
    """Every way out of an exclusive gateway has a condition or is its default."""
    for node in drawing.nodes.values():
        if node.kind == "exclusiveGateway" and len(node.outgoing) > 1:
            for flow in node.outgoing:
                if flow.condition is None and not flow.default:
                    drawing.findings.add("flow-without-condition", flow.id, gateway=node.id)
        if node.kind == "eventBasedGateway":
            for flow in node.outgoing:
                if flow.condition is not None or flow.default:
                    drawing.findings.add("flow-after-event-gateway", flow.id, gateway=node.id)


def event_gateways_wait(drawing: Drawing) -> None:
    """An event gateway leads to events and receive tasks only, and nothing else leads to them."""
    for node in drawing.nodes.values():
        if node.kind != "eventBasedGateway":
            continue
        if not node.outgoing:
            drawing.findings.add("event-gateway-without-event", node.id)
        for flow in node.outgoing:
            target = drawing.nodes.get(flow.target)
            if target is None or not _may_be_raced(target):
                drawing.findings.add("event-gateway-target", node.id, target=flow.target)


def _may_be_raced(target: Node) -> bool:
    if len(target.incoming) != 1 or target.boundaries or target.loop:
        return False
    if target.kind == "receiveTask":
        return True
    return target.kind == "intermediateCatchEvent" and set(target.waits_for) <= _AWAITABLE


RULES = (events_keep_their_end, choices_are_decided, event_gateways_wait)
