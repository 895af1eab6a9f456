"""In the flow one throws nothing, a message, escalation, compensation, link or signal (10.5.4)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import triggered

RULE = "throw-trigger"
WORDS = {
    "zh": "中间抛出事件“{label}”不能用类型 {trigger}。可用:无、{allowed}。",
    "en": "The throwing event “{label}” cannot have the type {trigger}. Possible are none, "
    "{allowed}.",
}

_ALLOWED = frozenset({"message", "escalation", "compensate", "link", "signal"})


def check(model: Model) -> Iterator[Finding]:
    """Yield intermediate throwing events of an impossible type."""
    events = model.all("intermediateThrowEvent", "implicitThrowEvent")
    return triggered(RULE, model, events, _ALLOWED, none="allowed")
