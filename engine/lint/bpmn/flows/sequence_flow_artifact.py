"""A sequence flow joins flow nodes, never artifacts (BPMN 2.0.2, 8.4.1, "Sequence Flow rules")."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import ARTIFACTS
from engine.lint.model import Model
from engine.lint.shapes import touching

RULE = "sequence-flow-artifact"
COVERS = ("EXT006", "EXT007")
WORDS = {
    "zh": "顺序流“{label}”的 {end} 是注释类元素“{other}”。请连接到活动、网关或事件,注释用关联线。",
    "en": "Sequence flow “{label}” has the artifact “{other}” as its {end}. Connect activities, "
    "gateways or events; use an association for artifacts.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield sequence flows that begin or end at an association, a group or an annotation."""
    return touching(RULE, model, "sequenceFlow", {"sourceRef": ARTIFACTS, "targetRef": ARTIFACTS})
