"""Messages behind one event-based gateway are awaited by events or by tasks, not both (10.6.6)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "event-gateway-mixed"
COVERS = ("EXT139",)
WORDS = {
    "zh": "事件网关“{label}”后面既有消息事件又有接收任务。请只用其中一种。",
    "en": "Behind the event-based gateway “{label}” stand message events and receive tasks. Use "
    "one kind.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield event-based gateways followed by message events and by receive tasks."""
    for gateway in model.all("eventBasedGateway"):
        targets = [t for f in model.outgoing(gateway) if (t := model.target(f)) is not None]
        message = any("messageEventDefinition" in model.triggers(t) for t in targets)
        if message and any(t.kind == "receiveTask" for t in targets):
            yield remark(RULE, gateway)
