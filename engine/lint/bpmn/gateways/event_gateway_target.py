"""Behind an event-based gateway stand catching events and receive tasks (10.6.6).

Of intermediate events only message, signal, timer, conditional and multiple ones may stand there.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import FLOW_NODES
from engine.lint.model import Element, Model
from engine.lint.shapes import remark

RULE = "event-gateway-target"
COVERS = ("EXT138",)
WORDS = {
    "zh": "事件网关“{label}”后面是“{other}”,它不等待事件。请改为消息、信号、定时、条件事件或接收任"
    "务。",
    "en": "Behind the event-based gateway “{label}” stands “{other}”, which waits for no event. "
    "Use a message, signal, timer or conditional event, or a receive task.",
}

_WAITING = frozenset(
    {
        "messageEventDefinition",
        "signalEventDefinition",
        "timerEventDefinition",
        "conditionalEventDefinition",
    }
)


def check(model: Model) -> Iterator[Finding]:
    """Yield event-based gateways with a target that cannot wait for an event."""
    for gateway in model.all("eventBasedGateway"):
        for flow in model.outgoing(gateway):
            other = model.target(flow)
            if other is not None and other.kind in FLOW_NODES and not _waits(model, other):
                yield remark(RULE, gateway, other=other.label)


def _waits(model: Model, node: Element) -> bool:
    if node.kind == "intermediateCatchEvent":
        return set(model.triggers(node)) <= _WAITING
    return node.kind == "receiveTask"
