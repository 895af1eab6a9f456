"""The default flow of a node is one of its own outgoing flows (BPMN 2.0.2, 10.3.1 and 10.6)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import ACTIVITIES, GATEWAYS
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "default-flow"
COVERS = ("EXT026",)
WORDS = {
    "zh": "“{label}”的默认流“{flow}”不是从它流出的。请选一条它自己的流出线作默认流。",
    "en": "The default flow “{flow}” of “{label}” does not leave it. Choose one of its own flows.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield nodes whose default flow leaves some other node."""
    for node in model.all(*ACTIVITIES, *GATEWAYS):
        flow = model.follow(node, "default", "sequenceFlow")
        if flow is not None and flow.get("sourceRef") != node.id:
            yield remark(RULE, node, flow=flow.label)
