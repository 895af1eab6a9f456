"""Loop characteristics are read with every expression parsed; a loop without end is a finding.

Source: BPMN 2.0.2 §10.3.8 and §13.3.6, §13.3.7.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.spiff.definitions import Vocabulary, read_definition
from engine.spiff.findings import Findings
from engine.spiff.nodes import Behaviour, EventDefinition, Loop, LoopKind
from engine.spiff.reading import Element, child, children, local, text


def read_loop(
    element: Element,
    vocabulary: Vocabulary,
    findings: Findings,
    data_objects: Mapping[str, str],
) -> Loop | None:
    """How an activity repeats, or None if it does not; data objects are known by their ids."""
    standard = child(element, "standardLoopCharacteristics")
    if standard is not None:
        return _standard(standard, element.get("id", ""), findings)
    several = child(element, "multiInstanceLoopCharacteristics")
    if several is not None:
        return _several(several, element, vocabulary, findings, data_objects)
    return None


def _standard(loop: Element, node_id: str, findings: Findings) -> Loop:
    written = loop.get("loopMaximum")
    maximum = int(written) if written and written.strip().isdecimal() else None
    if written is not None and not maximum:
        findings.add("loop-maximum-not-positive", node_id, value=written)
    condition = text(child(loop, "loopCondition"))
    if written is None and not condition:
        findings.add("loop-without-end", node_id)
    return Loop(
        kind=LoopKind.STANDARD,
        condition=findings.condition(condition, node_id, "loopCondition"),
        maximum=maximum,
        test_before=loop.get("testBefore") == "true",
    )


def _several(
    loop: Element,
    element: Element,
    vocabulary: Vocabulary,
    findings: Findings,
    data_objects: Mapping[str, str],
) -> Loop:
    node_id = element.get("id", "")
    cardinality = text(child(loop, "loopCardinality"))
    collection = text(child(loop, "loopDataInputRef"))
    if bool(cardinality) == bool(collection):
        findings.add("multi-instance-without-one-count", node_id)
    behaviour = loop.get("behavior", "All")
    if behaviour not in set(Behaviour):
        findings.add("unsupported-multi-instance-behaviour", node_id, behaviour=behaviour)
        behaviour = Behaviour.ALL
    condition = text(child(loop, "completionCondition"))
    collects = text(child(loop, "loopDataOutputRef"))
    sequential = loop.get("isSequential") == "true"
    return Loop(
        kind=LoopKind.SEQUENTIAL if sequential else LoopKind.PARALLEL,
        cardinality=findings.condition(cardinality, node_id, "loopCardinality"),
        collection=_data_name(element, collection, data_objects, "Input") or None,
        item=_named(child(loop, "inputDataItem")),
        collects=_data_name(element, collects, data_objects, "Output") or None,
        output_item=_named(child(loop, "outputDataItem")),
        condition=findings.condition(condition, node_id, "completionCondition"),
        behaviour=Behaviour(behaviour),
        throws=_thrown(loop, Behaviour(behaviour), node_id, vocabulary, findings),
    )


def _data_name(element: Element, reference: str, data_objects: Mapping[str, str], way: str) -> str:
    """The process-data name behind a reference: of a data object, or of what feeds an input."""
    reference = reference.rpartition(":")[2]
    inner, outer = ("targetRef", "sourceRef") if way == "Input" else ("sourceRef", "targetRef")
    for each in children(element, f"data{way}Association"):
        if text(child(each, inner)) == reference:
            reference = text(child(each, outer))
    return data_objects.get(reference, reference)


def _named(item: Element | None) -> str | None:
    return None if item is None else item.get("name") or item.get("id")


def _thrown(
    loop: Element, behaviour: Behaviour, node_id: str, vocabulary: Vocabulary, findings: Findings
) -> EventDefinition | None:
    if behaviour is Behaviour.ALL:
        return None
    reference = loop.get(f"{behaviour.lower()}BehaviorEventRef", "").rpartition(":")[2]
    root = loop.getroottree().getroot()
    found = next((e for e in root if e.get("id") == reference), None)
    if found is None or not local(found).endswith("EventDefinition"):
        findings.add("event-definition-unknown", node_id, reference=reference)
        return None
    return read_definition(found, node_id, vocabulary, findings)
