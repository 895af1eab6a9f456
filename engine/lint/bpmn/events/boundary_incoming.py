"""Nothing leads to a boundary event: it happens (BPMN 2.0.2, 10.5.4)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "boundary-incoming"
WORDS = {
    "zh": "有顺序流指向边界事件“{label}”。边界事件只能由其活动触发,请删去该顺序流。",
    "en": "A sequence flow leads to the boundary event “{label}”. It only happens; remove the "
    "flow.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield boundary events with incoming sequence flows."""
    return offences(RULE, (e for e in model.all("boundaryEvent") if model.incoming(e)))
