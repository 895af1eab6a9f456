"""A join holds one token that counts what has arrived by each flow, and opens when it may.

A parallel join opens when every flow has brought a token and keeps what is left over for the next
round. An inclusive join opens when no token elsewhere in the scope could still bring one to a flow
that has none, unless that token could as well reach one that has. Source: BPMN 2.0.2 §13.4.1, .3.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.spiff.instance import Instance
from engine.spiff.nodes import Node
from engine.spiff.tokens import Token


def gather(instance: Instance, token: Token, node: Node) -> bool:
    """Count an arriving token; True when this token is the one that stands for the join."""
    via = token.internal_data.pop("via", None)
    arrived = token.internal_data.get("arrived") or ({via: 1} if via else {})
    standing = next((t for t in _waiting_at(token.workflow, node) if t is not token), None)
    if standing is None:
        token.internal_data["arrived"] = arrived
        token._set_state(TaskState.WAITING)  # noqa: SLF001  the library's own way for joins
        return True
    held = standing.internal_data["arrived"]
    for flow, count in arrived.items():
        held[flow] = held.get(flow, 0) + count
    instance.prune(token)
    standing.task_spec._update(standing)  # noqa: SLF001  the library's own door for news
    return False


def _waiting_at(scope: Any, node: Node) -> list[Token]:
    return [
        task
        for task in scope.tokens_here()
        if task.task_spec.node is node and "arrived" in task.internal_data
    ]


def is_full(token: Token, node: Node) -> bool:
    """Whether every flow has brought a token."""
    return all(token.internal_data["arrived"].get(flow) for flow in node.incoming)


def count(token: Token) -> int:
    """How many tokens have arrived in all."""
    return sum(token.internal_data["arrived"].values())


def open_join(instance: Instance, token: Token, *, used: int | None = None) -> None:
    """Consume one token of each flow (or a number of them in all) and keep the rest waiting."""
    arrived = token.internal_data.pop("arrived")
    rest = _less_each(arrived) if used is None else _less(arrived, used)
    if rest:
        instance.place(token.workflow, token.task_spec.node.key, arrived=rest)


def _less_each(arrived: dict[str, int]) -> dict[str, int]:
    return {flow: n - 1 for flow, n in arrived.items() if n > 1}


def _less(arrived: dict[str, int], used: int) -> dict[str, int]:
    rest = {}
    for flow, n in arrived.items():
        taken = min(n, used)
        used -= taken
        if n > taken:
            rest[flow] = n - taken
    return rest


def open_inclusive(instance: Instance) -> bool:
    """Open one inclusive join that waits for nothing any more; False when there is none."""
    for token in list(instance.tokens.values()):
        node = token.task_spec.node
        waits = node.kind == "inclusiveGateway" and "arrived" in token.internal_data
        if waits and not _may_still_come(instance, token, node):
            open_join(instance, token)
            token._ready()  # noqa: SLF001  the library's own way to make a task runnable
            return True
    return False


def _may_still_come(instance: Instance, token: Token, node: Node) -> bool:
    arrived = token.internal_data["arrived"]
    leads_to = instance.diagram.upstream[node.key]
    empty = set().union(*(leads_to[flow] for flow in node.incoming if flow not in arrived))
    filled = set().union(*(leads_to[flow] for flow in node.incoming if flow in arrived))
    return any(
        other.task_spec.node.key in empty - filled
        for other in token.workflow.tokens_here()
        if other is not token and not {"arm", "host"} & other.internal_data.keys()
    )
