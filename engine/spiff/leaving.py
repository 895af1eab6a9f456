"""A token that is done leaves by its flows; values cross the border of a node by its assignments.

Ways out are chosen as drawn: an exclusive gateway takes the first true one, a parallel gateway and
an event gateway all; any other node takes every flow without condition and every one whose
condition is true, and its default only if no condition is. Nothing true and no default is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.spiff.instance import Instance
from engine.spiff.nodes import Flow, Node
from engine.spiff.outcome import FactTag
from engine.spiff.refusals import NoFlowTaken
from engine.spiff.script import decide_condition, evaluate
from engine.spiff.tokens import Token, anchor_of

_UNCONDITIONAL = frozenset({"parallelGateway", "eventBasedGateway"})


def send_on(instance: Instance, token: Token, node: Node, **internal: object) -> None:
    """Make the token that follows on each flow that is taken, as often as the node says."""
    for flow in chosen(instance, token.workflow, node):
        for _ in range(node.completion_quantity):
            instance.note(FactTag.FLOW_TAKEN, node, token, flow=flow.id)
            instance.succeed(token, flow, **internal)


def chosen(instance: Instance, scope: Any, node: Node) -> Sequence[Flow]:
    """The flows by which a node is left on the present data."""
    if node.kind in _UNCONDITIONAL or not any(f.condition or f.default for f in node.outgoing):
        return node.outgoing
    data = instance.visible(scope)
    conditional = [flow for flow in node.outgoing if flow.condition and not flow.default]
    if node.kind == "exclusiveGateway":
        taken = next(([f] for f in conditional if _true(f, data, node)), [])
    else:
        taken = [flow for flow in conditional if _true(flow, data, node)]
    if not taken:
        taken = [flow for flow in node.outgoing if flow.default]
    free = [flow for flow in node.outgoing if not flow.condition and not flow.default]
    if not taken and not free:
        raise NoFlowTaken(node=node.id)
    return [flow for flow in node.outgoing if flow in taken or flow in free]


def _true(flow: Flow, data: Mapping[str, object], node: Node) -> bool:
    return flow.condition is not None and decide_condition(flow.condition, data, node=node.id)


def inputs_of(instance: Instance, token: Token, node: Node) -> dict[str, object]:
    """The values of a node's inputs on the data that its token sees."""
    if not node.inputs:
        return {}
    data, anchor = instance.visible(token.workflow, token), anchor_of(token)
    return {
        each.name: evaluate(each.value, data, node=node.id, world=instance.world, anchor=anchor)
        for each in node.inputs
    }


def assign(instance: Instance, token: Token, node: Node, result: Mapping[str, object]) -> None:
    """Write a node's outputs, evaluated over a result or payload."""
    scope, place = token.workflow, token
    host = token.internal_data.get("host")
    if host:
        place = instance.tokens.get(host, token)
    values = {each.name: evaluate(each.value, result, node=node.id) for each in node.outputs}
    instance.write(scope, place, values)


def assign_start(instance: Instance, starts: Sequence[Node], payload: Mapping[str, object]) -> None:
    """Write the outputs of the start events that an instance begins by."""
    for node in starts:
        values = {each.name: evaluate(each.value, payload, node=node.id) for each in node.outputs}
        instance.write(instance, None, values)
