"""Every scope must have a way to begin that this engine knows, and every node a way to be reached.

Source: BPMN 2.0.2 §10.3.5, §10.5.2, §13.5.4.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.spiff.drawing import Drawing
from engine.spiff.nodes import EventKind, Node, ScopePlan
from engine.spiff.reach import reachable


def _owned(drawing: Drawing) -> Iterator[tuple[ScopePlan, Node | None]]:
    """Each scope with the activity that holds it; None for the process itself."""
    for key, plan in drawing.scopes.items():
        yield plan, drawing.nodes.get(key)


def scopes_begin(drawing: Drawing) -> None:
    """A scope begins in exactly one way, or at all nodes without incoming flow."""
    for plan, owner in _owned(drawing):
        starts = [drawing.nodes[key] for key in plan.starts]
        name = plan.key.rpartition("/")[2]
        plain = [start for start in starts if not start.events]
        if len(plain) > 1:
            drawing.findings.add("several-plain-starts", plain[1].id)
        if owner is not None and owner.triggered_by_event:
            continue
        if not plan.entries and (owner is not None or not starts):
            drawing.findings.add("scope-without-start", name)


def triggers_are_events(drawing: Drawing) -> None:
    """An event sub-process has one start event, with a definition, and stands outside the flow."""
    for plan, owner in _owned(drawing):
        if owner is None or not owner.triggered_by_event:
            continue
        starts = [drawing.nodes[key] for key in plan.starts]
        if len(starts) != 1 or not starts[0].events:
            drawing.findings.add("event-sub-process-start", owner.id, starts=len(starts))
        if owner.incoming or owner.outgoing or owner.boundaries or owner.loop:
            drawing.findings.add("event-sub-process-in-flow", owner.id)
        if owner.kind == "transaction":
            drawing.findings.add("event-sub-process-transaction", owner.id)


def nodes_are_reachable(drawing: Drawing) -> None:
    """Every node can be reached from a start of its scope, unless an element was left out."""
    if drawing.findings.any_unsupported:
        return
    begin = {key for plan in drawing.scopes.values() for key in (*plan.entries, *plan.starts)}
    reached = reachable(begin, drawing.nodes)
    for node in drawing.nodes.values():
        if node.key in reached or node.triggered_by_event or _undoes(node):
            continue
        if node.kind == "eventBasedGateway" and not node.incoming:
            drawing.findings.add("unsupported-instantiating-gateway", node.id)
        else:
            drawing.findings.add("unreachable-node", node.id)


def _undoes(node: Node) -> bool:
    return node.kind == "boundaryEvent" and EventKind.COMPENSATE in node.waits_for


RULES = (scopes_begin, triggers_are_events, nodes_are_reachable)
