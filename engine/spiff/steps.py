"""A node's specification moves a token through SpiffWorkflow's life of a task, in our semantics.

The library calls the hooks: a token arrives (update), works (run), leaves (complete) or is
cancelled; each hook has one plain verb here that the kinds of nodes override. Nothing is predicted,
because a token exists only where one really is.
"""

from __future__ import annotations

from typing import Any, cast

from SpiffWorkflow.bpmn.specs.mixins import BpmnSpecMixin
from SpiffWorkflow.util.task import TaskState

from engine.spiff.instance import Instance
from engine.spiff.leaving import send_on
from engine.spiff.nodes import Node
from engine.spiff.outcome import FactTag
from engine.spiff.tokens import Token


def instance_of(token: Token) -> Instance:
    """The running instance that a token belongs to."""
    return cast("Instance", token.workflow.top_workflow)


class Step(BpmnSpecMixin):
    """What all flow nodes have in common."""

    node: Node

    def test(self) -> None:
        """The drawing was checked when it was read."""

    def _predict(self, my_task: Token, *_: Any, **__: Any) -> None:
        """Nothing is predicted."""

    def _update_hook(self, my_task: Token) -> bool:
        return self.arrive(my_task)

    def _on_ready_hook(self, my_task: Token) -> None:
        instance_of(my_task).event_manager.remove_task(my_task)
        if self.runs(my_task):
            instance_of(my_task).await_turn(my_task)

    def _run_hook(self, my_task: Token) -> bool | None:
        return self.work(my_task)

    def _on_complete_hook(self, my_task: Token) -> None:
        self.leave(my_task)

    def _on_cancel(self, my_task: Token) -> None:
        self.undo(my_task)
        instance_of(my_task).prune(my_task)

    def arrive(self, token: Token) -> bool:
        """Take a token in; True when it may run."""
        self.enter(token)
        return True

    def enter(self, token: Token) -> None:
        """Note that a token has come to this node."""
        token.internal_data.pop("via", None)
        instance_of(token).note(FactTag.NODE_ENTERED, self.node, token)

    def runs(self, token: Token) -> bool:
        """Whether the loop runs it when ready; a task of a person waits instead."""
        return True

    def work(self, token: Token) -> bool | None:
        """Do what the node does; True when done, None when the answer comes later."""
        return True

    def leave(self, token: Token) -> None:
        """Go on after the work is done."""
        instance = instance_of(token)
        instance.note(FactTag.NODE_COMPLETED, self.node, token)
        send_on(instance, token, self.node)

    def undo(self, token: Token) -> None:
        """Take back what a cancelled token holds."""
        if token.state != TaskState.COMPLETED:
            instance_of(token).note(FactTag.NODE_CANCELLED, self.node, token)
