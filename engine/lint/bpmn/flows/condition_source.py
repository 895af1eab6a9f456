"""A condition stands on flows out of activities and of gateways that choose (8.4.13).

An event has happened or not; there is nothing to choose on the flow that leaves it.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import EVENTS
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "condition-source"
WORDS = {
    "zh": "顺序流“{label}”带有条件,但它从事件出发。请删去条件,或在事件后加一个排他网关。",
    "en": "Sequence flow “{label}” has a condition but leaves an event. Remove the condition, or "
    "add an exclusive gateway after the event.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield conditional flows that leave an event."""
    for flow in model.all("sequenceFlow"):
        if flow.inside("conditionExpression") and model.follow(flow, "sourceRef", *EVENTS):
            yield remark(RULE, flow)
