"""Behind a gateway that chooses, every flow has a condition or is the default (10.6.2, 10.6.3)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "branch-condition"
WORDS = {
    "zh": "网关“{gateway}”后的顺序流“{label}”既没有条件也不是默认流。请补上其一。",
    "en": "Flow “{label}” behind gateway “{gateway}” has no condition and is not the default. "
    "Give it one.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield unconditional flows behind exclusive and inclusive gateways that split."""
    for gateway in model.all("exclusiveGateway", "inclusiveGateway"):
        flows = model.outgoing(gateway)
        for flow in flows if len(flows) > 1 else ():
            if not flow.get("conditionExpression") and gateway.get("default") != flow.id:
                yield remark(RULE, flow, gateway=gateway.label)
