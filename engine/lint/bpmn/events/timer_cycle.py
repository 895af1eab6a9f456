"""timeCycle is repeated intervals of ISO 8601, or an expression (10.5.5, table 10.103)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark
from engine.lint.timers import ill_formed

RULE = "timer-cycle"
COVERS = ("EXT133",)
WORDS = {
    "zh": "定时事件“{label}”的周期“{value}”不是 ISO 8601 格式。请写成 R3/PT1H;不支持 cron。",
    "en": "Timer “{label}” has the cycle “{value}”, not of ISO 8601. Write R3/PT1H; cron is not "
    "known.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield timer cycles that are neither ISO 8601 nor an expression."""
    return (remark(RULE, t, value=text) for t, text in ill_formed(model, "timeCycle"))
