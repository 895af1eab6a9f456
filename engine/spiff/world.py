"""The world is what a running diagram may ask of its surroundings: time, operations, decisions.

The caller gives it with every command and it holds for that command only. Nothing here reads a
clock, a database or the network; an operation that takes longer than the command answers `Pending`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class OperationCall:
    """What a service task asks for, with everything that it may know."""

    #: Name in the table of operations, such as `visit.open-case`; scripts are `script:<text>`.
    operation: str
    #: Node of the diagram, by the author's id.
    node: str
    #: The waiting place that a late answer is sent to; also a good idempotency key.
    token: str
    #: Values of the `sanlian:input` mappings.
    inputs: Mapping[str, object] = field(default_factory=dict)
    #: All process data visible at the node; read only.
    data: Mapping[str, object] = field(default_factory=dict)
    #: Names of the data objects that the node's data associations read and write.
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Pending:
    """The operation was accepted; its result comes later as `FinishOperation`."""

    #: What the caller wants to find again beside the waiting operation.
    reference: str = ""


class BpmnError(Exception):
    """A business error that the diagram may catch by its code (BPMN 2.0.2 §10.5.6)."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class World(Protocol):
    """What the caller provides; every exception except `BpmnError` passes through unchanged."""

    @property
    def now(self) -> datetime:
        """The present instant, aware."""

    @property
    def business_key(self) -> str:
        """The key that messages are correlated by unless the diagram says otherwise."""

    def operate(self, call: OperationCall) -> Mapping[str, object] | Pending:
        """Do a named operation now, or accept it for later."""

    def decide(self, decision: str, inputs: Mapping[str, object]) -> object:
        """Evaluate a decision by its id."""

    def deadline(
        self, code: str, arguments: Mapping[str, object], anchor: str, node: str
    ) -> datetime:
        """The instant of a deadline by its code; the anchor is the activity that it runs for."""

    def warnings(
        self, code: str, arguments: Mapping[str, object], anchor: str, node: str
    ) -> Sequence[datetime]:
        """The instants before a deadline at which somebody is warned."""
