"""A diagram is one deployed process, read once and never changed by any instance.

It may be shared by all threads. SpiffWorkflow's specification of each scope stands beside our plan
of it; both are keyed like the sub-process, and the process itself by its id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from engine.spiff.nodes import EventDefinition, EventKind, Node, ScopePlan
from engine.spiff.reach import upstream_of_joins
from engine.spiff.script import Expression


@dataclass(frozen=True, kw_only=True)
class Diagram:
    """Everything that execution and the pages need of one process."""

    process_id: str
    name: str
    name_en: str
    #: Default unit of its tasks, or None for the unit the instance was started with.
    unit: Expression | None
    #: By key: the author's id, or `process/id` inside a called process.
    nodes: Mapping[str, Node]
    scopes: Mapping[str, ScopePlan]
    #: SpiffWorkflow's specifications by scope key.
    specs: Mapping[str, BpmnProcessSpec]
    #: Ids of the processes that it calls, at any depth.
    called: frozenset[str]
    #: The file as it is executed.
    normalised: bytes

    @cached_property
    def messages_starting(self) -> tuple[str, ...]:
        """Names of the messages that start an instance."""
        return tuple(e.name for _, e in self.starting(EventKind.MESSAGE))

    @cached_property
    def occasions_starting(self) -> tuple[str, ...]:
        """Names of all that starts an instance from outside: messages, then signals."""
        signals = (signal_start(e.name) for _, e in self.starting(EventKind.SIGNAL))
        return tuple(dict.fromkeys((*self.messages_starting, *signals)))

    def starting(self, kind: EventKind) -> Iterator[tuple[Node, EventDefinition]]:
        """The start events of the process that wait for an event of this kind."""
        for key in self.scopes[self.process_id].starts:
            for event in self.nodes[key].events:
                if event.kind is kind:
                    yield self.nodes[key], event

    @cached_property
    def decisions(self) -> frozenset[str]:
        """Ids of the decisions that its business rule tasks ask for."""
        return frozenset(n.decision for n in self.nodes.values() if n.decision)

    @cached_property
    def operations(self) -> frozenset[str]:
        """Names of the operations that it performs, scripts left out."""
        return frozenset(n.operation for n in self.nodes.values() if n.operation)

    @cached_property
    def forms(self) -> frozenset[str]:
        """Ids of the forms that its tasks and messages show."""
        return frozenset(n.form for n in self.nodes.values() if n.form)

    @cached_property
    def upstream(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """For each inclusive join and each flow into it, the nodes that can still reach it."""
        return upstream_of_joins(self.nodes)

    def start_event_for(self, occasion: str) -> str | None:
        """Id of the start event that a message, or what `signal_start` names, begins with."""
        by_message = self.starting(EventKind.MESSAGE)
        for node, event in by_message:
            if event.name == occasion:
                return node.id
        by_signal = self.starting(EventKind.SIGNAL)
        return next((n.id for n, event in by_signal if signal_start(event.name) == occasion), None)


def signal_start(name: str) -> str:
    """How a signal that starts a process is named beside the messages that do."""
    return f"signal:{name}"


def scope_of(node: Node, diagram: Diagram) -> str:
    """Key of the scope that a node lies in."""
    inner = node.key.removesuffix(node.id) + node.scope
    return inner if inner in diagram.scopes else node.scope


def scope_key(owner: Node) -> str:
    """Key of the scope that an activity opens."""
    return f"{owner.called}/{owner.called}" if owner.called else owner.key
