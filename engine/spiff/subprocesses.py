"""An activity that holds a scope opens it, waits while it runs, and leaves when it is quiet.

A scope is quiet when no token is left in it except event sub-processes that still wait. An embedded
sub-process shares the data around it; a called process has its own, filled by the call's inputs
(all data, if it has none) and read by its outputs. Source: BPMN 2.0.2 §13.3.4, §13.3.5, §13.5.4.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.specs.mixins import CallActivityMixin, SubWorkflowTaskMixin
from SpiffWorkflow.util.task import TaskState

from engine.spiff import catching
from engine.spiff.activities import ActivityStep
from engine.spiff.instance import Instance
from engine.spiff.leaving import assign, inputs_of
from engine.spiff.nodes import EventKind, Node
from engine.spiff.outcome import FactTag
from engine.spiff.steps import instance_of
from engine.spiff.tokens import Token


class ScopeStep(ActivityStep, SubWorkflowTaskMixin):
    """A sub-process, transaction, event sub-process or called process."""

    def arrive(self, token: Token) -> bool:
        if "arm" in token.internal_data:
            if not catching.wait(instance_of(token), token):
                instance_of(token).prune(token)
            return False
        return super().arrive(token)

    def work(self, token: Token) -> bool | None:
        instance = instance_of(token)
        scope = instance.create_subprocess(token, self.spec)
        if scope.isolated:
            given = inputs_of(instance, token, self.node)
            if not self.node.inputs:
                given = instance.visible(token.workflow, token)
            scope.data.update(given)
        open_scope(instance, scope)
        return None

    def undo(self, token: Token) -> None:
        if "arm" in token.internal_data:
            return
        instance = instance_of(token)
        scope = instance.subprocesses.get(token.id)
        super().undo(token)
        if scope is not None:
            for inner in scope.tokens_here():
                inner.cancel()
            instance.close(scope)

    def caught(self, token: Token, kind: EventKind) -> None:
        """Start the event sub-process, alone in its scope if it interrupts."""
        instance, start = instance_of(token), catching.awaited(instance_of(token), token)
        scope = token.workflow
        if start.interrupting:
            for other in scope.tokens_here():
                other.cancel()
        elif not catching.stays(token, start, kind):
            instance.prune(token)
        instance.place(scope, self.node.key, triggered=True)


class CallStep(ScopeStep, CallActivityMixin):
    """A called process."""


def open_scope(instance: Instance, scope: Any, entries: tuple[str, ...] | None = None) -> None:
    """Let the event sub-processes wait and place the first tokens."""
    instance.unsettled[scope.parent_task_id] = scope
    for trigger, start in scope.plan.triggers:
        instance.place(scope, trigger, arm=start)
    starts = scope.plan.starts if is_triggered(instance, scope) else scope.plan.entries
    for key in starts if entries is None else entries:
        instance.place(scope, key)


def is_triggered(instance: Instance, scope: Any) -> bool:
    """Whether a scope is that of an event sub-process, whose start event has happened."""
    owner = instance.owner_of(scope)
    return owner is not None and "triggered" in owner.internal_data


def settle(instance: Instance) -> bool:
    """Finish one scope that has become quiet; False when there is none."""
    while instance.unsettled:
        _, scope = instance.unsettled.popitem()
        if instance.alive(scope) and _is_quiet(scope) and not instance.ended:
            _finish(instance, scope)
            return True
    return False


def _is_quiet(scope: Any) -> bool:
    return all("arm" in token.internal_data for token in scope.tokens_here())


def _finish(instance: Instance, scope: Any) -> None:
    for token in scope.tokens_here():
        token.cancel()
    owner = instance.owner_of(scope)
    if owner is None:
        end(instance)
        return
    instance.close(scope)
    node: Node = owner.task_spec.node
    if scope.isolated and node.outputs:
        assign(instance, owner, node, scope.data)
    elif scope.isolated:
        instance.write(owner.workflow, owner, scope.data)
    if owner.state == TaskState.STARTED:
        owner.complete()


def end(instance: Instance, **detail: object) -> None:
    """Note that the whole instance is over."""
    instance.ended = True
    tag = FactTag.PROCESS_STOPPED if instance.stopped else FactTag.PROCESS_ENDED
    instance.note_process(tag, end_event=instance.end_event, failed=instance.failed, **detail)
