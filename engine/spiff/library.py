"""SpiffWorkflow parses the normalised file into its specifications, with our steps as task specs.

Its parser is extended at the points made for that: the class of each element, of a process, of a
node. All nodes of a scope are parsed, in the order of the file and without recursion along the
flows, so that the length of a process does not matter and nothing is dropped unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from engine.spiff import activities, events, gateways, services, subprocesses
from engine.spiff.diagram import scope_key
from engine.spiff.nodes import Node
from engine.spiff.reading import Element, children
from engine.spiff.vocabulary import FLOW_NODES
from engine.spiff.waits import definition_of

_STEPS: Mapping[str, type] = {
    "task": activities.PassStep,
    "manualTask": activities.PassStep,
    "userTask": activities.UserStep,
    "receiveTask": activities.ReceiveStep,
    "sendTask": services.SendStep,
    "serviceTask": services.ServiceStep,
    "scriptTask": services.ServiceStep,
    "businessRuleTask": services.DecisionStep,
    "subProcess": subprocesses.ScopeStep,
    "transaction": subprocesses.ScopeStep,
    "callActivity": subprocesses.CallStep,
    "exclusiveGateway": gateways.ExclusiveStep,
    "inclusiveGateway": gateways.InclusiveStep,
    "parallelGateway": gateways.ParallelStep,
    "eventBasedGateway": gateways.EventGatewayStep,
    "startEvent": events.StartStep,
    "endEvent": events.EndStep,
    "intermediateCatchEvent": events.CatchStep,
    "intermediateThrowEvent": events.ThrowStep,
    "boundaryEvent": events.BoundaryStep,
}


class StepParser(TaskParser):
    """Parses one flow node into its step."""

    @property
    def bpmn_attributes(self) -> dict[str, Any]:
        return {"lane": self.lane, "bpmn_name": self.node.get("name")}

    def parse_node(self) -> Any:
        node: Node = self.process_parser.parser.nodes[self.bpmn_id]
        step = self.spec_class(self.spec, self.bpmn_id, **self.arguments(node))
        step.node = node
        return step

    def arguments(self, node: Node) -> dict[str, Any]:
        """What the library's classes want beside the id."""
        return self.bpmn_attributes


class EventParser(StepParser):
    """Parses a node that has an event definition."""

    def arguments(self, node: Node) -> dict[str, Any]:
        return {**super().arguments(node), "event_definition": definition_of(node)}


class BoundaryParser(EventParser):
    """Parses an event on the edge of an activity."""

    def arguments(self, node: Node) -> dict[str, Any]:
        return {**super().arguments(node), "cancel_activity": node.interrupting}


class ScopeParser(StepParser):
    """Parses an activity that holds a scope, and lets the library parse the scope too."""

    def arguments(self, node: Node) -> dict[str, Any]:
        if node.called is None:
            self.process_parser.parser.create_parser(self.node, lane=self.lane)
        return {**super().arguments(node), "subworkflow_spec": scope_key(node)}


_EVENT_KINDS = ("startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent")
_PARSERS: Mapping[str, type[StepParser]] = {
    **dict.fromkeys((*_EVENT_KINDS, "eventBasedGateway", "sendTask", "receiveTask"), EventParser),
    **dict.fromkeys(("subProcess", "transaction", "callActivity"), ScopeParser),
    "boundaryEvent": BoundaryParser,
}


class NetParser(ProcessParser):
    """Parses one process or sub-process."""

    def _parse(self) -> None:
        self.spec = self.create_spec()
        # The library's own nodes stay out of the way of ids that an author may choose.
        self.spec.task_specs.clear()
        self.add_tasks()

    def create_spec(self) -> BpmnProcessSpec:
        return BpmnProcessSpec(name=self.bpmn_id, description=self.get_name())

    def add_tasks(self) -> None:
        for element in children(self.node, *FLOW_NODES):
            self.parse_node(element)
        for step in list(self.spec.task_specs.values()):
            for flow in step.node.outgoing:
                target = self.parser.ids[flow.target]
                step._outputs.append(target)  # noqa: SLF001  gateways' own way wants conditions
                self.spec.task_specs[target]._inputs.append(step.name)  # noqa: SLF001


class DiagramParser(BpmnParser):
    """Parses one file."""

    PROCESS_PARSER_CLASS = NetParser
    OVERRIDE_PARSER_CLASSES = {  # noqa: RUF012  the library reads it from the class
        full_tag(tag): (_PARSERS.get(tag, StepParser), step) for tag, step in _STEPS.items()
    }

    def __init__(self, nodes: Mapping[str, Node]) -> None:
        super().__init__()
        #: By the author's id, within this file's process.
        self.nodes = {node.id: node for node in nodes.values()}
        self.ids = {node.key: node.id for node in nodes.values()}

    def _add_data_stores(self, bpmn: Element) -> None:
        """Data stores are drawn, not executed."""

    def _add_correlations(self, bpmn: Element) -> None:
        """Correlation is by `sanlian:correlation`."""


def specifications(
    root: Element, process_id: str, nodes: Mapping[str, Node], prefix: str
) -> dict[str, BpmnProcessSpec]:
    """The library's specification of a process and of all its sub-processes, by scope key."""
    parser = DiagramParser(nodes)
    parser.add_bpmn_xml(root)
    found = {prefix + process_id: parser.get_spec(process_id)}
    found[prefix + process_id].name = prefix + process_id
    open_ids = [process_id]
    while open_ids:
        for step in parser.get_spec(open_ids.pop()).task_specs.values():
            if isinstance(step, subprocesses.ScopeStep) and step.node.called is None:
                found[step.node.key] = parser.get_spec(step.node.id)
                open_ids.append(step.node.id)
    return found
