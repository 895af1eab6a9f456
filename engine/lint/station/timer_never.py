"""A timer that is armed can fire, and only after the present.

Negative durations, no repetitions and cron tables cannot; nor can a timer on the border of a task
that is done in the same step in which it begins.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Element, Model
from engine.lint.shapes import remark
from engine.lint.timers import CRON, NEGATIVE, timer_texts

RULE = "timer-never"
WORDS = {
    "zh": "定时事件“{label}”的时间“{value}”永远不会到({reason})。请改正。",
    "en": "Timer “{label}” with “{value}” can never fire ({reason_en}). Correct it.",
}

_INSTANT = frozenset({"businessRuleTask", "scriptTask", "task", "manualTask"})
_REASONS = {
    "negative": ("时长为负", "the duration is negative"),
    "cron": ("不支持 cron 写法", "cron is not known"),
    "zero": ("重复次数为零", "it repeats no times"),
    "instant": ("所附任务瞬时完成", "the task it sits on is done at once"),
}


def check(model: Model) -> Iterator[Finding]:
    """Yield timers that can never fire, with the reason."""
    for timer, _, text in timer_texts(model):
        reason = _reason(model, timer, text)
        if reason:
            zh, en = _REASONS[reason]
            yield remark(RULE, timer, value=text, reason=zh, reason_en=en)


def _reason(model: Model, timer: Element, text: str) -> str:
    quoted = text.strip("\"' ")
    if NEGATIVE.fullmatch(quoted):
        return "negative"
    if CRON.fullmatch(quoted):
        return "cron"
    if quoted.startswith("R0/"):
        return "zero"
    event = timer.parent
    if event is not None and model.follow(event, "attachedToRef", *_INSTANT):
        return "instant"
    return ""
