"""An event-based gateway lets at least two events compete (BPMN 2.0.2, 10.6.6)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "event-gateway-branches"
WORDS = {
    "zh": "事件网关“{label}”只有 {count} 条流出线,至少要两条。请补上或直接使用该事件。",
    "en": "The event-based gateway “{label}” has {count} flows out; at least two must compete.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield event-based gateways with fewer than two outgoing flows."""
    for gateway in model.all("eventBasedGateway"):
        if (count := len(model.outgoing(gateway))) < 2:
            yield remark(RULE, gateway, count=count)
