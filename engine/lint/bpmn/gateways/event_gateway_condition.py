"""Behind an event-based gateway events choose, not conditions (BPMN 2.0.2, 10.6.6)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "event-gateway-condition"
COVERS = ("EXT137",)
WORDS = {
    "zh": "事件网关后的顺序流“{label}”带有条件。该处由事件决定走向,请删去条件。",
    "en": "Flow “{label}” behind an event-based gateway has a condition. Events choose there; "
    "remove it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield conditional flows that leave an event-based gateway."""
    flows = (f for f in model.all("sequenceFlow") if f.inside("conditionExpression"))
    return offences(RULE, (f for f in flows if model.follow(f, "sourceRef", "eventBasedGateway")))
