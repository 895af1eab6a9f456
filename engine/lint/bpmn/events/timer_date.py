"""timeDate is a date and time of ISO 8601, or an expression (10.5.5, table 10.103)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Model
from engine.lint.shapes import remark
from engine.lint.timers import ill_formed

RULE = "timer-date"
COVERS = ("EXT132",)
WORDS = {
    "zh": "定时事件“{label}”的日期“{value}”不是 ISO 8601 格式。请写成 2026-03-02T09:00:00+08:00。",
    "en": "Timer “{label}” has the date “{value}”, not of ISO 8601. Write "
    "2026-03-02T09:00:00+08:00.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield timer dates that are neither ISO 8601 nor an expression."""
    return (remark(RULE, t, value=text) for t, text in ill_formed(model, "timeDate"))
