"""A loop is not bounded by a negative number (BPMN 2.0.2, 10.3.8, table 10.28)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import below

RULE = "loop-maximum"
WORDS = {
    "zh": "“{label}”的循环上限为 {value},不得小于 {least}。",
    "en": "The loop of “{label}” is bounded by {value}; at least {least} is possible.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield loops with a negative maximum."""
    return below(RULE, model.all("standardLoopCharacteristics"), "loopMaximum", 0)
