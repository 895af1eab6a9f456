"""One meaning has one form before execution: short-hands of the standard are written out in full.

Links become sequence flows, references to event definitions become the definitions, a receive task
that starts a process becomes its message start, a call of a global task becomes that task. Ids stay
the author's; a flow that stands for a link is named `link:<throw>:<catch>`. What needs no rewriting
(several ways out of a task, signal ends) is executed as drawn.
"""

from __future__ import annotations

import copy

from lxml import etree

from engine.spiff.findings import Findings
from engine.spiff.reading import Element, bpmn, child, children, local, text

_GLOBAL_TASKS = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}
#: The end of a flow that a link event is itself.
_LINK_ENDS = {"intermediateThrowEvent": "sourceRef", "intermediateCatchEvent": "targetRef"}


def normalise(root: Element, findings: Findings) -> None:
    """Rewrite the tree in place."""
    _resolve_definition_references(root, findings)
    _refuse_joined_links(root, findings)
    _resolve_links(root, findings)
    _start_by_receiving(root)
    _inline_global_tasks(root)


def _resolve_definition_references(root: Element, findings: Findings) -> None:
    shared = {each.get("id"): each for each in root if local(each).endswith("EventDefinition")}
    for reference in list(root.iter(bpmn("eventDefinitionRef"))):
        event = reference.getparent()
        found = shared.get(_local_id(text(reference)))
        if found is None:
            findings.add("event-definition-unknown", event.get("id", ""), reference=text(reference))
            event.remove(reference)
            continue
        meant = copy.deepcopy(found)
        meant.attrib.pop("id", None)
        event.replace(reference, meant)


def _resolve_links(root: Element, findings: Findings) -> None:
    throws = _linked(root, "intermediateThrowEvent")
    catches = _linked(root, "intermediateCatchEvent")
    for (scope, name), events in catches.items():
        if len(events) > 1:
            findings.add("link-caught-twice", events[1].get("id", ""), link=name)
        if (scope, name) not in throws:
            findings.add("link-without-source", events[0].get("id", ""), link=name)
        for event in events:
            event.tag = bpmn("intermediateThrowEvent")
    for (scope, name), events in throws.items():
        for event in events:
            _connect_link(event, catches.get((scope, name), []), name, findings)


def _refuse_joined_links(root: Element, findings: Findings) -> None:
    """A link is one end of a flow: nothing else leaves its source or enters its target."""
    flows = list(root.iter(bpmn("sequenceFlow")))
    for kind, end in _LINK_ENDS.items():
        joined = {flow.get(end) for flow in flows}
        for event in root.iter(bpmn(kind)):
            if child(event, "linkEventDefinition") is not None and event.get("id") in joined:
                findings.add("link-with-flow", event.get("id", ""))


def _connect_link(throw: Element, catches: list[Element], name: str, findings: Findings) -> None:
    if not catches:
        findings.add("link-without-target", throw.get("id", ""), link=name)
        return
    source, target = throw.get("id", ""), catches[0].get("id", "")
    flow = etree.SubElement(throw.getparent(), bpmn("sequenceFlow"))
    flow.set("id", f"link:{source}:{target}")
    flow.set("sourceRef", source)
    flow.set("targetRef", target)


def _linked(root: Element, kind: str) -> dict[tuple[Element, str], list[Element]]:
    found: dict[tuple[Element, str], list[Element]] = {}
    for event in root.iter(bpmn(kind)):
        link = child(event, "linkEventDefinition")
        if link is not None:
            event.remove(link)
            name = link.get("name") or text(child(link, "target"))
            found.setdefault((event.getparent(), name), []).append(event)
    return found


def _start_by_receiving(root: Element) -> None:
    for task in list(root.iter(bpmn("receiveTask"))):
        if task.get("instantiate") == "true" and child(task, "incoming") is None:
            definition = etree.SubElement(task, bpmn("messageEventDefinition"))
            definition.set("messageRef", task.get("messageRef", ""))
            task.tag = bpmn("startEvent")


def _inline_global_tasks(root: Element) -> None:
    shared = {each.get("id"): each for each in children(root, *_GLOBAL_TASKS)}
    for call in list(root.iter(bpmn("callActivity"))):
        task = shared.get(_local_id(call.get("calledElement", "")))
        if task is None:
            continue
        call.tag = bpmn(_GLOBAL_TASKS[local(task)])
        call.attrib.pop("calledElement", None)
        for name, value in task.attrib.items():
            if name not in {"id", "name"} and name not in call.attrib:
                call.set(name, value)
        for part in task:
            call.append(copy.deepcopy(part))


def _local_id(reference: str) -> str:
    """The id within this file of a reference that may be a qualified name."""
    return reference.rpartition(":")[2]
