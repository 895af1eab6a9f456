"""Which attribute or child of which element refers to what, as the standard's class tables say.

Two rules ask here: does the reference lead anywhere, and is what it leads to of the right kind.
References that may lead out of the file (called elements, item structures) are not listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.lint.kinds import (
    ACTIVITIES,
    CALLABLE,
    EVENT_DEFINITIONS,
    EVENTS,
    EXPRESSIONS,
    FLOW_NODES,
    GATEWAYS,
    ITEM_AWARE,
    TASKS,
)  # fmt: skip
from engine.lint.model import Element, Model

_CONVERSATIONS = frozenset({"conversation", "subConversation", "callConversation"})
_TALKERS = ACTIVITIES | EVENTS | _CONVERSATIONS | {"participant"}
_DIAGRAMS = frozenset({"collaboration", "choreography", "globalConversation"})
_ASSOCIATIONS = frozenset({"dataInputAssociation", "dataOutputAssociation"})
_DATA_NODES = frozenset({"dataObject", "dataObjectReference", "dataStoreReference"})

#: (kinds that refer, name of the attribute or child, kinds that may be meant).
REFERENCES: Final[tuple[tuple[frozenset[str], str, frozenset[str]], ...]] = (
    (frozenset({"sequenceFlow"}), "sourceRef", FLOW_NODES),
    (frozenset({"sequenceFlow"}), "targetRef", FLOW_NODES),
    (frozenset({"messageFlow"}), "sourceRef", _TALKERS),
    (frozenset({"messageFlow"}), "targetRef", _TALKERS),
    (frozenset({"messageFlow", "sendTask", "receiveTask", "messageEventDefinition",
                "correlationPropertyRetrievalExpression"}), "messageRef", frozenset({"message"})),
    (frozenset({"serviceTask", "sendTask", "receiveTask", "messageEventDefinition", "ioBinding"}),
     "operationRef", frozenset({"operation"})),
    (frozenset({"operation"}), "inMessageRef", frozenset({"message"})),
    (frozenset({"operation"}), "outMessageRef", frozenset({"message"})),
    (frozenset({"operation", "errorEventDefinition"}), "errorRef", frozenset({"error"})),
    (frozenset({"escalationEventDefinition"}), "escalationRef", frozenset({"escalation"})),
    (frozenset({"signalEventDefinition"}), "signalRef", frozenset({"signal"})),
    (frozenset({"compensateEventDefinition"}), "activityRef", ACTIVITIES),
    (frozenset({"linkEventDefinition"}), "source", frozenset({"linkEventDefinition"})),
    (frozenset({"linkEventDefinition"}), "target", frozenset({"linkEventDefinition"})),
    (EVENTS, "eventDefinitionRef", EVENT_DEFINITIONS),
    (frozenset({"multiInstanceLoopCharacteristics"}), "oneBehaviorEventRef", EVENT_DEFINITIONS),
    (frozenset({"multiInstanceLoopCharacteristics"}), "noneBehaviorEventRef", EVENT_DEFINITIONS),
    (frozenset({"boundaryEvent"}), "attachedToRef", ACTIVITIES),
    (ACTIVITIES | GATEWAYS, "default", frozenset({"sequenceFlow"})),
    (frozenset({"participant"}), "processRef", frozenset({"process"})),
    (frozenset({"participant"}), "interfaceRef", frozenset({"interface"})),
    (frozenset({"partnerEntity", "partnerRole"}), "participantRef", frozenset({"participant"})),
    (EXPRESSIONS, "evaluatesToTypeRef", frozenset({"itemDefinition"})),
    (frozenset({"ioBinding"}), "inputDataRef", frozenset({"dataInput"})),
    (frozenset({"ioBinding"}), "outputDataRef", frozenset({"dataOutput"})),
    (CALLABLE, "supportedInterfaceRef", frozenset({"interface"})),
    (frozenset({"process"}), "definitionalCollaborationRef", _DIAGRAMS),
    (frozenset({"message"}), "itemRef", frozenset({"itemDefinition"})),
    (ITEM_AWARE, "itemSubjectRef", frozenset({"itemDefinition"})),
    (frozenset({"dataObjectReference"}), "dataObjectRef", frozenset({"dataObject"})),
    (frozenset({"dataStoreReference"}), "dataStoreRef", frozenset({"dataStore"})),
    (frozenset({"inputSet"}), "dataInputRefs", frozenset({"dataInput"})),
    (frozenset({"inputSet"}), "optionalInputRefs", frozenset({"dataInput"})),
    (frozenset({"inputSet"}), "whileExecutingInputRefs", frozenset({"dataInput"})),
    (frozenset({"inputSet"}), "outputSetRefs", frozenset({"outputSet"})),
    (frozenset({"outputSet"}), "dataOutputRefs", frozenset({"dataOutput"})),
    (frozenset({"outputSet"}), "optionalOutputRefs", frozenset({"dataOutput"})),
    (frozenset({"outputSet"}), "whileExecutingOutputRefs", frozenset({"dataOutput"})),
    (frozenset({"outputSet"}), "inputSetRefs", frozenset({"inputSet"})),
    (_ASSOCIATIONS, "sourceRef", ITEM_AWARE),
    (_ASSOCIATIONS, "targetRef", ITEM_AWARE),
    (frozenset({"lane"}), "flowNodeRef", FLOW_NODES | _DATA_NODES),
    (frozenset({"correlationKey", "correlationPropertyBinding"}), "correlationPropertyRef",
     frozenset({"correlationProperty"})),
    (frozenset({"correlationSubscription"}), "correlationKeyRef", frozenset({"correlationKey"})),
    (frozenset({"group"}), "categoryValueRef", frozenset({"categoryValue"})),
    (TASKS | {"performer", "humanPerformer", "potentialOwner", "resourceRole"}, "resourceRef",
     frozenset({"resource"})),
)  # fmt: skip


def _written(model: Model) -> Iterator[tuple[Element, str, str, frozenset[str]]]:
    for kinds, name, expected in REFERENCES:
        for element in model.all(*kinds):
            attribute = element.attributes.get(name, "").strip()
            for text in [attribute] if attribute else element.texts(name):
                yield element, name, text, expected


def broken(model: Model) -> Iterator[tuple[Element, str, str]]:
    """Yield references that lead nowhere: (element, name of the reference, what it names)."""
    for element, name, text, _ in _written(model):
        if model.find(text) is None and ":" not in text:
            yield element, name, text


def mistyped(model: Model) -> Iterator[tuple[Element, str, Element, str]]:
    """Yield references to a wrong kind: (element, name, what was found, kinds expected)."""
    for element, name, text, expected in _written(model):
        found = model.find(text)
        if found is not None and found.kind not in expected:
            yield element, name, found, _shortly(expected)


def _shortly(kinds: frozenset[str]) -> str:
    names = sorted(kinds)
    return (
        ", ".join(names) if len(names) <= 3 else "flow node" if kinds >= EVENTS else names[0] + " …"
    )
