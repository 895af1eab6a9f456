"""An end throws nothing that would have to be awaited (BPMN 2.0.2, 10.5.3, table 10.88)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import triggered

RULE = "end-trigger"
COVERS = ("EXT146",)
WORDS = {
    "zh": "结束事件“{label}”不能用类型 {trigger}。可用:无、{allowed}。",
    "en": "The end event “{label}” cannot have the type {trigger}. Possible are none, {allowed}.",
}

_ALLOWED = frozenset(
    {
        "message",
        "error",
        "escalation",
        "cancel",
        "compensate",
        "signal",
        "terminate",
    }
)


def check(model: Model) -> Iterator[Finding]:
    """Yield end events of an impossible type."""
    return triggered(RULE, model, model.all("endEvent"), _ALLOWED, none="allowed")
