"""The element names of BPMN 2.0.2, grouped as the rules speak of them.

Names are the local names of the exchange format (BPMN 2.0.2, chapter 15); nothing is decided here.
"""

from __future__ import annotations

from typing import Final

BPMN: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
SANLIAN: Final = "urn:sanlian:bpmn:1"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"

TASKS: Final = frozenset({
    "task", "userTask", "manualTask", "serviceTask", "sendTask", "receiveTask", "scriptTask",
    "businessRuleTask",
})  # fmt: skip
SUB_PROCESSES: Final = frozenset({"subProcess", "transaction", "adHocSubProcess"})
ACTIVITIES: Final = TASKS | SUB_PROCESSES | {"callActivity"}
GATEWAYS: Final = frozenset({
    "exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway",
    "complexGateway",
})  # fmt: skip
CATCHING: Final = frozenset({"startEvent", "intermediateCatchEvent", "boundaryEvent"})
THROWING: Final = frozenset({"intermediateThrowEvent", "endEvent", "implicitThrowEvent"})
EVENTS: Final = CATCHING | THROWING
CHOREOGRAPHY: Final = frozenset({"choreographyTask", "callChoreography", "subChoreography"})
FLOW_NODES: Final = ACTIVITIES | GATEWAYS | EVENTS | CHOREOGRAPHY
ARTIFACTS: Final = frozenset({"association", "group", "textAnnotation"})
SCOPES: Final = SUB_PROCESSES | {"process", "choreography", "subChoreography"}
GLOBAL_TASKS: Final = frozenset({
    "globalTask", "globalUserTask", "globalManualTask", "globalScriptTask",
    "globalBusinessRuleTask",
})  # fmt: skip
CALLABLE: Final = GLOBAL_TASKS | {"process"}
EVENT_DEFINITIONS: Final = frozenset({
    "messageEventDefinition", "timerEventDefinition", "conditionalEventDefinition",
    "signalEventDefinition", "errorEventDefinition", "escalationEventDefinition",
    "cancelEventDefinition", "compensateEventDefinition", "linkEventDefinition",
    "terminateEventDefinition",
})  # fmt: skip
TIMER_TEXTS: Final = ("timeDate", "timeDuration", "timeCycle")
#: Children that hold an expression (BPMN 2.0.2, 8.4.6).
EXPRESSIONS: Final = frozenset({
    "conditionExpression", "condition", "loopCondition", "loopCardinality", "completionCondition",
    "activationCondition", "dataPath", "transformation", "from", "to", *TIMER_TEXTS,
})  # fmt: skip
#: Things that hold data and may know their structure (BPMN 2.0.2, 10.4.1).
ITEM_AWARE: Final = frozenset({
    "dataObject", "dataObjectReference", "dataInput", "dataOutput", "property", "dataStore",
    "dataStoreReference", "inputDataItem", "outputDataItem",
})  # fmt: skip
