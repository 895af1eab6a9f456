"""Nothing follows an end event (BPMN 2.0.2, 10.5.3, "Sequence Flow Connections")."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "end-outgoing"
COVERS = ("EXT104",)
WORDS = {
    "zh": "结束事件“{label}”还有流出线。请改为中间事件,或删去该顺序流。",
    "en": "A sequence flow leaves the end event “{label}”. Make it an intermediate event or "
    "remove the flow.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield end events with outgoing sequence flows."""
    return offences(RULE, (e for e in model.all("endEvent") if model.outgoing(e)))
