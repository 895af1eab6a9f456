"""Tasks that ask the world: operations, scripts by the operation of their text, and decisions.

An operation answers at once or later; while it has not answered its token stays started. A business
error leaves by the edge of the task, every other exception passes through. Source: BPMN 2.0.2
§13.3.3.
"""

from __future__ import annotations

from collections.abc import Mapping

from SpiffWorkflow.bpmn.specs.mixins import SendTaskMixin, ServiceTaskMixin
from SpiffWorkflow.util.task import TaskState

from engine.spiff.activities import ActivityStep
from engine.spiff.leaving import inputs_of
from engine.spiff.outcome import FactTag
from engine.spiff.script import evaluate
from engine.spiff.steps import instance_of
from engine.spiff.throwing import fail, throw
from engine.spiff.tokens import Token
from engine.spiff.world import BpmnError, OperationCall, Pending


class OperatingStep(ActivityStep):
    """What tasks that perform an operation have in common."""

    def work(self, token: Token) -> bool | None:
        operation = self.operation()
        if operation is None:
            return self.after(token)
        instance = instance_of(token)
        call = OperationCall(
            operation=operation,
            node=self.node.key,
            token=token.name,
            inputs=inputs_of(instance, token, self.node),
            data=instance.visible(token.workflow, token),
            reads=self.node.reads,
            writes=self.node.writes,
        )
        try:
            answer = instance.world.operate(call)
        except BpmnError as error:
            fail(instance, token, error.code)
            return None
        if isinstance(answer, Pending):
            token.internal_data["reference"] = answer.reference
            instance.note(FactTag.OPERATION_PENDING, self.node, token, operation=operation)
            return None
        self.take(token, answer)
        return True

    def operation(self) -> str | None:
        """Name of the operation."""
        if self.node.operation is None and self.node.script is not None:
            return f"script:{self.node.script}"
        return self.node.operation

    def take(self, token: Token, result: Mapping[str, object]) -> None:
        """Write the result and what follows from it."""
        instance = instance_of(token)
        instance.note(FactTag.OPERATION_PERFORMED, self.node, token, operation=self.operation())
        values: Mapping[str, object] = result
        if self.node.outputs:
            seen = {**result, "result": result}
            values = {o.name: evaluate(o.value, seen, node=self.node.id) for o in self.node.outputs}
        instance.write(token.workflow, token, values)
        self.after(token)

    def after(self, token: Token) -> bool:
        """What follows the operation."""
        return True


class ServiceStep(OperatingStep, ServiceTaskMixin):
    """A task that performs an operation, or a script by the operation of its text."""


class SendStep(OperatingStep, SendTaskMixin):
    """A task that sends a message, after its operation if it has one."""

    def after(self, token: Token) -> bool:
        for event in self.node.events:
            throw(instance_of(token), token, self.node, event)
        return True


class DecisionStep(ActivityStep):
    """A task that asks a decision and keeps the answer."""

    def work(self, token: Token) -> bool | None:
        instance, node = instance_of(token), self.node
        inputs = inputs_of(instance, token, node)
        if not node.inputs:
            inputs = instance.visible(token.workflow, token)
        answer = instance.world.decide(node.decision or "", inputs)
        instance.note(FactTag.DECISION_MADE, node, token, decision=node.decision)
        if node.result is not None:
            instance.write(token.workflow, token, {node.result: answer})
        elif isinstance(answer, Mapping):
            instance.write(token.workflow, token, answer)
        return True


def is_pending(token: Token) -> bool:
    """Whether a token is an operation that has not answered yet."""
    return token.state == TaskState.STARTED and "reference" in token.internal_data
