"""A process that is called can start without a trigger (BPMN 2.0.2, 10.3.6, 10.5.2)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import Finding
from engine.lint.model import Element, Model
from engine.lint.shapes import remark

RULE = "called-start"
COVERS = ("EXT099",)
WORDS = {
    "zh": "“{label}”调用的流程“{called}”没有无触发的开始事件。请为它加一个无触发的开始事件。",
    "en": "The process “{called}” that “{label}” calls has no none start event. Add one to it.",
}


def check(model: Model) -> Iterator[Finding]:
    """Yield call activities whose called process only starts by triggers."""
    for call in model.all("callActivity"):
        process = model.follow(call, "calledElement", "process")
        starts = process.inside("startEvent") if process is not None else []
        if starts and all(_is_triggered(model, start) for start in starts):
            yield remark(RULE, call, called=process.label if process else "")


def _is_triggered(model: Model, start: Element) -> bool:
    return bool(model.triggers(start) or start.inside("eventDefinitionRef"))
