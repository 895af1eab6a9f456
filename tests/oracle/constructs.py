"""What a node of a model is called in a table of constructs."""

from __future__ import annotations

from collections.abc import Iterator

from tests.oracle.model import Node, Plan

_PLAIN = {
    "pass": "task", "fail": "service task with a business error", "receive": "receive task", "send": "send task",
    "call": "call activity", "transaction": "transaction", "race": "event-based gateway",
    "none": "plain intermediate event", "linkThrow": "link event (throw)",
    "linkCatch": "link event (catch)", "sub": "sub-process", "user": "user task",
}  # fmt: skip
_GATEWAYS = {"xor": "exclusive", "or": "inclusive", "and": "parallel"}
_LOOPS = {
    "standard": "standard loop", "parallel": "parallel multi-instance",
    "sequential": "sequential multi-instance",
}  # fmt: skip


def labels(plan: Plan) -> dict[str, frozenset[str]]:
    """The constructs of every node, by its id."""
    return {
        node.id: frozenset({_label(node, within), *_details(node)})
        for node, within in _placed(plan)
    }


def _details(node: Node) -> Iterator[str]:
    if node.loop is not None and node.loop.until:
        yield "completion condition of a multi-instance"
    if node.loop is not None and node.loop.collection:
        yield "multi-instance over a data object"


def _placed(plan: Plan) -> Iterator[tuple[Node, Plan]]:
    for node in plan.nodes.values():
        yield node, plan
        if node.inner is not None:
            yield from _placed(node.inner)


def _label(node: Node, plan: Plan) -> str:
    if node.undoes:
        return "compensation handler"
    if node.kind in _GATEWAYS:
        side = "join" if len(plan.into(node.id)) > 1 else "split"
        return f"{_GATEWAYS[node.kind]} gateway ({side})"
    if node.loop is not None:
        of = "sub-process" if node.inner else "task"
        return f"{_LOOPS[node.loop.kind]} of a {of}"
    if node.starts > 1 or node.produces > 1:
        return "start quantity" if node.starts > 1 else "completion quantity"
    if node.kind == "user" and any(flow.when for flow in plan.out_of(node.id)):
        return "conditional flows out of a task"
    return _PLAIN.get(node.kind) or _event(node)


def _event(node: Node) -> str:
    kinds = "multiple" if len(node.events) > 1 else (*(e.kind for e in node.events), "plain")[0]
    kinds = "parallel multiple" if node.all_of else kinds
    if kinds == "timer" and node.events[0].times > 1:
        kinds = "timer cycle"
    how = "interrupting" if node.interrupting else "not interrupting"
    if node.kind == "edge":
        return f"boundary event: {kinds}, {how}"
    if node.kind == "start":
        return f"event sub-process: {kinds}, {how}" if node.events else "start event"
    if node.kind == "eventSub":
        return "event sub-process"
    return {"catch": "catch", "throw": "throw", "end": "end"}[node.kind] + f" event: {kinds}"
