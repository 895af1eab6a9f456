"""The elements of BPMN that this engine executes, and those that are drawn beside the flow.

Every other element inside a process is refused by its name.
"""

from __future__ import annotations

ACTIVITIES = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "scriptTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "businessRuleTask",
        "callActivity",
        "subProcess",
        "transaction",
    }
)
GATEWAYS = frozenset(
    {"exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway"}
)
EVENTS = frozenset(
    {
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
    }
)
FLOW_NODES = ACTIVITIES | GATEWAYS | EVENTS
#: What a diagram may open on a user task besides finishing it (`sanlian:acts`).
TASK_ACTS = (
    "send-back",
    "take-back",
    "reassign",
    "delegate",
    "sign-all",
    "sign-any",
    "copy",
    "urge",
    "suspend",
)
SCOPES = frozenset({"subProcess", "transaction"})
#: What is drawn beside the flow and executes nothing.
ORNAMENTS = frozenset(
    {
        "",
        "documentation",
        "extensionElements",
        "laneSet",
        "sequenceFlow",
        "incoming",
        "outgoing",
        "textAnnotation",
        "association",
        "group",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "property",
        "ioSpecification",
        "dataInputAssociation",
        "dataOutputAssociation",
        "standardLoopCharacteristics",
        "multiInstanceLoopCharacteristics",
        "supports",
        "resourceRole",
        "performer",
        "humanPerformer",
        "potentialOwner",
        "auditing",
        "monitoring",
        "categoryValueRef",
        "ioBinding",
    }
)
