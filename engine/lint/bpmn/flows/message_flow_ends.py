"""A message flow joins pools, activities and events (BPMN 2.0.2, 7.6.2, 8.4.1 and 9.3).

Artifacts, gateways, data and choreography activities neither send nor receive messages.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import ARTIFACTS, CHOREOGRAPHY, GATEWAYS
from engine.lint.model import Model
from engine.lint.shapes import touching

RULE = "message-flow-ends"
COVERS = ("EXT008", "EXT033")
WORDS = {
    "zh": "消息流“{label}”的 {end} 是 {other_kind}“{other}”,它不能收发消息。请连接到泳池、活动或消"
    "息事件。",
    "en": "Message flow “{label}” has the {other_kind} “{other}” as its {end}, which cannot send "
    "or receive. Connect pools, activities or message events.",
}

_MUTE = (
    ARTIFACTS
    | GATEWAYS
    | CHOREOGRAPHY
    | {
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "sequenceFlow",
        "messageFlow",
    }
)


def check(model: Model) -> Iterator[Finding]:
    """Yield message flows that begin or end at something that has no messages."""
    return touching(RULE, model, "messageFlow", {"sourceRef": _MUTE, "targetRef": _MUTE})
