"""Gateways gather tokens and send them on; what they choose stands in `leaving`.

Source: BPMN 2.0.2 §13.4.
"""

from __future__ import annotations

from SpiffWorkflow.bpmn.specs.mixins import (
    EventBasedGatewayMixin,
    ExclusiveGatewayMixin,
    InclusiveGatewayMixin,
    ParallelGatewayMixin,
)

from engine.spiff import joins
from engine.spiff.leaving import send_on
from engine.spiff.outcome import FactTag
from engine.spiff.steps import Step, instance_of
from engine.spiff.tokens import Token


class ExclusiveStep(Step, ExclusiveGatewayMixin):
    """An exclusive gateway: every token passes and takes one way out."""


class JoiningStep(Step):
    """A gateway that may wait for several flows."""

    def arrive(self, token: Token) -> bool:
        if len(self.node.incoming) < 2:
            return super().arrive(token)
        if "arrived" not in token.internal_data:
            instance_of(token).note(FactTag.NODE_ENTERED, self.node, token)
        if not joins.gather(instance_of(token), token, self.node):
            return False
        return self.opens(token)

    def opens(self, token: Token) -> bool:
        """Whether the join may open now; if so it consumes what has arrived."""
        return False


class ParallelStep(JoiningStep, ParallelGatewayMixin):
    """A parallel gateway opens when every flow has brought a token."""

    def opens(self, token: Token) -> bool:
        if not joins.is_full(token, self.node):
            return False
        joins.open_join(instance_of(token), token)
        return True


class InclusiveStep(JoiningStep, InclusiveGatewayMixin):
    """An inclusive gateway opens when the loop finds that nothing more can come."""


class EventGatewayStep(Step, EventBasedGatewayMixin):
    """All events after an event gateway wait at once; the first to happen ends the others."""

    def leave(self, token: Token) -> None:
        instance = instance_of(token)
        instance.note(FactTag.NODE_COMPLETED, self.node, token)
        send_on(instance, token, self.node, race=token.name)
