"""A repeated activity has one outer token that counts, and one inner token for each run.

Boundary events sit on the outer token. Each run sees its own item and writes into its own data,
which it leaves to the surrounding data when it is done, its item variable excepted.
Source: BPMN 2.0.2 §13.3.6, §13.3.7.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.spiff.instance import MOST_TOKENS, Instance
from engine.spiff.nodes import Behaviour, Loop, LoopKind, Node
from engine.spiff.refusals import ItemsUnreadable, TooManyTokens
from engine.spiff.script import decide_condition, evaluate
from engine.spiff.throwing import throw
from engine.spiff.tokens import Token


def begin(instance: Instance, token: Token, node: Node, loop: Loop) -> bool:
    """Set up the runs of an activity; True when there is nothing to run at all."""
    items = None if loop.kind is LoopKind.STANDARD else _items(instance, token, node, loop)
    total = loop.maximum if items is None else len(items)
    token.internal_data["loop"] = {"items": items, "total": total, "next": 0, "done": 0, "open": 0}
    if loop.collects and items is not None:
        token.internal_data["loop"]["left"] = [None] * len(items)
    if total == 0 or (loop.test_before and not _again(instance, token, node, loop)):
        return True
    token._set_state(TaskState.STARTED)  # noqa: SLF001  the library's own way for open work
    for _ in range(total or 1 if loop.kind is LoopKind.PARALLEL else 1):
        _start_run(instance, token, node, loop)
    return False


def run_done(instance: Instance, run: Token, node: Node, loop: Loop) -> None:
    """Take the data of a finished run, then start the next, or finish the whole."""
    outer = instance.tokens[run.internal_data["loop_of"]]
    state = outer.internal_data["loop"]
    _keep_data(instance, outer, run, loop)
    instance.prune(run)
    state["done"] += 1
    state["open"] -= 1
    if loop.throws is not None and (loop.behaviour is Behaviour.NONE or state["done"] == 1):
        throw(instance, outer, node, loop.throws)
    if _is_over(instance, outer, node, loop):
        _finish(instance, outer, loop)
    elif loop.kind is not LoopKind.PARALLEL:
        _start_run(instance, outer, node, loop)


def runs_of(outer: Token) -> list[Token]:
    """The open runs of a repeated activity."""
    return [t for t in outer.workflow.tokens_here() if t.internal_data.get("loop_of") == outer.name]


def _items(instance: Instance, token: Token, node: Node, loop: Loop) -> list[object]:
    data = instance.visible(token.workflow, token)
    value: object = None
    if loop.cardinality is not None:
        value = evaluate(loop.cardinality, data, node=node.id)
    elif loop.collection is not None:
        value = data.get(loop.collection)
    items = value if isinstance(value, list) else _numbered(value, node)
    if len(items) > MOST_TOKENS:
        raise TooManyTokens(node=node.id, limit=MOST_TOKENS, count=len(items))
    return items


def _numbered(value: object, node: Node) -> list[object]:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ItemsUnreadable(node=node.id, problem=f"{value!r} is neither")
    if not 0 <= value <= MOST_TOKENS:
        raise ItemsUnreadable(node=node.id, problem=f"{value} is not between 0 and {MOST_TOKENS}")
    return list(range(value))


def _start_run(instance: Instance, outer: Token, node: Node, loop: Loop) -> None:
    state = outer.internal_data["loop"]
    index = state["next"]
    state["next"] += 1
    state["open"] += 1
    item = None if state["items"] is None else state["items"][index]
    given: dict[str, Any] = {"loop_of": outer.name, "index": index, "item": item}
    instance.place(outer.workflow, node.key, **given)


def _keep_data(instance: Instance, outer: Token, run: Token, loop: Loop) -> None:
    hidden = {loop.item, loop.output_item if loop.collects else None}
    left = outer.internal_data["loop"].get("left")
    if left is not None and loop.output_item is not None:
        left[run.internal_data["index"]] = run.data.get(loop.output_item)
    kept = {key: value for key, value in run.data.items() if key not in hidden}
    instance.write(outer.workflow, outer, kept)


def _is_over(instance: Instance, outer: Token, node: Node, loop: Loop) -> bool:
    state = outer.internal_data["loop"]
    if loop.kind is LoopKind.STANDARD:
        return not _again(instance, outer, node, loop)
    if state["done"] == state["total"]:
        return True
    if loop.condition is None:
        return False
    data = instance.visible(outer.workflow, outer) | _counts(state)
    return decide_condition(loop.condition, data, node=node.id)


def _again(instance: Instance, outer: Token, node: Node, loop: Loop) -> bool:
    state = outer.internal_data["loop"]
    if loop.maximum is not None and state["done"] >= loop.maximum:
        return False
    if loop.condition is None:
        return True
    data = instance.visible(outer.workflow, outer) | {"loopCounter": state["done"]}
    return decide_condition(loop.condition, data, node=node.id)


def _counts(state: dict[str, Any]) -> dict[str, object]:
    return {
        "numberOfInstances": state["total"],
        "numberOfActiveInstances": state["open"],
        "numberOfCompletedInstances": state["done"],
        "numberOfTerminatedInstances": 0,
    }


def _finish(instance: Instance, outer: Token, loop: Loop) -> None:
    for run in runs_of(outer):
        run.cancel()
    left = outer.internal_data["loop"].get("left")
    if loop.collects and left is not None:
        instance.write(outer.workflow, outer, {loop.collects: left})
    outer.complete()
