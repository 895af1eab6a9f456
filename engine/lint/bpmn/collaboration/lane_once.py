"""A node lies in one lane of a lane set (BPMN 2.0.2, 10.8.1)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Element, Model
from engine.lint.shapes import remark

RULE = "lane-once"
WORDS = {
    "zh": "节点“{node}”同时列在泳道“{first}”和“{label}”中。请只放在一条泳道里。",
    "en": "The node “{node}” is listed in the lanes “{first}” and “{label}”. Leave it in one.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield lanes that list a node which another lane of the same set lists already."""
    for lane_set in model.all("laneSet", "childLaneSet"):
        seen: dict[str, Element] = {}
        for lane in lane_set.inside("lane"):
            for node in lane.texts("flowNodeRef"):
                first = seen.setdefault(node, lane)
                if first is not lane:
                    yield remark(RULE, lane, node=node, first=first.label)
