"""In the flow one waits for a message, time, condition, link or signal (10.5.4, table 10.89)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import triggered

RULE = "catch-trigger"
COVERS = ("EXT122", "EXT148")
WORDS = {
    "zh": "中间捕获事件“{label}”不能用触发类型 {trigger}。可用:{allowed}。",
    "en": "The catching event “{label}” cannot have the trigger {trigger}. Possible are {allowed}.",
}

_ALLOWED = frozenset({"message", "timer", "conditional", "link", "signal"})


def check(model: Model) -> Iterator[Finding]:
    """Yield intermediate catching events with an impossible trigger or none."""
    return triggered(RULE, model, model.all("intermediateCatchEvent"), _ALLOWED)
