"""The world as one instance sees it during one step: operations, decisions, deadlines, the time.

`engine.spiff` is pure and asks this object for everything else. It is made for one step and
thrown away with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import definitions
from engine.errors import NotFound
from engine.instances.calls import Call, DeadlineCall, Due
from engine.instances.turn import Turn
from engine.models import InstanceRow
from engine.spiff.advance import OperationCall


class UnknownOperation(NotFound):
    """A diagram names an operation that the house does not offer (the gate should have seen it)."""

    code = "unknown-operation"
    sentence = "Expected an operation called {operation}, but the table has none."


@dataclass(frozen=True, kw_only=True)
class InstanceWorld:
    """One step's answers; implements the `World` of `engine.spiff.advance`."""

    turn: Turn
    instance: InstanceRow
    definition: definitions.Version
    now: datetime
    start: Callable[..., str]

    @property
    def business_key(self) -> str:
        """The case that the instance belongs to."""
        return self.instance.business_key

    def operate(self, call: OperationCall) -> Any:
        """Run an operation of the table inside this transaction."""
        operation = self.turn.calls.operations.get(call.operation)
        if operation is None:
            raise UnknownOperation(operation=call.operation)
        return operation(self._call(call))

    def _call(self, call: OperationCall) -> Call:
        row = self.instance
        return Call(
            session=self.turn.session, calls=self.turn.calls, actor=self.turn.actor,
            tenant=row.tenant, unit=row.unit, instance_id=row.id, business_key=row.business_key,
            process=row.process, node=call.node, token=call.token, inputs=call.inputs,
            facts=call.data, event_time=self.turn.event_time, start=self.start,
        )  # fmt: skip

    def decide(self, decision_id: str, inputs: Mapping[str, Any]) -> object:
        """Ask the decision version that this process version pinned."""
        pin = self.definition.pins["decisions"][decision_id]
        model = definitions.decision(self.turn.session, self.instance.tenant, pin)
        return model.decide(decision_id, inputs)

    def deadline(self, code: str, arguments: Mapping[str, Any], anchor: str, node: str) -> datetime:
        """The first instant at which a named deadline is missed."""
        return self._due(code, arguments, anchor, node).expires

    def warnings(
        self, code: str, arguments: Mapping[str, Any], anchor: str, node: str
    ) -> list[datetime]:
        """At which instants a named deadline warns."""
        return list(self._due(code, arguments, anchor, node).warnings)

    def _due(self, code: str, arguments: Mapping[str, Any], anchor: str, node: str) -> Due:
        row = self.instance
        return self.turn.calls.deadlines.due(
            DeadlineCall(
                session=self.turn.session, actor=self.turn.actor, tenant=row.tenant,
                unit=row.unit, business_key=row.business_key, instance_id=row.id, code=code,
                anchor=anchor, node=node, start=self.turn.event_time, arguments=arguments,
            )
        )  # fmt: skip
