"""The attributes of one flow node, our own namespace included, become a `Node`.

The table of extension attributes is this module; an attribute of ours that no table knows, or that
stands on an element where it means nothing, is left to the linter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.spiff.definitions import Vocabulary, read_definitions
from engine.spiff.findings import Findings
from engine.spiff.flows import FlowReader
from engine.spiff.lanes import Lane, lane_of
from engine.spiff.nodes import Assignment, EventDefinition, EventKind, Node
from engine.spiff.reading import (
    BPMN,
    Element,
    bpmn,
    child,
    children,
    extension,
    extensions,
    local,
    text,
)
from engine.spiff.repetition import read_loop

_FEEL = ("unit", "assignee", "priority", "due", "correlation")
_TEXT = ("form", "stage", "deadline", "operation", "decision", "result")


@dataclass(frozen=True, kw_only=True)
class NodeReader:
    """Everything that one node's attributes are read against."""

    vocabulary: Vocabulary
    findings: Findings
    prefix: str
    process: str
    lanes: dict[str, Lane]
    flows: FlowReader
    data_objects: dict[str, str]
    #: Boundary events by the activity that they sit on.
    sitting: dict[str, list[Element]]

    @staticmethod
    def boundaries_of(process: Element) -> dict[str, list[Element]]:
        """All boundary events of a process by the activity that they sit on."""
        found: dict[str, list[Element]] = {}
        for each in process.iter(bpmn("boundaryEvent")):
            found.setdefault(each.get("attachedToRef", ""), []).append(each)
        return found

    def read(self, element: Element, scope: Element) -> Node:
        """The node of an element that lies directly in a scope."""
        node_id = element.get("id", "")
        lane = lane_of(element, self.lanes)
        if local(element) == "eventBasedGateway" and element.get("instantiate") == "true":
            self.findings.add("unsupported-instantiating-gateway", node_id)
        default, outgoing = element.get("default"), self.flows.outgoing.get(node_id, ())
        if default and default not in {flow.id for flow in outgoing}:
            self.findings.add("default-flow-unknown", node_id, flow=default)
        return Node(
            key=self.prefix + node_id,
            id=node_id,
            kind=local(element),
            name=element.get("name", ""),
            name_en=extension(element, "nameEn") or "",
            process=self.process,
            scope=scope.get("id", ""),
            lane=lane.name,
            role=lane.role,
            incoming=self.flows.incoming.get(node_id, ()),
            outgoing=outgoing,
            loop=read_loop(element, self.vocabulary, self.findings, self.data_objects),
            events=self._events(element),
            **self._extensions(element, node_id),
            **self._structure(element, node_id),
            **self._work(element, node_id),
        )

    def _extensions(self, element: Element, node_id: str) -> dict[str, Any]:
        expressions = {
            name: self.findings.expression(extension(element, name), node_id, name)
            for name in _FEEL
        }
        texts = {name: extension(element, name) for name in _TEXT}
        return expressions | texts

    def _structure(self, element: Element, node_id: str) -> dict[str, Any]:
        sitting = self.sitting.get(node_id, [])
        undoing = [e for e in sitting if child(e, "compensateEventDefinition") is not None]
        host = element.get("attachedToRef")
        return {
            "attached_to": self.prefix + host if host else None,
            "interrupting": element.get("cancelActivity") != "false"
            and element.get("isInterrupting") != "false",
            "boundaries": tuple(self.prefix + e.get("id", "") for e in sitting if e not in undoing),
            "compensation": self._handler(undoing, element.getparent()),
            "for_compensation": element.get("isForCompensation") == "true",
            "triggered_by_event": element.get("triggeredByEvent") == "true",
            "parallel_multiple": element.get("parallelMultiple") == "true",
            "start_quantity": self._quantity(element, "startQuantity"),
            "completion_quantity": self._quantity(element, "completionQuantity"),
        }

    def _work(self, element: Element, node_id: str) -> dict[str, Any]:
        called = element.get("calledElement")
        script = child(element, "script") if local(element) == "scriptTask" else None
        return {
            "script": text(script) if script is not None else None,
            "called": called.rpartition(":")[2] if called else None,
            "inputs": self._assignments(element, "input", node_id),
            "outputs": self._assignments(element, "output", node_id),
            "reads": self._associated(element, "dataInputAssociation", "sourceRef"),
            "writes": self._associated(element, "dataOutputAssociation", "targetRef"),
            "act": extension(element, "act") == "true",
            "act_roles": tuple((extension(element, "roles") or "").split()),
            "not_by": extension(element, "notBy"),
            "locked": extension(element, "locked") == "true",
            "task_acts": tuple((extension(element, "acts") or "").split()),
            "back_to": tuple((extension(element, "sendBackTo") or "").split()),
        }

    def _handler(self, undoing: list[Element], scope: Element) -> str | None:
        events = {each.get("id") for each in undoing}
        for each in scope.iterfind(f"{{{BPMN}}}association"):
            if each.get("sourceRef") in events:
                target: str = each.get("targetRef", "")
                return self.prefix + target
        return None

    def _events(self, element: Element) -> tuple[EventDefinition, ...]:
        if local(element) in {"sendTask", "receiveTask"}:
            return self._task_message(element)
        return read_definitions(element, self.vocabulary, self.findings)

    def _task_message(self, element: Element) -> tuple[EventDefinition, ...]:
        reference = element.get("messageRef")
        if not reference and extension(element, "operation"):
            return ()
        name = self.vocabulary.message(reference, element.get("id", ""), self.findings)
        return (EventDefinition(kind=EventKind.MESSAGE, name=name),)

    def _assignments(self, element: Element, tag: str, node_id: str) -> tuple[Assignment, ...]:
        found = []
        for each in extensions(element, tag):
            name, written = each.get("name", "").strip(), each.get("value", "").strip()
            if not name or not written:
                self.findings.add("assignment-incomplete", node_id, tag=tag, name=name)
                continue
            value = self.findings.expression(written, node_id, f"{tag} {name}")
            if value is not None:
                found.append(Assignment(name=name, value=value))
        return tuple(found)

    def _associated(self, element: Element, tag: str, end: str) -> tuple[str, ...]:
        references = [text(child(each, end)) for each in children(element, tag)]
        return tuple(self.data_objects[r] for r in references if r in self.data_objects)

    def _quantity(self, element: Element, name: str) -> int:
        written = element.get(name, "1").strip()
        if not written.isdecimal() or not 1 <= int(written) <= 1000:
            self.findings.add(
                "token-quantity-not-positive", element.get("id", ""), attribute=name, value=written
            )
            return 1
        return int(written)
