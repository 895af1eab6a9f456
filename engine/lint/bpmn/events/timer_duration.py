"""timeDuration is a duration of ISO 8601 without sign, or an expression (10.5.5, table 10.103)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark
from engine.lint.timers import ill_formed

RULE = "timer-duration"
WORDS = {
    "zh": "定时事件“{label}”的时长“{value}”不是 ISO 8601 格式或为负。请写成 PT48H 或 P3D。",
    "en": "Timer “{label}” has the duration “{value}”, negative or not of ISO 8601. Write PT48H "
    "or P3D.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield timer durations that are negative, or neither ISO 8601 nor an expression."""
    return (remark(RULE, t, value=text) for t, text in ill_formed(model, "timeDuration"))
