"""The default flow is taken when no condition holds, so it has none itself (8.4.13, 10.6.2)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import ACTIVITIES, GATEWAYS
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "default-condition"
WORDS = {
    "zh": "默认流“{label}”带有条件。默认流在其他条件都不成立时走,请删去它的条件。",
    "en": "The default flow “{label}” has a condition. It is taken when no other holds; remove it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield default flows with a condition of their own."""
    nodes = model.all(*ACTIVITIES, *GATEWAYS)
    flows = (model.follow(node, "default", "sequenceFlow") for node in nodes)
    return offences(RULE, (f for f in flows if f is not None and f.get("conditionExpression")))
