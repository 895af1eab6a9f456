"""Compensation runs the handlers of what was done in a scope, one by one, the latest first.

The event that asked for it goes on when the last handler is done. Only activities directly in the
scope are undone; a diagram that would need more is refused when it is read.
Source: BPMN 2.0.2 §13.5.5.
"""

from __future__ import annotations

from SpiffWorkflow.util.task import TaskState

from engine.spiff.instance import Instance
from engine.spiff.nodes import EventKind, Node
from engine.spiff.tokens import Token


def remember(instance: Instance, token: Token, node: Node) -> None:
    """Note a finished activity that has a handler."""
    if node.compensation is not None:
        token.workflow.undoable.append(node.key)


def begin(instance: Instance, token: Token, node: Node) -> bool:
    """Start the handlers that a throwing event asks for; False when there is nothing to undo."""
    if "undone" in token.internal_data:
        return False
    todo = _asked_for(token, node)
    token.internal_data["undone"] = True
    if not todo:
        return False
    undoable = token.workflow.undoable
    token.workflow.undoable = [key for key in undoable if key not in todo]
    _undo(instance, token, list(reversed(todo)))
    return True


def go_on(instance: Instance, token: Token) -> None:
    """Start the next handler after one is done, or wake the event that asked."""
    asked = instance.tokens.get(token.internal_data.get("undo_for", ""))
    if asked is None:
        return
    todo = token.internal_data["undo_next"]
    if todo:
        _undo(instance, asked, todo)
    else:
        asked._set_state(TaskState.READY)  # noqa: SLF001  a started task has no public way back
        instance.await_turn(asked)


def _asked_for(token: Token, node: Node) -> list[str]:
    undoable: list[str] = token.workflow.undoable
    for event in node.events:
        if event.kind is EventKind.CANCEL or (
            event.kind is EventKind.COMPENSATE and not event.name
        ):
            return list(undoable)
        if event.kind is EventKind.COMPENSATE:
            return [key for key in undoable if key.rpartition("/")[2] == event.name]
    return []


def _undo(instance: Instance, asked: Token, todo: list[str]) -> None:
    key, *rest = todo
    handler = instance.diagram.nodes[key].compensation
    if handler is not None:
        instance.place(asked.workflow, handler, undo_for=asked.name, undo_next=rest)
