"""Which node can send a token where is a question about the drawing alone, answered once.

A boundary event can be reached from the activity that it sits on. Nothing here looks at a running
instance.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.spiff.nodes import Node


def predecessors(nodes: Mapping[str, Node]) -> dict[str, set[str]]:
    """For each node, the nodes from which a token can come to it in one move."""
    before: dict[str, set[str]] = {key: set() for key in nodes}
    for node in nodes.values():
        for flow in node.outgoing:
            before[flow.target].add(node.key)
        if node.attached_to is not None:
            before[node.key].add(node.attached_to)
    return before


def upstream_of_joins(nodes: Mapping[str, Node]) -> dict[str, dict[str, frozenset[str]]]:
    """For each inclusive join and each flow into it, all nodes before it, the join left out."""
    before = predecessors(nodes)
    source = {flow.id: node.key for node in nodes.values() for flow in node.outgoing}
    return {
        node.key: {f: _all_before(source[f], node.key, before) for f in node.incoming}
        for node in nodes.values()
        if node.kind == "inclusiveGateway" and len(node.incoming) > 1
    }


def _all_before(start: str, without: str, before: Mapping[str, set[str]]) -> frozenset[str]:
    seen: set[str] = set()
    stack = [start]
    while stack:
        key = stack.pop()
        if key not in seen and key != without:
            seen.add(key)
            stack.extend(before[key])
    return frozenset(seen)


def reachable(begin: set[str], nodes: Mapping[str, Node]) -> set[str]:
    """All nodes that a token starting at any of these can come to, handlers included."""
    seen: set[str] = set()
    stack = list(begin)
    while stack:
        key = stack.pop()
        if key in seen or key not in nodes:
            continue
        seen.add(key)
        node = nodes[key]
        stack.extend(flow.target for flow in node.outgoing)
        stack.extend(node.boundaries)
        if node.compensation is not None:
            stack.append(node.compensation)
    return seen
