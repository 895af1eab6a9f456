"""Something leads to an end event (BPMN 2.0.2, 10.5.3, "Sequence Flow Connections")."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import offences

RULE = "end-incoming"
WORDS = {
    "zh": "没有顺序流指向结束事件“{label}”。请连接它或删除它。",
    "en": "Nothing leads to the end event “{label}”. Connect it or remove it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield end events without incoming sequence flows."""
    events = model.all("endEvent")
    return offences(RULE, (e for e in events if not model.incoming(e) and not e.get("incoming")))
