"""A start event leads somewhere (BPMN 2.0.2, 10.5.2, "Sequence Flow Connections")."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "start-outgoing"
WORDS = {
    "zh": "开始事件“{label}”没有流出线。请把它连到第一步。",
    "en": "Nothing follows the start event “{label}”. Connect it to the first step.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield start events without outgoing sequence flows."""
    events = model.all("startEvent")
    return offences(RULE, (e for e in events if not model.outgoing(e) and not e.get("outgoing")))
