"""A sequence flow stays inside its process and its sub-process (BPMN 2.0.2, 7.6.1, 8.4.13)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import FLOW_NODES
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "flow-crosses"
COVERS = ("EXT028",)
WORDS = {
    "zh": "顺序流“{label}”从“{source}”越过流程或子流程边界到“{target}”。请改用消息流,或连到边界上"
    "。",
    "en": "Sequence flow “{label}” crosses the border of a process or sub-process, from "
    "“{source}” to “{target}”. Use a message flow, or connect to the sub-process itself.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield sequence flows whose two ends, or which themselves, lie in different scopes."""
    for flow in model.all("sequenceFlow"):
        source = model.follow(flow, "sourceRef", *FLOW_NODES)
        target = model.follow(flow, "targetRef", *FLOW_NODES)
        if source and target and source.scope is not target.scope:
            yield remark(RULE, flow, source=source.label, target=target.label)
