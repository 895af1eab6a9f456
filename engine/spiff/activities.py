"""What all activities have in common, and the two that wait: for a person, for a message.

An activity may repeat and may have events on its edge; both hang on its outer token. Operations and
decisions stand in `services`, scopes in `subprocesses`. Source: BPMN 2.0.2 §13.3.
"""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs.mixins import (
    NoneTaskMixin,
    ReceiveTaskMixin,
    UserTaskMixin,
)
from SpiffWorkflow.util.task import TaskState

from engine.spiff import catching, compensating, joins, repeats
from engine.spiff.nodes import EventKind
from engine.spiff.outcome import FactTag
from engine.spiff.refusals import TimerUnreadable
from engine.spiff.steps import Step, instance_of
from engine.spiff.tokens import Token


class ActivityStep(Step):
    """What all activities have in common."""

    def arrive(self, token: Token) -> bool:
        if self.node.start_quantity > 1 and not self._enough(token):
            return False
        if "loop_of" in token.internal_data:
            return self._arrive_as_run(token)
        self.enter(token)
        for boundary in self.node.boundaries:
            instance_of(token).place(token.workflow, boundary, host=token.name)
        if self.node.loop is not None:
            return repeats.begin(instance_of(token), token, self.node, self.node.loop)
        return self.begin(token)

    def begin(self, token: Token) -> bool:
        """Open the work itself; True when it may run now."""
        return True

    def runs(self, token: Token) -> bool:
        return True

    def leave(self, token: Token) -> None:
        instance = instance_of(token)
        if "loop_of" in token.internal_data and self.node.loop is not None:
            instance.note(FactTag.NODE_COMPLETED, self.node, token, run=self._index(token))
            repeats.run_done(instance, token, self.node, self.node.loop)
            return
        self._release_events(token)
        compensating.remember(instance, token, self.node)
        super().leave(token)
        if "undo_for" in token.internal_data:
            compensating.go_on(instance, token)

    def undo(self, token: Token) -> None:
        super().undo(token)
        self._release_events(token)
        for run in repeats.runs_of(token) if "loop" in token.internal_data else ():
            run.cancel()

    def _run_hook(self, my_task: Token) -> bool | None:
        return True if "loop" in my_task.internal_data else self.work(my_task)

    def _arrive_as_run(self, token: Token) -> bool:
        loop, internal = self.node.loop, token.internal_data
        if loop is not None and loop.item is not None:
            token.data = {loop.item: internal["item"]}
        instance_of(token).note(FactTag.NODE_ENTERED, self.node, token, run=self._index(token))
        return self.begin(token)

    def _index(self, token: Token) -> object:
        return token.internal_data.get("index")

    def _enough(self, token: Token) -> bool:
        if "enough" in token.internal_data or "loop_of" in token.internal_data:
            return True
        if not joins.gather(instance_of(token), token, self.node):
            return False
        if joins.count(token) < self.node.start_quantity:
            return False
        token.internal_data["enough"] = True
        joins.open_join(instance_of(token), token, used=self.node.start_quantity)
        return True

    def _release_events(self, token: Token) -> None:
        for other in token.workflow.tokens_here() if self.node.boundaries else ():
            if other.internal_data.get("host") == token.name:
                other.cancel()


class PassStep(ActivityStep, NoneTaskMixin):
    """An abstract or manual task: this engine has nothing to do there."""


class UserStep(ActivityStep, UserTaskMixin):
    """A task that waits for a person."""

    def begin(self, token: Token) -> bool:
        instance_of(token).note(FactTag.TASK_OPENED, self.node, token)
        return True

    def runs(self, token: Token) -> bool:
        return "loop" in token.internal_data

    def work(self, token: Token) -> bool | None:
        instance_of(token).note(FactTag.TASK_COMPLETED, self.node, token)
        return True

    def undo(self, token: Token) -> None:
        if "loop" not in token.internal_data:
            instance_of(token).note(FactTag.TASK_CANCELLED, self.node, token)
        super().undo(token)


class ReceiveStep(ActivityStep, ReceiveTaskMixin):
    """A task that waits for a message."""

    def begin(self, token: Token) -> bool:
        if not catching.wait(instance_of(token), token):
            raise TimerUnreadable(node=self.node.id, expression="", problem="an empty schedule")
        return False

    def caught(self, token: Token, kind: EventKind) -> None:
        """Go on; other events of the same event gateway end."""
        race = token.internal_data.pop("race", None)
        for other in list(instance_of(token).tokens.values()):
            if race is not None and other.internal_data.get("race") == race:
                other.cancel()
        token._ready()  # noqa: SLF001  the library's own way to make a task runnable


def is_open_task(token: Token) -> bool:
    """Whether a token is a task that waits for a person."""
    return (
        token.state == TaskState.READY
        and token.task_spec.node.kind == "userTask"
        and "loop" not in token.internal_data
    )
