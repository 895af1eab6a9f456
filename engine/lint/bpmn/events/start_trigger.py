"""A process starts by itself, a message, a time, a condition or a signal (10.5.2, table 10.84)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import triggered

RULE = "start-trigger"
COVERS = ("EXT121",)
WORDS = {
    "zh": "流程的开始事件“{label}”不能用触发类型 {trigger}。可用:无、{allowed}。",
    "en": "The start event “{label}” of a process cannot have the trigger {trigger}. Possible are "
    "none, {allowed}.",
}

_ALLOWED = frozenset({"message", "timer", "conditional", "signal"})


def check(model: Model) -> Iterator[Finding]:
    """Yield start events of processes with a trigger that only event sub-processes know."""
    events = (event for process in model.all("process") for event in process.inside("startEvent"))
    return triggered(RULE, model, events, _ALLOWED, none="allowed")
