"""A message flow joins two pools, never two places of one (BPMN 2.0.2, 7.6.2, 9.3)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Element, Model
from engine.lint.shapes import remark

RULE = "same-pool"
WORDS = {
    "zh": "消息流“{label}”的两端在同一个泳池中。同一流程内请用顺序流。",
    "en": "Both ends of message flow “{label}” lie in one pool. Use a sequence flow inside a "
    "process.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield message flows whose two ends belong to the same process or pool."""
    for flow in model.all("messageFlow"):
        source, target = model.follow(flow, "sourceRef"), model.follow(flow, "targetRef")
        if source and target and (pool := _pool(model, source)) and pool is _pool(model, target):
            yield remark(RULE, flow)


def _pool(model: Model, end: Element) -> Element | None:
    if end.kind == "participant":
        return model.follow(end, "processRef", "process") or end
    return end.above("process")
