"""Nothing leads to a start event (BPMN 2.0.2, 10.5.2, "Sequence Flow Connections")."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "start-incoming"
COVERS = ("EXT096",)
WORDS = {
    "zh": "有顺序流指向开始事件“{label}”。要返回时请连到开始事件之后的活动或网关。",
    "en": "A sequence flow leads to the start event “{label}”. To go back, lead to what follows "
    "it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield start events with incoming sequence flows."""
    return offences(RULE, (e for e in model.all("startEvent") if model.incoming(e)))
