"""A timer that runs says one thing: a date, a duration or a cycle (10.5.5, table 10.103)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.kinds import TIMER_TEXTS
from engine.lint.model import Model
from engine.lint.shapes import remark

RULE = "timer-single"
COVERS = ("EXT131",)
WORDS = {
    "zh": "定时事件“{label}”写了 {count} 项时间,必须恰好一项:日期、时长或周期。",
    "en": "Timer “{label}” has {count} times; it needs exactly one of date, duration and cycle.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield timers with several times, and timers of executable processes with none."""
    for timer in model.all("timerEventDefinition"):
        count = len(timer.inside(*TIMER_TEXTS))
        if count > 1 or (count == 0 and model.executable(timer)):
            yield remark(RULE, timer, count=count)
