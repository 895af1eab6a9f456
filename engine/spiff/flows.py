"""Sequence flows are read once per process and handed to the nodes at both of their ends.

A flow joins two nodes of one scope; one that does not is a finding and is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.spiff.findings import Findings
from engine.spiff.nodes import Flow
from engine.spiff.reading import Element, bpmn, child, text


@dataclass(frozen=True, kw_only=True)
class FlowReader:
    """The flows of a process by the node they leave or enter."""

    outgoing: dict[str, tuple[Flow, ...]]
    incoming: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, process: Element, findings: Findings, *, prefix: str) -> FlowReader:
        """Read all flows, those inside sub-processes included."""
        places = {each.get("id"): each for each in process.iter() if each.get("id")}
        outgoing: dict[str, tuple[Flow, ...]] = {}
        incoming: dict[str, tuple[str, ...]] = {}
        for number, element in enumerate(process.iter(bpmn("sequenceFlow"))):
            source, target = element.get("sourceRef", ""), element.get("targetRef", "")
            if not _sound(element, places, findings):
                continue
            flow = _read(element, places[source], number, findings, prefix)
            outgoing[source] = (*outgoing.get(source, ()), flow)
            incoming[target] = (*incoming.get(target, ()), flow.id)
        return cls(outgoing=outgoing, incoming=incoming)


def _read(element: Element, source: Element, number: int, findings: Findings, prefix: str) -> Flow:
    flow_id = element.get("id") or f"flow:{number}"
    condition = text(child(element, "conditionExpression"))
    return Flow(
        id=flow_id,
        target=prefix + element.get("targetRef", ""),
        condition=findings.condition(condition, flow_id, "conditionExpression"),
        default=source.get("default") == flow_id,
    )


def _sound(element: Element, places: dict[str, Element], findings: Findings) -> bool:
    flow_id = element.get("id", "")
    ends = [places.get(element.get(end, "")) for end in ("sourceRef", "targetRef")]
    if ends[0] is None or ends[1] is None:
        findings.add(
            "flow-end-unknown",
            flow_id,
            source=element.get("sourceRef"),
            target=element.get("targetRef"),
        )
        return False
    if ends[0].getparent() is not ends[1].getparent():
        findings.add("flow-crosses-scope", flow_id)
        return False
    return True
