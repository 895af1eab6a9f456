"""Events begin, interrupt, wait, throw and end; what waiting means stands in `catching`.

Source: BPMN 2.0.2 §10.5, §13.5.
"""

from __future__ import annotations

from dataclasses import replace

from SpiffWorkflow.bpmn.specs.mixins import (
    BoundaryEventMixin,
    EndEventMixin,
    IntermediateCatchEventMixin,
    IntermediateThrowEventMixin,
    StartEventMixin,
)

from engine.spiff import catching, compensating, timers
from engine.spiff.nodes import EventKind
from engine.spiff.outcome import FactTag
from engine.spiff.refusals import TimerUnreadable
from engine.spiff.steps import Step, instance_of
from engine.spiff.throwing import throw
from engine.spiff.tokens import Token

#: What an end event may do to everything else in its scope.
_ENDING = {EventKind.TERMINATE, EventKind.CANCEL}


class StartStep(Step, StartEventMixin):
    """A start event; what it waited for has happened before its token exists."""


class CatchStep(Step, IntermediateCatchEventMixin):
    """An intermediate event that waits."""

    def arrive(self, token: Token) -> bool:
        self.enter(token)
        if not catching.wait(instance_of(token), token):
            raise TimerUnreadable(node=self.node.id, expression="", problem="an empty schedule")
        return False

    def caught(self, token: Token, kind: EventKind) -> None:
        """Go on; a cycle sends a token out at each instant and goes on itself at the last."""
        instance = instance_of(token)
        race = token.internal_data.pop("race", None)
        for other in list(instance.tokens.values()):
            if race is not None and other.internal_data.get("race") == race:
                other.cancel()
        if race is None and kind is EventKind.TIMER and timers.advance_schedule(token):
            catching.branch(instance, token)
            return
        timers.disarm(token)
        token._ready()  # noqa: SLF001  the library's own way to make a task runnable


class BoundaryStep(Step, BoundaryEventMixin):
    """An event on the edge of an activity."""

    def arrive(self, token: Token) -> bool:
        if not catching.wait(instance_of(token), token):
            instance_of(token).prune(token)
        return False

    def caught(self, token: Token, kind: EventKind) -> None:
        """Interrupt the activity, or branch off beside it."""
        instance = instance_of(token)
        if self.node.interrupting:
            host = instance.tokens[token.internal_data.pop("host")]
            token._ready()  # noqa: SLF001  the library's own way to make a task runnable
            host.cancel()
        elif catching.stays(token, self.node, kind):
            catching.branch(instance, token)
        else:
            token.internal_data.pop("host")
            token._ready()  # noqa: SLF001  the library's own way to make a task runnable

    def undo(self, token: Token) -> None:
        """An event that never happened leaves no trace."""


class ThrowingStep(Step):
    """What intermediate and end events that throw have in common."""

    def work(self, token: Token) -> bool | None:
        instance = instance_of(token)
        if compensating.begin(instance, token, self.node):
            return None
        for event in self.node.events:
            throw(instance, token, self.node, event)
        return True


class ThrowStep(ThrowingStep, IntermediateThrowEventMixin):
    """An intermediate event that throws, or one that only marks a place.

    It goes on only after what it threw has been delivered, since that may interrupt it.
    """

    def work(self, token: Token) -> bool | None:
        done, thrown = super().work(token), instance_of(token).occurrences
        if not done or not thrown:
            return done
        thrown[-1] = replace(thrown[-1], resume=token.name)
        return None

    def undo(self, token: Token) -> None:
        instance_of(token).note(FactTag.NODE_COMPLETED, self.node, token)


class EndStep(ThrowingStep, EndEventMixin):
    """An end event; terminate ends everything in its scope, cancel everything but itself."""

    def work(self, token: Token) -> bool | None:
        instance = instance_of(token)
        if "undone" not in token.internal_data and _ENDING & set(self.node.waits_for):
            for other in token.workflow.tokens_here():
                if other is not token:
                    other.cancel()
        if instance.is_outermost(token.workflow):
            instance.end_event = self.node.id
        return super().work(token)

    def leave(self, token: Token) -> None:
        instance_of(token).note(FactTag.NODE_COMPLETED, self.node, token)
