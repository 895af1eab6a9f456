"""A process element becomes nodes and scope plans; nothing of the XML is needed afterwards.

Every flow node is read, reachable or not, sub-processes included. What the reader does not
understand is a finding; whether the whole holds together is decided in `soundness`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.spiff.attributes import NodeReader
from engine.spiff.definitions import Vocabulary
from engine.spiff.findings import Findings
from engine.spiff.flows import FlowReader
from engine.spiff.lanes import lanes_of
from engine.spiff.nodes import Node, ScopePlan
from engine.spiff.reading import Element, child, children, local, text
from engine.spiff.vocabulary import FLOW_NODES, ORNAMENTS, SCOPES


@dataclass(kw_only=True)
class Drawing:
    """The nodes and scopes of one file's process, while they are read."""

    vocabulary: Vocabulary
    findings: Findings
    #: Put before ids of a called process; "" for the process itself.
    prefix: str
    nodes: dict[str, Node] = field(default_factory=dict)
    scopes: dict[str, ScopePlan] = field(default_factory=dict)


def draw(
    process: Element, vocabulary: Vocabulary, findings: Findings, *, prefix: str = ""
) -> Drawing:
    """Read one process element of a normalised file."""
    drawing = Drawing(vocabulary=vocabulary, findings=findings, prefix=prefix)
    process_id = process.get("id", "")
    reader = NodeReader(
        vocabulary=vocabulary,
        findings=findings,
        prefix=prefix,
        process=process_id,
        lanes=lanes_of(process),
        flows=FlowReader.of(process, findings, prefix=prefix),
        data_objects=_data_objects(process),
        sitting=NodeReader.boundaries_of(process),
    )
    _draw_scope(process, prefix + process_id if prefix else process_id, drawing, reader)
    _find_misplaced(process, drawing)
    return drawing


def _find_misplaced(process: Element, drawing: Drawing) -> None:
    """A node that stands where nothing is drawn, as inside a task, would be lost unseen."""
    if drawing.findings.any_unsupported:
        return
    for element in process.iter():
        node_id = element.get("id", "")
        if local(element) in FLOW_NODES and drawing.prefix + node_id not in drawing.nodes:
            drawing.findings.add("element-misplaced", node_id, tag=local(element))


def _draw_scope(scope: Element, key: str, drawing: Drawing, reader: NodeReader) -> None:
    for element in scope:
        if local(element) in FLOW_NODES:
            _draw_node(element, scope, drawing, reader)
        elif local(element) not in ORNAMENTS:
            _refuse_element(element, drawing.findings)
    drawing.scopes[key] = _plan(scope, key, drawing)


def _draw_node(element: Element, scope: Element, drawing: Drawing, reader: NodeReader) -> None:
    node_id = element.get("id", "")
    key = drawing.prefix + node_id
    if not node_id:
        drawing.findings.add("id-missing", scope.get("id", ""), tag=local(element))
        return
    if key in drawing.nodes:
        drawing.findings.add("id-used-twice", node_id)
        return
    drawing.nodes[key] = reader.read(element, scope)
    if local(element) in SCOPES:
        _draw_scope(element, key, drawing, reader)


def _refuse_element(element: Element, findings: Findings) -> None:
    kebab = "".join(f"-{c.lower()}" if c.isupper() else c for c in local(element))
    findings.add(f"unsupported-{kebab}", element.get("id", ""), tag=local(element))


def _plan(scope: Element, key: str, drawing: Drawing) -> ScopePlan:
    nodes = [drawing.nodes[drawing.prefix + each] for each in _ids(scope, drawing)]
    starts = [node for node in nodes if node.kind == "startEvent"]
    loose = [node for node in nodes if not node.incoming and _may_begin(node)]
    entries = [start for start in starts if not start.events] or ([] if starts else loose)
    return ScopePlan(
        key=key,
        entries=tuple(node.key for node in entries),
        starts=tuple(node.key for node in starts),
        triggers=tuple(_triggers(scope, drawing)),
    )


def _ids(scope: Element, drawing: Drawing) -> Iterator[str]:
    found = (each.get("id", "") for each in children(scope, *FLOW_NODES))
    return (each for each in found if drawing.prefix + each in drawing.nodes)


def _may_begin(node: Node) -> bool:
    return (
        node.kind not in {"boundaryEvent", "endEvent"}
        and not node.triggered_by_event
        and not node.for_compensation
    )


def _triggers(scope: Element, drawing: Drawing) -> Iterator[tuple[str, str]]:
    for each in children(scope, "subProcess"):
        start = child(each, "startEvent")
        if each.get("triggeredByEvent") == "true" and start is not None:
            yield drawing.prefix + each.get("id", ""), drawing.prefix + start.get("id", "")


def _data_objects(process: Element) -> dict[str, str]:
    """Names of data objects by the id of the object and of each reference to it."""
    names = {}
    for each in process.iter("{*}dataObject", "{*}property"):
        names[each.get("id", "")] = each.get("name") or each.get("id", "")
    for each in process.iter("{*}dataObjectReference"):
        meant = names.get(each.get("dataObjectRef", ""), each.get("name") or "")
        names[each.get("id", "")] = meant or text(each)
    return names
